"""Every page of the desk opens with the whole catalogue in it; users and rights are guarded."""

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User

from core.models import Draft, PublicRecord
from core.models.identity import FormerSlug
from core.publishing import ERROR, findings
from initiatives.models import Initiative
from portal.accounts.models import AccessEvent
from portal.desk.home import PUBLISHED
from portal.desk.roles import CURATORS, EDITORS, ROLES
from portal.models import Proposal
from tests.desk import Page, url_of, words_of_programmers
from tests.factories import InitiativeFactory, UserFactory

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
each_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)


@pytest.fixture
def superuser(db, client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


@each_model
def test_every_page_opens(catalogue, superuser, client, model, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        response = client.get(url_of(model, "changelist"))
    assert response.status_code == 200
    assert words_of_programmers(response) == []
    with django_assert_max_num_queries(20):
        found = client.get(url_of(model, "changelist"), {"q": "São, cooper 'x' \"y | & !"})
    assert found.status_code == 200
    desk = admin.site.get_model_admin(model)
    for record in desk.get_queryset(response.wsgi_request)[:2]:
        with django_assert_max_num_queries(60):
            response = client.get(url_of(model, "change", record.pk))
        assert response.status_code == 200
        assert words_of_programmers(response) == []
        response = client.get(url_of(model, "history", record.pk))
        assert response.status_code == 200
        assert words_of_programmers(response) == []
    response = client.get(url_of(model, "add"))
    assert words_of_programmers(response) == []
    may_add = desk.has_add_permission(response.wsgi_request)
    assert response.status_code == (200 if may_add else 403)


@each_model
@pytest.mark.parametrize("role", [CURATORS, EDITORS])
def test_each_role_reaches_what_its_rights_say(client, role, model, db):
    client.force_login(UserFactory(groups=[role]))
    rights = ROLES[role].get(model, ())
    for page, may in (("changelist", "view" in rights), ("add", "add" in rights)):
        response = client.get(url_of(model, page))
        assert response.status_code == (200 if may else 403)
        assert words_of_programmers(response) == []


@pytest.mark.parametrize("model", PUBLISHED, ids=lambda model: model.__name__)
def test_what_is_published_from_the_start_keeps_the_rules_of_publishing(catalogue, model):
    found = findings(model, model.objects.published().values_list("pk", flat=True))
    errors = {key: [one for one in some if one.level == ERROR] for key, some in found.items()}
    assert {key: some for key, some in errors.items() if some} == {}


@pytest.mark.parametrize(
    ("model", "name"),
    [
        (Proposal, "created_at"),
        (LogEntry, "action_time"),
        (User, "date_joined"),
        (PublicRecord, "withdrawn"),
        (Draft, "changed_at"),
    ],
    ids=str,
)
def test_a_list_is_asked_for_days_that_there_are(superuser, client, model, name):
    def status(asked):
        query = {f"{name}__{part}": value for part, value in asked.items()}
        return client.get(url_of(model, "changelist"), query).status_code

    assert status({"year": "2026", "month": "11", "day": "29"}) == 200
    for asked in (
        {"year": "9" * 18},
        {"year": "9999"},
        {"year": "0"},
        {"year__gte": "9" * 18},
        {"iso_year": "9" * 18},
        {"year__in": f"2026,{'9' * 18}"},
        {"year": "2026", "month": "9" * 18},
        {"month": "9" * 18},
        {"day": "9" * 18},
    ):
        assert status(asked) == 400
    for asked in (
        {"year": "2026", "month": "13"},
        {"year": "2026", "month": "2", "day": "30"},
        {"year": "x"},
        {"month": "99"},
    ):
        assert status(asked) < 500


def test_former_addresses_can_only_be_looked_at(superuser, client):
    initiative = InitiativeFactory(slug="before")
    initiative.slug = "after"
    initiative.save()
    former = FormerSlug.objects.get()
    page = Page(client, url_of(FormerSlug, "change", former.pk))
    assert "before" in page.response.content.decode()
    assert client.post(page.url, {"slug": "x"}).status_code == 403
    assert client.post(url_of(FormerSlug, "delete", former.pk)).status_code == 403


class TestUsers:
    def invite(self, client, **values):
        page = Page(client, url_of(User, "add"))
        return page.fill(**{"name": "Ana Lima", "email": "Ana@example.org"} | values).send()

    def test_somebody_is_invited_and_chooses_a_password_and_is_in(self, superuser, client):
        response = self.invite(client, role=CURATORS)
        page = client.post(response.url, {"make": ""})
        assert "Ana Lima: invited, has not come yet" in page.content.decode()
        ana = User.objects.get(username="ana@example.org")
        assert not ana.has_usable_password()
        assert (
            "Invited, has not come yet" in client.get(url_of(User, "changelist")).content.decode()
        )
        link = page.context["link"].removeprefix(settings.SITE_URL)
        hers = type(client)()
        form = hers.get(link, follow=True)
        chosen = form.request["PATH_INFO"]
        secret = "correct horse battery"
        weak = hers.post(chosen, {"new_password1": "1", "new_password2": "1"})
        assert "at least 12 characters" in weak.content.decode()
        response = hers.post(chosen, {"new_password1": secret, "new_password2": secret})
        assert response.url == "/admin/"
        assert hers.get("/admin/").status_code == 200
        ana.refresh_from_db()
        assert (ana.is_staff, ana.is_superuser) == (True, False)
        assert ana.has_perm("initiatives.change_initiative")
        assert not ana.has_perm("initiatives.publish_initiative")
        again = type(client)().get(link, follow=True)
        assert "This link does not hold any more" in again.content.decode()
        assert "unsuccessful" not in again.content.decode()

    def test_an_invitation_is_mailed_where_there_is_mail_and_sent_again(
        self, superuser, client, settings, mailoutbox
    ):
        settings.EMAIL_HOST = "mail.example.org"
        response = self.invite(client, role=EDITORS)
        client.post(response.url, {"send": ""})
        assert [mail.to for mail in mailoutbox] == [["ana@example.org"]] * 2
        assert "/admin/invitation/" in mailoutbox[0].body
        sent = AccessEvent.objects.filter(kind="password-link")
        told = [(one.by, one.about, one.said) for one in sent]
        assert told == [(superuser.username, "ana@example.org", "Sent to ana@example.org.")] * 2

    def test_an_invitation_is_withdrawn_and_its_link_is_dead(self, superuser, client):
        response = self.invite(client, role="superuser")
        link = (
            client.post(response.url, {"make": ""}).context["link"].removeprefix(settings.SITE_URL)
        )
        assert User.objects.get(username="ana@example.org").is_superuser
        client.post(response.url, {"withdraw": ""})
        assert not User.objects.filter(username="ana@example.org").exists()
        assert "does not hold" in type(client)().get(link).content.decode()

    def test_nobody_is_invited_twice_nor_by_others(self, superuser, client):
        self.invite(client, role=CURATORS)
        html = self.invite(client, role=CURATORS, email="ana@EXAMPLE.org").content.decode()
        assert "Somebody has it already" in html
        client.force_login(UserFactory(groups=[EDITORS]))
        url = url_of(User, "add")
        assert client.post(url, {"name": "B", "email": "b@example.org"}).status_code == 403
        ana = User.objects.get(username="ana@example.org")
        assert client.get(url_of(User, "invitation", ana.pk)).status_code == 403

    def test_who_is_switched_off_gets_in_by_no_link(self, superuser, client):
        response = self.invite(client, role=CURATORS)
        link = (
            client.post(response.url, {"make": ""}).context["link"].removeprefix(settings.SITE_URL)
        )
        User.objects.filter(username="ana@example.org").update(is_active=False)
        assert "does not hold" in type(client)().get(link).content.decode()

    def test_curators_and_editors_see_no_users(self, client, db):
        user = UserFactory(groups=[EDITORS, CURATORS])
        client.force_login(user)
        for model in (User, Group, LogEntry):
            assert client.get(url_of(model, "changelist")).status_code == 403
            assert client.get(url_of(model, "add")).status_code == 403
        forged = {"username": user.username, "is_superuser": "on"}
        assert client.post(url_of(User, "change", user.pk), forged).status_code == 403

    def test_users_are_switched_off_and_not_deleted_so_that_the_log_stays_whole(
        self, superuser, client
    ):
        user = UserFactory()
        assert client.post(url_of(User, "delete", user.pk), {"post": "yes"}).status_code == 403
        Page(client, url_of(User, "change", user.pk)).send()
        user.refresh_from_db()
        assert user.is_active

    def test_the_groups_that_the_portal_keeps_can_only_be_looked_at(self, superuser, client):
        kept = Group.objects.get(name=EDITORS)
        url = url_of(Group, "change", kept.pk)
        assert client.get(url).status_code == 200
        assert client.post(url, {"name": "Renamed"}).status_code == 403
        own = Group.objects.create(name="Translators")
        page = Page(client, url_of(Group, "change", own.pk)).fill(name="Interpreters")
        assert page.send().status_code == 302

    def test_the_log_can_only_be_read(self, superuser, client):
        initiative = InitiativeFactory(publication="draft")
        Page(client, url_of(Initiative, "change", initiative.pk)).fill(title="New").send()
        entry = LogEntry.objects.get()
        assert "Changed Title." in client.get(url_of(LogEntry, "changelist")).content.decode()
        assert client.post(url_of(LogEntry, "change", entry.pk), {}).status_code == 403
        assert client.post(url_of(LogEntry, "delete", entry.pk)).status_code == 403
