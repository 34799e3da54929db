"""Sessions end: after some time without a request, and some time after sign-in in any case."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError, connection
from django.test import Client

from portal.accounts.models import AccessEvent, BrowserSession
from portal.accounts.sessions import BEGAN, SEEN, SessionStore, device
from tests.desk import signed_in
from tests.factories import UserFactory
from tests.portal.accounts.signing_in import (
    CODE,
    LOGIN,
    PASSWORD,
    give_telephone,
    next_code,
    password,
)

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


class TestList:
    """Where somebody is signed in, and how she ends it."""

    FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    PHONE = (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
        "Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
    )
    URL = "/admin/access/"

    @pytest.fixture
    def here(self):
        return signed_in("anna", "Curators")

    @pytest.fixture
    def there(self, here):
        client = Client()
        client.force_login(here.user)
        session = client.session
        session["device"] = device(self.PHONE)
        session.save()
        return client

    def test_it_says_what_and_since_when_and_never_a_key(
        self, here, there, django_assert_max_num_queries
    ):
        UserFactory()
        with django_assert_max_num_queries(16):
            page = here.get(self.URL)
        places = page.context["places"]
        assert [(place.device, place.is_here) for place in places] == [
            ("Another browser on another system", True),
            ("Safari on an iPhone", False),
        ]
        for client in (here, there):
            assert client.session.session_key not in page.content.decode()
        assert there.session["number"] in page.content.decode()
        assert here.session["number"] not in page.content.decode()

    def test_one_is_ended_and_noted(self, here, there):
        here.post(self.URL, {"end": there.session["number"]})
        assert (is_in(here), is_in(there)) == (True, False)
        event = AccessEvent.objects.get(kind="sessions-ended")
        assert (event.by, event.about, event.said) == ("anna", "anna", "Ended: 1 session.")

    @pytest.mark.parametrize("number", ["", "x", "\0", "0" * 16])
    def test_what_is_no_number_ends_none(self, here, there, number):
        assert here.post(self.URL, {"end": number}).status_code == 302
        assert (is_in(here), is_in(there)) == (True, True)

    def test_nobody_ends_another_s(self, here, there):
        berta = signed_in("berta", "Editors")
        for number in (here.session["number"], berta.session["number"]):
            berta.post(self.URL, {"end": number})
        assert all(map(is_in, (here, there, berta)))

    def test_all_others_are_ended(self, here, there):
        berta = signed_in("berta", "Curators")
        here.post(self.URL, {"end_others": "1"})
        assert list(map(is_in, (here, there, berta))) == [True, False, True]

    def test_who_has_given_the_password_and_no_code_is_ended_too(self, here):
        here.user.set_password(PASSWORD)
        here.user.save()
        here.force_login(here.user)
        device, _ = give_telephone(here.user)
        half_way, answer = password("anna")
        assert answer.headers["Location"] == CODE
        page = here.get(self.URL)
        assert [place.is_half_way for place in page.context["places"]] == [False, True]
        assert "the right password, and no code yet" in page.content.decode()
        assert "End all others" in page.content.decode()
        here.post(self.URL, {"end_others": "1"})
        answer = half_way.post(CODE, {"code": next_code(device)})
        assert answer.headers["Location"] == LOGIN
        assert (is_in(here), is_in(half_way)) == (True, False)
        assert "End all others" not in here.get(self.URL).content.decode()

    def test_a_new_password_ends_all_others(self, here, there):
        here.user.set_password("an old one of mine")
        here.user.save()
        for client in (here, there):
            client.force_login(here.user)
        form = dict.fromkeys(("new_password1", "new_password2"), "another long one")
        here.post("/admin/password_change/", form | {"old_password": "an old one of mine"})
        assert (is_in(here), is_in(there)) == (True, False)
        assert len(here.get(self.URL).context["places"]) == 1

    def test_an_administrator_ends_all_of_somebody(self, here, there):
        ada = signed_in("ada", "Administrators")
        url = f"/admin/auth/user/{here.user.pk}/access/"
        assert len(ada.get(url).context["places"]) == 2
        ada.post(url, {"end_all": "1"})
        assert list(map(is_in, (here, there, ada))) == [False, False, True]
        assert AccessEvent.objects.get(kind="sessions-ended").about == "anna"

    @pytest.mark.parametrize(
        ("agent", "said"),
        [
            (FIREFOX, "Firefox on Linux"),
            (PHONE, "Safari on an iPhone"),
            (
                "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0",
                "Edge on Windows",
            ),
            ("Mozilla/5.0 (Macintosh; Intel Mac OS X) Chrome/140.0 Safari/537", "Chrome on a Mac"),
            ("", "Another browser on another system"),
            ("<script>" * 999, "Another browser on another system"),
        ],
    )
    def test_devices_are_said_in_plain_words(self, agent, said):
        assert device(agent) == said


def test_an_outage_while_a_session_is_written_is_told_as_one(curator):
    pass_time(2 * MINUTE)  # so that it is to be written
    curator.raise_request_exception = False

    def write_nothing(execute, question, *arguments):
        if question.startswith(f'UPDATE "{BrowserSession._meta.db_table}"'):
            raise OperationalError("the connection is lost")
        return execute(question, *arguments)

    with connection.execute_wrapper(write_nothing):
        assert curator.get("/admin/").status_code == 503
    assert is_in(curator)


def test_a_session_that_was_ended_meanwhile_is_not_taken_for_an_outage(curator):
    session = SessionStore(BrowserSession.objects.get().session_key)
    session["kept"] = "something"
    BrowserSession.objects.all().delete()
    with pytest.raises(UpdateError):
        session.save()
