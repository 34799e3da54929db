"""Signing in at the desk: who guesses is slowed down, and passwords are not to be guessed."""

import re
from datetime import timedelta
from ipaddress import ip_network

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import PBKDF2PasswordHasher, identify_hasher
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from portal.accounts import guard
from portal.settings import PASSWORD_HASHERS

LOGIN = "/admin/login/"
PASSWORD = "mended roofs hold longest"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def anna():
    return User.objects.create_user("anna", password=PASSWORD, is_staff=True)


def sign_in(username="anna", password=PASSWORD, address="198.51.100.7", **headers):
    """Send the form from an address, in a browser of its own."""
    form = {"username": username, "password": password, "next": "/admin/"}
    return Client(REMOTE_ADDR=address, **headers).post(LOGIN, form)


def fail(times, **whose):
    return [sign_in(password=f"wrong {n}", **whose).status_code for n in range(times)]


def test_the_right_password_opens_the_desk():
    assert sign_in().headers["Location"] == "/admin/"


def test_a_wrong_password_is_said_to_be_wrong_and_nothing_else():
    page = sign_in(password="wrong").content.decode()
    assert "The name or the password is wrong." in page
    assert "staff account" not in page
    assert "Nothing is saved yet" not in page


def test_five_failures_have_one_wait_even_with_the_right_password():
    assert fail(5) == [200, 200, 200, 200, 429]
    response = sign_in()
    assert response.status_code == 429
    assert 14 * 60 < int(response.headers["Retry-After"]) <= 15 * 60
    assert response.headers["Cache-Control"] == "private, no-store"
    page = response.content.decode()
    assert "no sign-in from you for 15 minutes" in page
    assert f'href="{LOGIN}"' in page
    assert "sessionid" not in response.cookies


def test_the_wait_ends_and_trying_meanwhile_does_not_prolong_it(settings):
    fail(5)
    past = timezone.now() - settings.AXES_COOLOFF_TIME + timedelta(seconds=90)
    AccessAttempt.objects.update(attempt_time=past)
    response = sign_in(password="wrong again")
    assert int(response.headers["Retry-After"]) <= 90
    assert "2 minutes" in response.content.decode()
    AccessAttempt.objects.update(attempt_time=past - timedelta(seconds=91))
    assert sign_in().status_code == 302


def test_nobody_is_locked_out_by_a_stranger_elsewhere():
    fail(9, address="203.0.113.9")
    assert sign_in(address="198.51.100.7").status_code == 302


def test_another_browser_or_a_made_up_address_does_not_help():
    fail(3)
    assert fail(2, HTTP_USER_AGENT="another", HTTP_X_FORWARDED_FOR="192.0.2.1") == [200, 429]


def test_nor_does_another_address_of_the_same_network():
    assert fail(4, address="2001:db8::1") == [200] * 4
    assert fail(1, address="2001:db8::ffff:1") == [429]
    assert fail(1, address="2001:db8:0:1::1") == [200]


def test_behind_a_proxy_each_reader_counts_alone(settings):
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    fail(5, address="127.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9")
    through = {"address": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "198.51.100.7"}
    assert sign_in(**through).status_code == 302


def test_one_address_cannot_go_through_all_names():
    for number in range(49):
        assert fail(1, username=f"name-{number}") == [200]
    assert fail(1, username="name-49") == [429]
    assert sign_in().status_code == 429
    assert sign_in(address="198.51.100.8").status_code == 302


def test_signing_in_makes_up_for_ones_own_failures_only():
    User.objects.create_user("berta", password=PASSWORD, is_staff=True)
    fail(4)
    assert sign_in("berta").status_code == 302
    assert fail(1) == [429]
    assert sign_in("berta").status_code == 302


def test_what_is_kept_of_a_failure_holds_no_password():
    fail(1)
    attempt = AccessAttempt.objects.get()
    assert (attempt.username, attempt.ip_address) == ("anna", "198.51.100.7")
    assert "wrong" not in attempt.post_data


def test_few_check_passwords_at_a_time_and_the_others_take_no_thread(settings):
    for _ in range(settings.SIGN_INS_AT_ONCE):
        assert guard.PLACES.acquire(blocking=False)
    try:
        response = sign_in()
        assert response.status_code == 429
        assert response.headers["Retry-After"] == "2"
        assert "Several people are signing in" in response.content.decode()
        assert Client().get(LOGIN).status_code == 200
    finally:
        for _ in range(settings.SIGN_INS_AT_ONCE):
            guard.PLACES.release()
    assert sign_in().status_code == 302
    assert settings.SIGN_INS_AT_ONCE < settings.THREADS


class TestPasswords:
    """Kept by argon2, and not of the kind that is guessed first."""

    @pytest.fixture(autouse=True)
    def hashers(self, settings):
        """As they are in earnest, and after them the quick one that `anna` was made with."""
        settings.PASSWORD_HASHERS = PASSWORD_HASHERS + settings.PASSWORD_HASHERS

    def test_they_are_kept_by_argon2(self, anna):
        anna.set_password(PASSWORD)
        assert re.match(r"argon2\$argon2id\$v=19\$m=19456,t=2,p=1\$", anna.password)
        assert anna.check_password(PASSWORD)
        assert not anna.check_password(PASSWORD + "x")

    def test_those_kept_before_are_kept_anew_when_their_owner_signs_in(self, anna):
        anna.password = PBKDF2PasswordHasher().encode(PASSWORD, "salt", iterations=1)
        anna.save()
        assert sign_in().status_code == 302
        anna.refresh_from_db()
        assert identify_hasher(anna.password).algorithm == "argon2"

    @pytest.mark.parametrize(
        ("password", "reason"),
        [
            ("1", "at least 12 characters"),
            ("eleven sign", "at least 12 characters"),
            ("qwerty123456", "too common"),
            ("495827364510", "entirely numeric"),
            ("anna-schmidt1", "too similar to the last name"),
        ],
    )
    def test_what_is_guessed_first_is_refused(self, client, anna, password, reason):
        anna.last_name = "anna-schmidt"
        anna.save()
        client.force_login(anna)
        form = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
        response = client.post("/admin/password_change/", form)
        assert reason in response.content.decode()
        anna.refresh_from_db()
        assert anna.check_password(PASSWORD)
