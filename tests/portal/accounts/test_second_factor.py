"""The second factor: a password alone opens nothing, and a code opens once."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.accounts import half_way, invitations, second_factor
from portal.accounts.models import AccessEvent, BrowserSession
from tests.desk import signed_in
from tests.factories import UserFactory
from tests.portal.accounts.signing_in import (
    CODE,
    LOGIN,
    PASSWORD,
    SET_UP,
    code_of,
    give_telephone,
    is_in,
    next_code,
    password,
    wait_out,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    user = UserFactory(username="anna", groups=["Editors"])
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def telephone(anna):
    device, anna.codes = give_telephone(anna)
    return device


def kinds():
    return [event.kind for event in AccessEvent.objects.exclude(kind="rights").order_by("pk")]


class TestSigningIn:
    def test_without_a_second_factor_the_password_is_enough(self, anna):
        client, response = password("anna")
        assert response.headers["Location"] == "/admin/"
        assert is_in(client)

    def test_the_password_leads_to_the_code_and_the_code_to_where_one_wanted(self, telephone):
        wanted = "/admin/initiatives/theme/?q=seeds"
        client, response = password("anna", next=wanted)
        assert response.headers["Location"] == CODE
        assert not is_in(client)
        response = client.get(CODE)
        assert "no-store" in response.headers["Cache-Control"]
        response = client.post(CODE, {"code": next_code(telephone)})
        assert response.headers["Location"] == wanted
        assert is_in(client)
        assert kinds() == ["signed-in"]

    @pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example", "/\\evil.example"])
    def test_it_leads_nowhere_else(self, telephone, url):
        client, _ = password("anna", next=url)
        response = client.post(CODE, {"code": next_code(telephone), "next": url})
        assert response.headers["Location"] == "/admin/"

    def test_spaces_do_not_matter(self, telephone):
        client, _ = password("anna")
        code = next_code(telephone)
        client.post(CODE, {"code": f" {code[:3]} {code[3:]} "})
        assert is_in(client)

    def test_a_code_opens_once(self, telephone):
        code = next_code(telephone)
        first, _ = password("anna")
        first.post(CODE, {"code": code})
        second, _ = password("anna")
        page = second.post(CODE, {"code": code}).content.decode()
        assert "has been used" in page
        assert (is_in(first), is_in(second)) == (True, False)

    @pytest.mark.parametrize("code", ["", "000", "x" * 41, "\uff11" * 6, "-12345", "\0", "1e5"])
    def test_what_is_no_code_opens_nothing(self, telephone, code):
        client, _ = password("anna")
        assert client.post(CODE, {"code": code}).status_code == 200
        assert not is_in(client)

    def test_a_recovery_code_opens_once_in_whatever_letters(self, anna, telephone):
        code = anna.codes[3]
        for attempt, opens in ((code.lower(), True), (code, False)):
            client, _ = password("anna")
            client.post(CODE, {"code": attempt})
            assert is_in(client) is opens
        assert second_factor.codes_left(anna) == 9
        assert kinds() == ["recovered", "signed-in", "code-failed"]
        assert AccessEvent.objects.get(kind="recovered").said == "9 left"

    def test_recovery_codes_are_kept_as_digests_that_hold_for_one_person(self, anna, telephone):
        kept = set(StaticToken.objects.values_list("token", flat=True))
        assert not kept & {code.replace("-", "") for code in anna.codes}
        berta = UserFactory(username="berta")
        assert second_factor.digest(berta, anna.codes[0]) not in kept

    def test_an_error_with_one_kind_makes_nobody_wait_for_the_other(self, anna, telephone):
        client, _ = password("anna")
        client.post(CODE, {"code": "A" * 16})
        client.post(CODE, {"code": next_code(telephone)})
        assert is_in(client)


class TestGuessing:
    def test_five_wrong_codes_have_one_wait_as_five_wrong_passwords_have(self, anna, telephone):
        client, _ = password("anna")
        answers = []
        for _ in range(5):
            wait_out(anna)
            answers.append(client.post(CODE, {"code": "000000"}).status_code)
        assert answers == [200, 200, 200, 200, 429]
        wait_out(anna)
        response = client.post(CODE, {"code": next_code(telephone)})
        assert response.status_code == 429
        assert int(response.headers["Retry-After"]) > 14 * 60
        _, response = password("anna")
        assert response.status_code == 429
        assert kinds() == ["code-failed"] * 5 + ["locked-out"]
        assert "000000" not in AccessAttempt.objects.get().post_data

    def test_the_right_password_in_between_makes_up_for_nothing(self, anna, telephone):
        answers = []
        for _ in range(5):
            wait_out(anna)
            client, _ = password("anna")
            answers.append(client.post(CODE, {"code": "000000"}).status_code)
        assert answers[-1] == 429

    def test_from_many_addresses_each_wrong_code_doubles_the_wait_for_all(self, anna, telephone):
        right = next_code(telephone)
        for number in range(3):
            client, _ = password("anna", address=f"198.51.100.{number}")
            client.post(CODE, {"code": "000000"})
        telephone.refresh_from_db()
        assert telephone.throttling_failure_count >= 1
        client, _ = password("anna", address="203.0.113.9")
        client.post(CODE, {"code": right})
        assert not is_in(client)
        recovery = second_factor.StaticDevice.objects.get()
        assert recovery.throttling_failure_count == 0

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize("kind", ["code", "recovery"])
    def test_of_two_who_give_one_code_at_once_one_gets_in(self, anna, telephone, kind):
        code = next_code(telephone) if kind == "code" else anna.codes[0]

        def give(_):
            try:
                return second_factor.accepts(anna, code)
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as threads:
            answers = list(threads.map(give, range(4)))
        assert sorted(answers) == ["", "", "", kind]


class TestHalfWay:
    """Who has given the password and no code is nobody."""

    def test_the_session_is_another_one_than_before(self, telephone):
        client = Client()
        session = client.session
        session["from"] = "somebody else"
        session.save()
        client.cookies["sessionid"] = fixed = session.session_key
        password("anna", client)
        half = client.session.session_key
        client.post(CODE, {"code": next_code(telephone)})
        assert len({fixed, half, client.session.session_key}) == 3
        keys = [fixed, half]
        assert not BrowserSession.objects.filter(session_key__in=keys).exists()
        assert "from" not in client.session

    def test_it_ends_after_ten_minutes(self, telephone, monkeypatch):
        client, _ = password("anna")
        monkeypatch.setattr(half_way, "PATIENCE", -1)
        response = client.post(CODE, {"code": next_code(telephone)})
        assert response.headers["Location"] == LOGIN
        assert not is_in(client)

    @pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}, "password"])
    def test_it_ends_when_the_person_or_the_password_is_another(self, anna, telephone, change):
        client, _ = password("anna")
        if change == "password":
            anna.set_password("another long one")
            anna.save()
        else:
            User.objects.filter(pk=anna.pk).update(**change)
        client.post(CODE, {"code": next_code(telephone)})
        assert not is_in(client)

    def test_the_pages_need_a_password_first(self, telephone):
        for url in (CODE, SET_UP):
            for response in (Client().get(url), Client().post(url, {"code": "123456"})):
                assert response.headers["Location"] == LOGIN

    def test_the_password_alone_puts_no_other_telephone_in_place(self, anna, telephone, settings):
        settings.SECOND_FACTOR_REQUIRED = "EVERYBODY"
        client, _ = password("anna")
        assert client.get(SET_UP).headers["Location"] == LOGIN
        assert client.post(SET_UP, {"code": "123456"}).headers["Location"] == LOGIN
        assert not is_in(client)
        assert TOTPDevice.objects.get().key == telephone.key

    def test_both_pages_refuse_what_another_site_sends(self, telephone):
        client = Client(enforce_csrf_checks=True)
        for url in (CODE, SET_UP):
            assert client.post(url, {"code": "123456"}).status_code == 403


class TestInvitation:
    def test_a_link_for_a_new_password_does_without_no_code(self, anna, telephone):
        client = Client()
        link = invitations.link_for(anna).partition("/admin/")
        page = client.get(f"/admin/{link[2]}", follow=True)
        form = {"new_password1": "quite another one", "new_password2": "quite another one"}
        response = client.post(page.request["PATH_INFO"], form)
        assert response.headers["Location"] == CODE
        assert not is_in(client)

    def test_whoever_is_new_and_needs_one_sets_it_up(self, anna, settings):
        settings.SECOND_FACTOR_REQUIRED = "EDITORS"
        client = Client()
        link = invitations.link_for(anna).partition("/admin/")
        page = client.get(f"/admin/{link[2]}", follow=True)
        form = {"new_password1": "quite another one", "new_password2": "quite another one"}
        response = client.post(page.request["PATH_INFO"], form)
        assert response.headers["Location"] == SET_UP
        assert not is_in(client)


class TestRequired:
    @pytest.mark.parametrize(
        ("whom", "role", "needs"),
        [
            ("NOBODY", "Administrators", False),
            ("EDITORS", "Curators", False),
            ("EDITORS", "Editors", True),
            ("EDITORS", "Administrators", True),
            ("EVERYBODY", "Curators", True),
        ],
    )
    def test_of_whom(self, settings, whom, role, needs):
        settings.SECOND_FACTOR_REQUIRED = whom
        assert second_factor.needs_one(UserFactory(groups=[role])) is needs
        assert second_factor.needs_one(UserFactory(is_superuser=True)) is (whom != "NOBODY")

    def test_who_has_none_sets_it_up_after_the_password(self, anna, settings):
        settings.SECOND_FACTOR_REQUIRED = "EDITORS"
        client, response = password("anna")
        assert response.headers["Location"] == SET_UP
        assert not is_in(client)
        page = client.get(SET_UP)
        secret = client.session[half_way.TO_SET_UP]
        assert second_factor.in_groups(secret) in page.content.decode()
        assert "<svg" in page.content.decode()
        wrong = client.post(SET_UP, {"code": "000000"})
        assert "This code is wrong" in wrong.content.decode()
        assert not TOTPDevice.objects.exists()
        page = client.post(SET_UP, {"code": code_of(secret)})
        assert len(page.context["codes"]) == 10
        assert "no-store" in page.headers["Cache-Control"]
        assert is_in(client)
        assert kinds() == ["factor-set", "signed-in"]
        other, _ = password("anna")
        other.post(CODE, {"code": code_of(secret)})
        assert not is_in(other)  # the code that has set it up is used up
        other.post(CODE, {"code": page.context["codes"][0]})
        assert is_in(other)

    def test_a_session_of_before_counts_for_nothing_from_then_on(self, anna, settings):
        client, _ = password("anna")
        settings.SECOND_FACTOR_REQUIRED = "EDITORS"
        assert client.get("/admin/").headers["Location"] == f"{LOGIN}?next=/admin/"
        cover = UserFactory(groups=["Curators"])
        client.force_login(cover)
        assert is_in(client)

    def test_nor_does_one_of_somebody_who_becomes_an_editor(self, settings):
        settings.SECOND_FACTOR_REQUIRED = "EDITORS"
        carla = signed_in("carla", "Curators")
        assert is_in(carla)
        carla.user.groups.set(UserFactory(groups=["Editors"]).groups.all())
        assert not is_in(carla)

    def test_nobody_does_without_it_on_her_own(self, anna, telephone, settings):
        settings.SECOND_FACTOR_REQUIRED = "EDITORS"
        client, _ = password("anna")
        client.post(CODE, {"code": next_code(telephone)})
        assert b"Do without it" not in client.get("/admin/access/").content
        client.post("/admin/access/take-away/")
        assert TOTPDevice.objects.filter(user=anna).exists()


class TestOwn:
    """What somebody does with her own second factor."""

    @pytest.fixture
    def client(self, anna, telephone):
        client, _ = password("anna")
        client.post(CODE, {"code": next_code(telephone)})
        return client

    def test_she_sets_one_up_and_is_signed_in_here_alone(self):
        carla, other = signed_in("carla", "Curators"), Client()
        other.force_login(carla.user)
        carla.get("/admin/access/second-factor/")
        secret = carla.session[half_way.TO_SET_UP]
        page = carla.post("/admin/access/second-factor/", {"code": code_of(secret)})
        assert len(page.context["codes"]) == 10
        assert (is_in(carla), is_in(other)) == (True, False)

    def test_another_telephone_takes_its_place_and_the_first_opens_nothing(
        self, client, anna, telephone
    ):
        client.get("/admin/access/second-factor/")
        secret = client.session[half_way.TO_SET_UP]
        client.post("/admin/access/second-factor/", {"code": code_of(secret)})
        device = TOTPDevice.objects.get()
        assert device.key == secret
        other, _ = password("anna")
        wait_out(anna)
        for code in (code_of(telephone.key, telephone.last_t), anna.codes[0]):
            other.post(CODE, {"code": code})
            assert not is_in(other)

    def test_new_recovery_codes_end_the_old_ones(self, client, anna):
        codes = client.post("/admin/access/codes/").context["codes"]
        assert not second_factor.accepts(anna, anna.codes[0])
        assert second_factor.accepts(anna, codes[0]) == ""  # too soon
        wait_out(anna)
        assert second_factor.accepts(anna, codes[0]) == "recovery"

    def test_she_does_without_it_where_she_may(self, client, anna):
        client.post("/admin/access/take-away/")
        assert not TOTPDevice.objects.exists()
        assert is_in(client)
        assert password("anna")[1].headers["Location"] == "/admin/"

    @pytest.mark.parametrize("page", ["second-factor/", "codes/", "take-away/"])
    def test_ten_minutes_later_it_is_asked_whether_it_is_she(self, client, anna, telephone, page):
        later(client)
        url = f"/admin/access/{page}"
        response = client.post(url)
        assert response.headers["Location"].startswith("/admin/access/confirm/?next=")
        assert TOTPDevice.objects.get().key == telephone.key
        confirm = response.headers["Location"]
        assert client.post(confirm, {"code": "000000"}).status_code == 200
        assert client.post(url).headers["Location"] == confirm
        wait_out(anna)
        response = client.post(confirm, {"code": next_code(telephone)})
        assert response.headers["Location"] == url
        assert "confirm" not in client.post(url).headers.get("Location", "")

    @pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example", "javascript:1"])
    def test_that_page_leads_nowhere_else(self, client, telephone, url):
        form = {"code": next_code(telephone), "next": url}
        response = client.post("/admin/access/confirm/", form)
        assert response.headers["Location"] == "/admin/access/"

    def test_get_changes_nothing(self, client, anna):
        for page in ("codes/", "take-away/"):
            assert client.get(f"/admin/access/{page}").status_code == 405
        assert second_factor.accepts(anna, anna.codes[0])


def later(client):
    """Let it be long ago that somebody proved who she is."""
    session = client.session
    session["confirmed"] -= 3600
    session.save()


class TestOthers:
    """What an administrator does with that of somebody else."""

    @pytest.fixture
    def url(self, anna):
        return f"/admin/auth/user/{anna.pk}/access/"

    def test_she_takes_it_away_which_ends_all_sessions_and_is_noted(self, anna, telephone, url):
        there, _ = password("anna")
        there.post(CODE, {"code": next_code(telephone)})
        ada = signed_in("ada", "Administrators")
        assert b"10 recovery codes left" in ada.get(url).content
        ada.post(url, {"take_away": "1"})
        assert not is_in(there)
        assert password("anna")[1].headers["Location"] == "/admin/"
        event = AccessEvent.objects.get(kind="factor-taken")
        assert (event.by, event.about) == ("ada", "anna")

    @pytest.mark.parametrize("role", ["Curators", "Editors"])
    def test_nobody_else_does(self, anna, telephone, url, role):
        somebody = signed_in("somebody", role)
        for response in (somebody.get(url), somebody.post(url, {"take_away": "1"})):
            assert response.status_code == 403
        assert TOTPDevice.objects.exists()

    def test_nor_does_she_with_a_superuser_s(self):
        root = UserFactory(is_superuser=True)
        give_telephone(root)
        ada = signed_in("ada", "Administrators")
        url = f"/admin/auth/user/{root.pk}/access/"
        for post in ({"take_away": "1"}, {"end_all": "1"}):
            assert ada.post(url, post).status_code == 403
        assert TOTPDevice.objects.exists()

    def test_before_she_decides_on_rights_her_password_is_asked_again(self, anna, url):
        ada = signed_in("ada", "Administrators")
        ada.user.set_password(PASSWORD)
        ada.user.save()
        ada.force_login(ada.user)
        later(ada)
        change = f"/admin/auth/user/{anna.pk}/change/"
        pages = [url, change, "/admin/auth/user/add/", f"/admin/auth/user/{anna.pk}/invitation/"]
        for page in [*pages, "/admin/auth/group/add/"]:
            for ask in (ada.get, partial(ada.post, data={"take_away": "1", "send": "1"})):
                location = ask(page).headers["Location"]
                assert location.startswith("/admin/access/confirm/?next=")
        assert "The password is wrong" in ada.post(location, {"password": "x"}).content.decode()
        response = ada.post(location, {"password": PASSWORD})
        assert response.headers["Location"] == "/admin/auth/group/add/"
        assert ada.get(change).status_code == 200

    def test_who_has_none_is_told_so_and_nothing_is_done(self, anna, url):
        here, ada = signed_in("berta", "Curators"), signed_in("ada", "Administrators")
        there = Client()
        there.force_login(here.user)
        answer = here.post("/admin/access/take-away/", follow=True).content.decode()
        assert "You have no second factor." in answer
        answer = ada.post(url, {"take_away": "1"}, follow=True).content.decode()
        assert "anna has no second factor." in answer
        assert (is_in(here), is_in(there)) == (True, True)
        assert "factor-taken" not in kinds()

    def test_the_command_for_who_is_locked_out(self, anna, telephone, capsys):
        call_command("reset_second_factor", "anna")
        assert not TOTPDevice.objects.exists()
        assert "with the password alone" in capsys.readouterr().out
        assert AccessEvent.objects.get(kind="factor-taken").by == "a command"
        with pytest.raises(CommandError, match="'anna' has no second factor"):
            call_command("reset_second_factor", "anna")
        with pytest.raises(CommandError, match="Nobody signs in as 'berta'"):
            call_command("reset_second_factor", "berta")

    def test_the_desk_shows_no_secret_of_a_telephone(self, telephone, client):
        client.force_login(UserFactory(is_superuser=True))
        for name in ("otp_totp/totpdevice", "otp_static/staticdevice"):
            assert client.get(f"/admin/{name}/").status_code == 404
