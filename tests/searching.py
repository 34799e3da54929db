"""The engine in memory: `read` builds it from what a test has written."""

import pytest

from core.search.directory import DIRECTORY
from initiatives.search.answer import KEEPER


@pytest.fixture
def read():
    """Build the index of the initiatives and the directory; they are forgotten after the test."""

    def build():
        KEEPER.index.build(1)
        DIRECTORY.build(1)
        return KEEPER.index

    yield build
    KEEPER.forget()
    DIRECTORY.forget()
