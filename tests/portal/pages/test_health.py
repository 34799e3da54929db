"""What a load balancer hears."""

import pytest
from django.core.management import call_command
from django.db import connection

from portal import health
from tests.factories import InitiativeFactory


@pytest.fixture(autouse=True)
def fresh_process(monkeypatch):
    """A process that has not looked at the migrations yet."""
    monkeypatch.setattr(health, "_seen", {"migrations": False})


def test_a_living_process_asks_no_database(client):
    answer = client.get("/healthz")  # without a database fixture a query would fail
    assert answer.status_code == 200
    assert answer.content == b"ok\n"
    assert "no-store" in answer["Cache-Control"]


def test_a_catalogue_that_is_still_to_be_filled_is_not_ready(client, db, read):
    read()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "missing": ["catalogue"], "search": "index"}


def test_a_catalogue_that_was_emptied_is_ready(client, transactional_db):
    InitiativeFactory().delete()
    assert client.get("/readyz").status_code == 200


@pytest.mark.usefixtures("without_index")
def test_a_full_catalogue_is_ready_and_costs_one_query_from_then_on(
    client, catalogue, django_assert_num_queries
):
    assert client.get("/readyz").json() == {"ready": True, "missing": [], "search": "database"}
    with django_assert_num_queries(1):
        assert client.get("/readyz").status_code == 200


def test_it_says_when_the_index_answers(client, catalogue, read):
    read()
    assert client.get("/readyz").json()["search"] == "index"


def test_a_missing_migration_is_not_ready(client, transactional_db):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'axes'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["missing"] == ["migrations"]
    call_command("migrate", "axes", fake=True, verbosity=0)
    assert client.get("/readyz").json()["missing"] == ["catalogue"]


@pytest.mark.usefixtures("without_index")
def test_a_lost_database_is_not_ready_and_no_error(client, transactional_db):
    name = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = "nowhere"
    try:
        answer = client.get("/readyz")
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name
    assert answer.status_code == 503
    assert answer.json()["missing"] == ["database"]
