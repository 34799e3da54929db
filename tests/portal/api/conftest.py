"""What tests of the API share."""

import pytest

from core import revision
from core.search.index import CatalogueIndex
from initiatives.search.answer import KEEPER


@pytest.fixture
def index():
    """Search in memory from here on: call it when the test has written its records."""

    def build():
        KEEPER.index.build(revision.current(fresh=True))

    yield build
    KEEPER.index = CatalogueIndex(KEEPER.index.collection)


@pytest.fixture
def get(client, db):
    """Ask the API: `get("themes/", pillar="employment")`."""

    def get(path, **query):
        response = client.get(f"/api/v1/{path}", query)
        assert response.status_code == 200, response.content
        return response.json()

    return get
