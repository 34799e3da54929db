"""What tests of the API share."""

import pytest

from initiatives.search import KEEPER
from portal.search.index import CatalogueIndex


@pytest.fixture
def index():
    """Search in memory from here on: call it when the test has written its records."""

    def build():
        KEEPER.index.build(1)

    yield build
    KEEPER.index = CatalogueIndex(KEEPER.index.collection)
