"""What one may choose as a password, besides what is guessed first (test_sign_in.py)."""

import pytest
from django.contrib.auth.models import User

from portal.accounts import guard
from portal.accounts.models import AccessEvent
from tests.factories import UserFactory

CHANGE = "/admin/password_change/"
OLD = "a former long password"

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(client):
    user = UserFactory(username="anna")
    user.set_password(OLD)
    user.save()
    client.force_login(user)
    return user


def change(client, new, old=OLD):
    form = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post(CHANGE, form)


def test_a_long_one_of_any_signs_is_taken_whole(client, anna):
    long = ("ねこ  und O'Hara ✓ " * 10)[:128]
    assert change(client, long).status_code == 302
    anna.refresh_from_db()
    assert anna.check_password(long)
    assert not anna.check_password(long[:-1])


def test_one_that_is_longer_than_anybody_types_is_refused(client, anna):
    page = change(client, "ab 34 " * 22).content.decode()
    assert "It has 132 characters, and may have 128 at most." in page
    assert "can have up to 128 characters" in page


@pytest.mark.parametrize("password", ["only small letters", "ALLCAPITALLETTERS", "1 2 3 4 9 8 7 6"])
def test_no_kind_of_sign_is_asked_for(client, anna, password):
    assert change(client, password).status_code == 302


def test_a_change_asks_for_the_old_one(client, anna):
    response = change(client, "another long password", old="not the old one")
    assert "Your old password was entered incorrectly" in response.content.decode()
    assert User.objects.get().check_password(OLD)


def test_the_old_one_is_guessed_no_faster_than_at_the_sign_in(client, anna):
    answers = [change(client, "another long password", old=f"guess {n}") for n in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 4 + [429]
    answer = change(client, "another long password")
    assert answer.status_code == 429
    assert "You stay signed in" in answer.content.decode()
    assert User.objects.get().check_password(OLD)
    kinds = AccessEvent.objects.filter(by="anna").order_by("pk").values_list("kind", flat=True)
    assert list(kinds)[-6:] == ["failed"] * 5 + ["locked-out"]


def test_a_new_one_that_is_no_good_is_no_failure(client, anna):
    assert {change(client, "short").status_code for _ in range(6)} == {200}
    assert change(client, "another long password").status_code == 302


@pytest.mark.parametrize("page", [CHANGE, "/admin/access/confirm/"])
def test_few_old_ones_are_checked_at_a_time(client, anna, settings, page):
    for _ in range(settings.SIGN_INS_AT_ONCE):
        assert guard.PLACES.acquire(blocking=False)
    try:
        answer = client.post(page, {"old_password": OLD, "password": OLD})
        assert answer.headers["Retry-After"] == "2"
        assert "giving their passwords at this moment" in answer.content.decode()
        assert client.get(page).status_code == 200
    finally:
        for _ in range(settings.SIGN_INS_AT_ONCE):
            guard.PLACES.release()
    assert change(client, "another long password").status_code == 302
