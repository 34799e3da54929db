"""What tests of the API share."""

import pytest


@pytest.fixture
def get(client, db):
    """Ask the API: `get("themes/", pillar="employment")`."""

    def get(path, **query):
        response = client.get(f"/api/v1/{path}", query)
        assert response.status_code == 200, response.content
        return response.json()

    return get
