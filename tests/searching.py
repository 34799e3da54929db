"""The engine in memory: `read` makes it of what a test has written."""

import pytest

from core.search.worker import worker


@pytest.fixture
def read():
    """Bring the index to what the test sees in the database: its Snapshot. Dropped afterwards."""

    def build():
        worker.build_now()
        return worker.snapshot

    yield build
    worker.clear()
