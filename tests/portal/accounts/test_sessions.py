"""Sessions end: after some time without a request, and some time after sign-in in any case."""

from datetime import timedelta

import pytest

from portal.accounts.models import BrowserSession
from portal.accounts.sessions import BEGAN, SEEN, SessionStore
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

MINUTE, HOUR = 60, 3600


@pytest.fixture(autouse=True)
def limits(settings):
    settings.SESSION_COOKIE_AGE = 30 * MINUTE
    settings.SESSION_LONGEST = 12 * HOUR


@pytest.fixture
def curator(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


def pass_time(seconds):
    """Let the one session be older."""
    row = BrowserSession.objects.get()
    times = {name: row.get_decoded()[name] - seconds for name in (BEGAN, SEEN)}
    row.session_data = SessionStore().encode(row.get_decoded() | times)
    row.expire_date -= timedelta(seconds=seconds)
    row.save()


def is_in(client):
    return client.get("/admin/").status_code == 200


def test_it_ends_when_nobody_asks_for_long_enough(curator):
    pass_time(29 * MINUTE)
    assert is_in(curator)
    pass_time(31 * MINUTE)
    response = curator.get("/admin/")
    assert response.headers["Location"] == "/admin/login/?next=/admin/"


def test_asking_prolongs_it_until_it_has_lasted_for_long_enough(curator):
    for _ in range(24):
        assert is_in(curator)
        pass_time(29 * MINUTE)
    assert is_in(curator)  # after 11 hours and 36 minutes
    pass_time(25 * MINUTE)
    assert not is_in(curator)
    assert not BrowserSession.objects.exists()


def test_signing_in_again_begins_anew(curator):
    pass_time(29 * MINUTE)
    curator.force_login(UserFactory(is_superuser=True))
    assert (
        SessionStore(curator.session.session_key)[BEGAN]
        == BrowserSession.objects.get().get_decoded()[SEEN]
    )
    pass_time(29 * MINUTE)
    assert is_in(curator)


def test_it_is_written_once_a_minute_and_not_with_every_request(curator):
    pass_time(2 * MINUTE)
    response = curator.get("/admin/")
    assert response.cookies["sessionid"]["max-age"] == 30 * MINUTE
    assert "sessionid" not in curator.get("/admin/").cookies


def test_readers_get_no_session(client):
    assert not client.get("/about/").cookies
    assert not BrowserSession.objects.exists()
