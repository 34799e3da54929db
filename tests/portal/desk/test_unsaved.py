"""What somebody types at the desk is not lost when a session ends, or a right or a record goes."""

import datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.admin.opened import Opened
from core.models import Presence, Unsaved
from initiatives.models import Initiative, Resource
from portal.accounts.models import BrowserSession
from portal.desk.roles import CURATORS, EDITORS
from tests.desk import Fields, Page, said, url_of
from tests.factories import (
    FigureFactory,
    InitiativeFactory,
    InitiativeKindFactory,
    ResourceFactory,
    SourceFactory,
    UserFactory,
    ready,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina(client):
    client.user = UserFactory(username="amina", groups=[CURATORS])
    client.force_login(client.user)
    return client


@pytest.fixture
def carla():
    client = Client()
    client.force_login(UserFactory(username="carla", groups=[CURATORS]))
    return client


def opened(client, record):
    return Page(client, url_of(type(record), "change", record.pk))


def draft(**values):
    return InitiativeFactory(publication="draft", title="Before", **values)


def form_of(response):
    """The fields of the page's form."""
    return Fields(response.content.decode()).data


def offers(client, url):
    return [str(kept.pk) for kept in client.get(url).context["offers"]]


class TestSession:
    """A session ends while somebody types."""

    @pytest.fixture
    def page(self, amina):
        page = opened(amina, draft())
        BrowserSession.objects.filter(pk=amina.session.session_key).delete()
        page.fill(title="An hour's work").add_row(
            "figures", value="3", unit="people", source=SourceFactory().pk
        )
        return page

    def test_the_text_is_kept_offered_after_signing_in_and_saved(self, amina, page):
        initiative = Initiative.objects.get()
        response = page.send()
        assert response.url == f"{reverse('admin:login')}?next={page.url}"
        assert "It is kept: sign in" in amina.get(response.url).content.decode()
        amina.force_login(amina.user)
        (key,) = offers(amina, page.url)
        assert "that is not saved" in amina.get(page.url).content.decode()
        assert f'href="{page.url}"' in amina.get(reverse("admin:index")).content.decode()
        shown = amina.post(page.url, {"_restore": key})
        assert "It is not saved yet." in shown.content.decode()
        assert "errornote" not in shown.content.decode()  # nothing is wrong with it
        initiative.refresh_from_db()
        assert initiative.title == "Before"
        fields = form_of(shown)
        assert fields["title"] == "An hour's work"
        assert fields["figures-0-unit"] == "people"
        assert amina.post(page.url, fields | {"_save": "1"}).status_code == 302
        initiative.refresh_from_db()
        assert (initiative.title, initiative.figures.count()) == ("An hour's work", 1)
        assert offers(amina, page.url) == []

    def test_what_others_did_meanwhile_is_merged_when_the_text_is_shown(self, amina, carla, page):
        page.send()
        opened(carla, Initiative.objects.get()).fill(acronym="C").send()
        amina.force_login(amina.user)
        (key,) = offers(amina, page.url)
        shown = amina.post(page.url, {"_restore": key})
        fields = form_of(shown)
        assert (fields["title"], fields["acronym"]) == ("An hour's work", "C")
        assert "What has changed since you opened" in shown.content.decode()
        assert amina.post(page.url, fields).status_code == 302

    def test_it_is_nobody_elses(self, amina, carla, page):
        page.send()
        key = Unsaved.objects.get().pk
        assert offers(carla, page.url) == []
        response = carla.post(page.url, {"_restore": key})
        assert response.status_code == 302
        assert "An hour's work" not in carla.get(page.url).content.decode()
        carla.post(page.url, {"_forget": key})
        assert Unsaved.objects.get().user == amina.user
        boss = Client()
        boss.force_login(UserFactory(is_superuser=True))
        assert boss.post(page.url, {"_restore": key}).status_code == 302
        for url in (page.url, reverse("admin:index")):
            html = boss.get(url).content.decode()
            assert "could not" not in html
            assert "An hour's work" not in html

    def test_it_can_be_thrown_away(self, amina, page):
        page.send()
        amina.force_login(amina.user)
        (key,) = offers(amina, page.url)
        assert amina.post(page.url, {"_forget": key}).url == page.url
        assert not Unsaved.objects.exists()

    def test_a_new_record_is_kept_too(self, amina):
        page = Page(amina, url_of(Initiative, "add"))
        BrowserSession.objects.all().delete()
        kind = InitiativeKindFactory()
        page.fill(title="Seeds", slug="seeds", kind=kind.pk, summary="What.", approach="How.")
        page.send()
        amina.force_login(amina.user)
        (key,) = offers(amina, page.url)
        fields = form_of(amina.post(page.url, {"_restore": key}))
        assert not Initiative.objects.exists()
        assert amina.post(page.url, fields).status_code == 302
        assert Initiative.objects.get().title == "Seeds"

    def test_a_form_that_was_open_while_one_signed_in_anew_is_kept(self, amina):
        """Signing in changes the token against forged requests, in other windows as well."""
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(amina.user)
        page = opened(strict, draft())
        strict.cookies.pop("csrftoken", None)
        page.fill(title="An hour's work")
        response = page.send()
        assert response.url == page.url
        assert Initiative.objects.get().title == "Before"
        assert offers(strict, page.url) == [str(Unsaved.objects.get().pk)]

    def test_nobody_can_have_anything_kept_for_others(self, amina, carla):
        page = opened(carla, draft())
        stranger = Client()
        for token in ("", "x", "a:b:c", page.data["opened"][:-1]):
            stranger.post(page.url, page.data | {"opened": token})
        assert not Unsaved.objects.exists()

    def test_what_is_no_form_of_the_catalogue_is_not_kept(self, amina):
        """Passwords least of all."""
        BrowserSession.objects.all().delete()
        data = {"old_password": "secret", "new_password1": "x", "opened": ""}
        amina.post(reverse("admin:password_change"), data)
        amina.post(url_of(User, "add"), data)
        assert not Unsaved.objects.exists()

    def test_it_is_bounded_by_number_and_by_time(self, amina, page):
        for number in range(25):
            opened = Opened(user=amina.user.pk, name="Seeds", form=str(number))
            amina.post(page.url, {"opened": str(opened), "title": f"Number {number}"})
        kept = Unsaved.objects.of(amina.user)
        assert [one.post["title"] for one in kept][::19] == ["Number 24", "Number 5"]
        assert Unsaved.objects.count() == 20
        long_ago = timezone.now() - datetime.timedelta(days=31)
        Unsaved.objects.update(kept_at=long_ago)
        assert not Unsaved.objects.of(amina.user).exists()
        amina.post(page.url, page.data)
        assert Unsaved.objects.count() == 1


class TestRight:
    """An editor publishes a record, or takes a right away, while a curator types."""

    def test_the_text_stays_and_the_way_out_is_told(self, amina):
        figure = FigureFactory(initiative=draft(origins=["BRA"]), unit="people")
        initiative = figure.initiative
        page = opened(amina, initiative).fill(title="An hour's work")
        page.fill(**{"figures-0-unit": "persons"})
        Initiative.objects.update(publication="published")
        response = page.send()
        html = response.content.decode()
        assert response.status_code == 403
        assert "An editor has published or archived it since you opened it" in html
        assert ">An hour&#x27;s work</textarea>" in html
        assert ">Unit: persons</textarea>" in html
        assert [label.split()[0] for label, _ in response.context["typed"]] == ["Title", "Figure"]
        initiative.refresh_from_db()
        assert initiative.title == "Before"
        Initiative.objects.update(publication="draft")
        (key,) = offers(amina, page.url)
        fields = form_of(amina.post(page.url, {"_restore": key}))
        assert amina.post(page.url, fields).status_code == 302
        initiative.refresh_from_db()
        assert (initiative.title, initiative.figures.get().unit) == ("An hour's work", "persons")
        assert not Unsaved.objects.exists()

    def test_the_text_becomes_a_draft_of_changes_without_any_alarm(self, amina):
        initiative = draft(themes=["a"], sources=["https://example.org/1"])
        page = opened(amina, initiative).fill(title="An hour's work")
        Initiative.objects.update(publication="published")
        fields = form_of(page.send())
        shown = amina.post(url_of(Initiative, "new_draft", initiative.pk), fields)
        html = shown.content.decode()
        assert "It is not saved yet." in html
        assert "errornote" not in html
        assert "no such fields" not in html  # a draft does not say where a record stands

    def test_the_text_can_be_read_again_while_only_editors_change_the_record(self, amina):
        initiative = draft()
        page = opened(amina, initiative).fill(title="An hour's work")
        Initiative.objects.update(publication="archived")
        page.send()
        (key,) = offers(amina, page.url)
        response = amina.post(page.url, {"_restore": key})
        assert response.status_code == 403
        assert "An hour&#x27;s work" in response.content.decode()
        assert offers(amina, page.url) == [key]

    def test_who_has_no_right_any_more_keeps_the_text_too(self, amina):
        page = opened(amina, draft()).fill(title="An hour's work")
        amina.user.groups.clear()
        response = page.send()
        assert response.status_code == 403
        assert "An hour&#x27;s work" in response.content.decode()

    def test_a_request_that_no_form_of_ours_sent_is_refused_as_ever(self, amina):
        record = InitiativeFactory()
        url = url_of(Initiative, "change", record.pk)
        assert amina.post(url, {"title": "Taken over"}).status_code == 403
        assert not Unsaved.objects.exists()


class TestRecord:
    """A record is deleted while somebody types."""

    def test_the_text_can_go_into_a_new_record(self, amina):
        figure = FigureFactory(initiative=draft(slug="seeds"), value=4000, unit="people")
        page = opened(amina, figure.initiative).fill(title="An hour's work")
        page.fill(**{"figures-0-unit": "persons"})
        Initiative.objects.all().delete()
        response = page.send()
        html = response.content.decode()
        assert response.status_code == 404
        assert "It has been deleted since you opened it." in html
        add = url_of(Initiative, "add")
        fields = form_of(response)
        assert f'action="{add}"' in html
        shown = amina.post(add, fields)
        assert "It is not saved yet." in shown.content.decode()
        again = amina.post(add, form_of(shown))
        assert "This address is that of a record that was deleted" in again.content.decode()
        assert amina.post(add, form_of(again) | {"slug": "seeds-two"}).status_code == 302
        initiative = Initiative.objects.get()
        assert initiative.title == "An hour's work"
        assert [str(row) for row in initiative.figures.all()] == ["4,000 persons"]
        assert not Unsaved.objects.exists()

    @pytest.mark.parametrize("pk", ["%00", "x" * 400, "é"])
    def test_an_address_of_no_record_breaks_nothing(self, amina, pk):
        page = opened(amina, draft()).fill(title="An hour's work")
        url = page.url.replace(str(Initiative.objects.get().pk), pk)
        response = amina.post(url, page.data)
        assert response.status_code == 404
        assert "An hour&#x27;s work" in response.content.decode()

    def test_a_record_that_never_was_leads_to_the_home_page_as_ever(self, amina):
        response = amina.post(url_of(Initiative, "change", 999), {"title": "x"})
        assert response.status_code == 302
        assert "Perhaps it was deleted?" in said(response)[0]


class TestTyping:
    """A form's script sends what stands in it, by itself."""

    @pytest.fixture
    def page(self, amina):
        return opened(amina, draft()).fill(title="Half a", **{"_keep": "1"})

    def test_it_is_kept_once_offered_and_forgotten_when_it_is_saved(self, amina, page):
        answer = amina.post(page.url, page.data).json()
        page.fill(title="Half a sentence").add_row("figures", value="3", unit="people")
        amina.post(page.url, page.data)
        kept = Unsaved.objects.get()
        assert answer["kept"] == f"{timezone.localtime(kept.kept_at):%H:%M}"
        assert Initiative.objects.get().title == "Before"
        (key,) = offers(amina, page.url)
        fields = form_of(amina.post(page.url, {"_restore": key}))
        assert (fields["title"], fields["figures-0-unit"]) == ("Half a sentence", "people")
        fields["figures-0-source"] = SourceFactory().pk
        assert amina.post(page.url, fields | {"_save": "1"}).status_code == 302
        assert not Unsaved.objects.exists()

    def test_a_form_that_comes_back_is_kept_without_the_button_that_was_pressed(self, amina, page):
        del page.data["_keep"]
        editor = UserFactory(username="bo", groups=[EDITORS])
        amina.force_login(editor)
        page = opened(amina, Initiative.objects.get()).fill(title="", publication="draft")
        page.send("_publish")
        kept = Unsaved.objects.of(editor).get()
        assert (kept.post["title"], kept.post["publication"]) == ("", "draft")
        shown = form_of(page.response)
        amina.post(page.url, shown | {"title": "Written", "_keep": "1"})
        assert Unsaved.objects.get().post["title"] == "Written"

    def test_a_conflict_is_kept_with_what_it_showed(self, amina, carla, page):
        del page.data["_keep"]
        opened(carla, Initiative.objects.get()).fill(title="Carla's").send()
        shown = page.send()
        (key,) = offers(amina, page.url)
        again = amina.post(page.url, {"_restore": key})
        assert form_of(again)["title"] == form_of(shown)["title"] == "Half a"
        seen = [Opened.read(form_of(one)["opened"]) for one in (again, shown)]
        assert seen[0] == seen[1] != Opened.read(page.data["opened"])

    def test_it_is_kept_without_a_session_and_with_a_stale_token(self, amina, page):
        strict = Client(enforce_csrf_checks=True)
        for client, text in ((Client(), "Without"), (strict, "Stale")):
            answer = client.post(page.url, page.data | {"title": text})
            assert not answer.json()["isHere"]
            assert answer.json()["others"] == []
            assert Unsaved.objects.of(amina.user).get().post["title"] == text
        forged = Client().post(page.url, page.data | {"opened": "x"}).json()
        assert forged["kept"] is None
        assert not Presence.objects.exists()

    def test_what_is_too_long_is_not_kept_and_said(self, amina, page):
        assert amina.post(page.url, page.data | {"title": "x" * 2_000_001}).json()["kept"] is None
        assert not Unsaved.objects.exists()

    def test_a_window_in_which_nobody_types_prolongs_no_session(self, amina, page):
        def ends():
            return BrowserSession.objects.get(pk=amina.session.session_key).expire_date

        session = amina.session
        session["seen"] = 0
        session.save()
        before = ends()
        amina.post(page.url, {"_here": "1"})
        assert ends() == before
        amina.post(page.url, page.data)
        assert ends() > before

    def test_two_who_have_one_record_open_see_each_other(self, amina, carla, page):
        carla_s = User.objects.get(username="carla")
        User.objects.filter(pk=carla_s.pk).update(first_name="Carla", last_name="Díaz")
        assert carla.post(page.url, {"_here": "1"}).json()["others"] == []
        answer = amina.post(page.url, page.data).json()
        assert answer["others"] == ["Carla Díaz has this open."]
        html = carla.get(page.url).content.decode()
        assert f"amina has this open, last typed at {answer['kept']}." in html
        amina.post(page.url, {"_left": "1"})
        assert carla.post(page.url, {"_here": "1"}).json()["others"] == []
        long_ago = timezone.now() - datetime.timedelta(minutes=3)
        Presence.objects.update(seen_at=long_ago)
        assert amina.post(page.url, {"_here": "1"}).json()["others"] == []
        stranger = Client()
        stranger.force_login(UserFactory())
        assert stranger.post(page.url, {"_here": "1"}).status_code == 403


@pytest.mark.parametrize("key", ["", "x", "0", "-1", "9" * 30, "\x00", "\u0661"])
def test_what_was_never_kept_cannot_be_shown(amina, key):
    url = url_of(Initiative, "change", draft().pk)
    for button in ("_restore", "_forget"):
        assert amina.post(url, {button: key}).status_code == 302


def test_a_form_with_a_file_is_kept_without_it(amina, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    resource = ready(ResourceFactory)
    page = opened(amina, resource).fill(title="An hour's work")
    Resource.objects.update(publication="published")
    html = page.send().content.decode()
    assert "Files have to be chosen again." in html
    assert EDITORS not in html
