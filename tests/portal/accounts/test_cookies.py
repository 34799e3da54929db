"""The cookie of a session: what it is, and who gets it."""

import pytest
from django.conf import settings

from portal.accounts.sessions import SessionStore
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_keys_of_sessions_are_long_and_random():
    keys = {SessionStore()._get_new_session_key() for _ in range(100)}
    assert len(keys) == 100
    assert {len(key) for key in keys} == {32}


def test_after_signing_out_its_key_opens_nothing(client):
    client.force_login(UserFactory())
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert client.get("/admin/").status_code == 200
    client.post("/admin/logout/")
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert client.get("/admin/").status_code == 302
