"""Mails to whoever signs in, of what has changed in how she does."""

import logging
import re

import pytest
from django.core import mail
from django.core.management import call_command

from portal.accounts import second_factor
from tests.desk import Page, signed_in
from tests.factories import UserFactory
from tests.portal.accounts.signing_in import (
    CODE,
    PASSWORD,
    give_telephone,
    is_in,
    next_code,
    password,
    wait_out,
)

pytestmark = pytest.mark.django_db

ADDRESS = "anna@example.org"


@pytest.fixture(autouse=True)
def server(settings):
    settings.EMAIL_HOST = "mail.example.org"
    settings.SECURITY_CONTACT = "desk@example.org"


@pytest.fixture
def anna():
    user = UserFactory(username="anna", groups=["Editors"], email=ADDRESS)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    """A function: the mails that some work sends, as pairs of an address and what has happened."""

    def by(work):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            work()
        happened = r"curators' desk of .*:\n\n(.*)\nBy (.*), on "
        return [(one.to, *re.search(happened, one.body).groups()) for one in mail.outbox]

    return by


def change_password(client):
    form = {"old_password": PASSWORD, "new_password1": "another long one"}
    client.post("/admin/password_change/", form | {"new_password2": "another long one"})


def test_a_new_password(anna, told):
    client, _ = password("anna")
    assert told(lambda: change_password(client)) == [
        ([ADDRESS], "Your password was changed.", "anna")
    ]
    (sent,) = mail.outbox
    assert "desk@example.org" in sent.body
    assert "http" not in sent.body
    assert "another long one" not in sent.body


def test_a_password_that_is_chosen_for_the_first_time_is_no_change(told):
    berta = UserFactory(username="berta", email="berta@example.org")

    def choose():
        berta.set_password(PASSWORD)
        berta.save()

    assert told(choose) == []


def test_another_address_is_told_at_both_and_another_name(anna, told):
    ada = signed_in("ada", "Administrators")

    def change():
        page = Page(ada, f"/admin/auth/user/{anna.pk}/change/")
        page.fill(email="a@example.org", username="anna-maria").send()

    address = f"Your e-mail address is a@example.org now, not {ADDRESS}."
    assert told(change) == [
        (["a@example.org"], "You sign in as anna-maria now, not as anna.", "ada"),
        ([ADDRESS], address, "ada"),
        (["a@example.org"], address, "ada"),
    ]


def test_a_second_factor_from_its_first_day_to_its_last(anna, told):
    secret = second_factor.new_secret()
    device, codes = give_telephone(anna)
    client, _ = password("anna")
    client.post(CODE, {"code": next_code(device)})
    device.refresh_from_db()
    device.delete()
    request = type("Request", (), {"session": client.session, "user": anna, "META": {}})

    def set_up():
        code = f"{second_factor.TOTP(bytes.fromhex(secret)).token():06}"
        second_factor.set_up(request, anna, secret, code, replaces=False)

    assert told(set_up) == [([ADDRESS], second_factor.SET, "anna")]
    new = told(lambda: codes.extend(client.post("/admin/access/codes/").context["codes"]))
    assert new == [([ADDRESS], second_factor.NEW_CODES, "anna")]

    def recover():
        client, _ = password("anna")
        client.post(CODE, {"code": codes[-1]})

    used = "A recovery code of yours was used; 9 left."
    assert told(recover) == [([ADDRESS], used, "anna")]
    taken = told(lambda: call_command("reset_second_factor", "anna", verbosity=0))
    assert taken == [([ADDRESS], second_factor.TAKEN, "a command")]


def test_a_code_that_is_given_again_is_refused_noted_and_told(anna, told):
    device, _ = give_telephone(anna)
    code = next_code(device)
    first, _ = password("anna")
    first.post(CODE, {"code": code})
    second, _ = password("anna")
    assert told(lambda: second.post(CODE, {"code": code})) == [
        (
            [ADDRESS],
            "A code of your telephone that had been used was given again, and refused.",
            "somebody who knows your password",
        )
    ]
    assert not is_in(second)
    event = second_factor.AccessEvent.objects.get(kind="code-failed")
    assert event.said == "used before"
    wait_out(anna)
    assert told(lambda: second.post(CODE, {"code": "000000"})) == []


@pytest.mark.parametrize("why", ["no server", "no address", "refused"])
def test_where_no_mail_goes_nothing_fails_and_the_log_says_so(anna, told, settings, caplog, why):
    if why == "no server":
        settings.EMAIL_HOST = ""
    elif why == "no address":
        anna.email = ""
        anna.save()
    else:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # where nobody listens
    client, _ = password("anna")
    caplog.set_level(logging.INFO)
    assert told(lambda: change_password(client)) == []
    assert "Not told by mail: user 'anna': Your password was changed." in caplog.text
    anna.refresh_from_db()
    assert anna.check_password("another long one")
