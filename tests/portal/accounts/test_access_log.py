"""What the log says of those who sign in and of their rights: who, from where, which values."""

import logging
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from core.models import PreviewLink
from portal.accounts.log import noted
from portal.accounts.models import LONGEST_NAME, AccessEvent
from tests.desk import Page, signed_in, url_of

pytestmark = pytest.mark.django_db

PASSWORD = "mended roofs hold longest"
ADDRESS = "198.51.100.7"


@pytest.fixture
def said(caplog, django_capture_on_commit_callbacks):
    """A function: what the log says of some work, as it is committed."""
    caplog.set_level(logging.INFO, "portal.access")

    def by(work):
        caplog.clear()
        with django_capture_on_commit_callbacks(execute=True):
            work()
        return [record.message for record in caplog.records if record.name == "portal.access"]

    return by


@pytest.fixture
def anna():
    return User.objects.create_user("anna", password=PASSWORD, is_staff=True)


@pytest.fixture
def root(client):
    """A superuser at the desk."""
    user = User.objects.create_superuser("root")
    client.defaults["REMOTE_ADDR"] = ADDRESS
    client.force_login(user)
    return client


def test_whatever_is_kept_of_other_lines_these_are():
    assert settings.LOGGING["loggers"]["portal.access"]["level"] == "INFO"


def test_a_sign_in_and_a_sign_out(client, anna, said):
    client.defaults["REMOTE_ADDR"] = ADDRESS
    form = {"username": "anna", "password": PASSWORD}
    assert said(lambda: client.post("/admin/login/", form)) == [
        f"Signed in: user 'anna' from {ADDRESS}"
    ]
    assert said(lambda: client.post("/admin/logout/")) == [
        f"Signed out: user 'anna' from {ADDRESS}"
    ]


def test_failures_and_when_they_become_too_many(client, anna, said):
    client.defaults["REMOTE_ADDR"] = ADDRESS
    form = {"username": "anna", "password": "wrong"}
    line = f"Sign-in failed: user 'anna' from {ADDRESS}"
    for _ in range(4):
        assert said(lambda: client.post("/admin/login/", form)) == [line]
    for _ in range(2):
        assert said(lambda: client.post("/admin/login/", form)) == [f"{line}, who has to wait now"]


def test_no_name_passes_for_another_line(client, said):
    form = {"username": "x\nSigned in: user 'root'", "password": "wrong"}
    (line,) = said(lambda: client.post("/admin/login/", form))
    assert "\n" not in line


def test_a_page_that_is_refused(client, anna, said):
    client.defaults["REMOTE_ADDR"] = ADDRESS
    client.force_login(anna)
    assert said(lambda: client.get("/admin/auth/user/")) == [
        f"Refused: GET '/admin/auth/user/' to 'anna' from {ADDRESS}"
    ]


def test_rights_with_their_values_before_and_after(root, anna, said):
    group = Group.objects.get(name="Editors")

    def give():
        page = Page(root, url_of(User, "change", anna.pk))
        page.fill(is_superuser="on", groups=[group.pk], email="anna@example.org")
        page.data.pop("is_active")
        page.send()

    by = f"by 'root' from {ADDRESS}"
    assert said(give) == [
        "Rights of user 'anna': email '' -> 'anna@example.org', is_active True -> False, "
        f"is_superuser False -> True; {by}",
        f"Rights of user 'anna': groups added: ['Editors']; {by}",
    ]

    def take():
        page = Page(root, url_of(User, "change", anna.pk))
        page.data["groups"] = []
        page.send()

    assert said(take) == [f"Rights of user 'anna': groups taken away: ['Editors']; {by}"]


def test_somebody_new(root, said):
    def add():
        page = Page(root, url_of(User, "add"))
        page.fill(name="New", email="new@example.org", role="Editors").send()

    new, role = said(add)
    begin = "Rights of user 'new@example.org': new, username None -> 'new@example.org'"
    assert new.startswith(begin)
    assert "is_staff None -> True" in new
    assert "groups added: ['Editors']" in role


def test_a_password_that_somebody_sets(client, anna, said):
    client.defaults["REMOTE_ADDR"] = ADDRESS
    client.force_login(anna)
    form = {"old_password": PASSWORD, "new_password1": "another long one", "new_password2": ""}
    form["new_password2"] = form["new_password1"]
    assert said(lambda: client.post("/admin/password_change/", form)) == [
        f"Rights of user 'anna': password set; by 'anna' from {ADDRESS}"
    ]


def test_the_rights_of_a_group(root, said):
    group = Group.objects.create(name="Readers")
    permission = Permission.objects.get(codename="view_person")

    def give():
        page = Page(root, url_of(Group, "change", group.pk))
        page.fill(permissions=[permission.pk])
        page.send()

    by = f"by 'root' from {ADDRESS}"
    assert said(give) == [
        f"Rights of group 'Readers': permissions added: [{str(permission)!r}]; {by}"
    ]
    assert said(group.delete) == ["Rights of group 'Readers': deleted; by a command"]


def test_a_command_and_what_is_taken_all_at_once(anna, said):
    anna.groups.add(Group.objects.get(name="Editors"))

    def work():
        anna.groups.clear()
        anna.is_staff = False
        anna.save()

    assert said(work) == [
        "Rights of user 'anna': groups all taken away; by a command",
        "Rights of user 'anna': is_staff True -> False; by a command",
    ]


def test_what_migrate_keeps_in_step_is_no_change_of_rights(said):
    Group.objects.get(name="Editors").permissions.clear()
    assert said(lambda: call_command("migrate", verbosity=0)) == []


def test_what_is_rolled_back_was_no_change(anna, said, django_capture_on_commit_callbacks):
    anna.is_superuser = True
    with django_capture_on_commit_callbacks() as waiting:
        anna.save()
    assert len(waiting) == 1  # and is said only when it is committed


class TestTable:
    """What administrators read of it at the desk."""

    LIST = "/admin/roof/accessevent/"

    def lines(self):
        events = AccessEvent.objects.exclude(said__startswith="new, ").order_by("pk")
        return [(one.get_kind_display(), one.by, one.about, one.said) for one in events]

    def test_who_came_and_who_failed_with_the_address_and_never_what_was_typed(self, client, anna):
        client.defaults["REMOTE_ADDR"] = ADDRESS
        client.defaults["HTTP_USER_AGENT"] = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"
        client.post("/admin/login/", {"username": "x" * 150, "password": "s3cret"})
        client.post("/admin/login/", {"username": "anna", "password": PASSWORD})
        client.post("/admin/logout/")
        assert self.lines() == [
            ("Sign-in failed", "x" * 150, "", ""),
            ("Signed in", "anna", "", "Firefox on Linux"),
            ("Signed out", "anna", "", ""),
        ]
        events = AccessEvent.objects.exclude(by="a command")
        assert set(events.values_list("address", flat=True)) == {ADDRESS}

    def test_who_has_to_wait_is_noted_once(self, client, anna):
        for _ in range(8):
            client.post("/admin/login/", {"username": "anna", "password": "wrong"})
        kinds = [kind for kind, *_ in self.lines()]
        assert kinds == ["Sign-in failed"] * 5 + ["Has to wait"]

    def test_rights_and_by_whom(self, root, anna):
        Page(root, url_of(User, "change", anna.pk)).fill(is_superuser="on").send()
        assert self.lines()[-1] == (
            "Access or rights changed",
            "root",
            "user 'anna'",
            "is_superuser False -> True",
        )

    def test_an_invitation(self, root):
        page = Page(root, url_of(User, "add"))
        page.fill(name="New", email="new@example.org", role="Editors").send()
        assert self.lines()[-1] == ("Invited", "root", "new@example.org", "Invited as editor.")

    def test_a_link_by_which_a_password_is_set_and_its_use(self, root, anna, said):
        url = url_of(User, "invitation", anna.pk)
        assert root.get(url).context["link"] == ""
        assert [kind for kind, *_ in self.lines()] == ["Signed in"]
        link = root.post(url, {"make": ""}).context["link"].removeprefix(settings.SITE_URL)
        assert self.lines()[1:] == [("Link for a password made", "root", "anna", "")]
        hers = Client(REMOTE_ADDR=ADDRESS)
        chosen = hers.get(link, follow=True).request["PATH_INFO"]
        form = dict.fromkeys(("new_password1", "new_password2"), "quite another one")
        line = f"Rights of user 'anna': password set; by a link of invitation from {ADDRESS}"
        assert line in said(lambda: hers.post(chosen, form))
        used, came = self.lines()[2:]
        kind = "Access or rights changed"
        assert used == (kind, "a link of invitation", "user 'anna'", "password set")
        assert came[:2] == ("Signed in", "anna")

    def test_whoever_may_not_come_is_given_no_link(self, root, anna):
        User.objects.update(is_staff=False)
        User.objects.filter(username="root").update(is_staff=True)
        page = root.post(url_of(User, "invitation", anna.pk), {"make": ""})
        assert page.context["link"] == ""
        assert [kind for kind, *_ in self.lines()] == ["Signed in"]

    def test_a_link_to_a_preview(self, anna):
        PreviewLink.objects.create(kind="initiative", row_id=1, made_by=anna)
        kind, by, about, _ = self.lines()[-1]
        assert (kind, by) == ("Link to a preview made", "a command")
        assert about.startswith("Preview of initiative 1")

    def test_others_note_what_they_let_out(self, rf, anna):
        request = rf.get("/", REMOTE_ADDR=ADDRESS)
        request.user = anna
        noted(AccessEvent.Kind.EXPORTED, request, about="lists\n" * 100, said="3 drafts")
        name = ("lists " * 100)[:LONGEST_NAME]
        assert self.lines() == [("Exported", "anna", name, "3 drafts")]

    def test_it_is_only_added_to(self, anna):
        noted(AccessEvent.Kind.SIGNED_IN, by="anna")
        for change in (
            lambda: AccessEvent.objects.update(by="berta"),
            lambda: AccessEvent.objects.all().delete(),
            lambda: connection.cursor().execute("TRUNCATE roof_accessevent"),
        ):
            with pytest.raises(IntegrityError, match="only added to"), transaction.atomic():
                change()

    def test_it_is_forgotten_after_its_time_and_not_before_a_month(self, settings):
        now = timezone.now()
        for days in (400, 100, 20):
            AccessEvent.objects.create(kind="signed-in", at=now - timedelta(days=days))
        call_command("trim_access_log", verbosity=0)
        assert AccessEvent.objects.count() == 2
        settings.ACCESS_LOG_DAYS = 1
        with pytest.raises(IntegrityError), transaction.atomic():
            call_command("trim_access_log", verbosity=0)
        settings.ACCESS_LOG_DAYS = 30
        call_command("trim_access_log", verbosity=0)
        assert AccessEvent.objects.count() == 1
        with pytest.raises(IntegrityError), transaction.atomic():
            AccessEvent.objects.all().delete()

    def test_administrators_read_it_with_filters_and_as_a_table(
        self, django_assert_max_num_queries
    ):
        ada = signed_in("ada", "Administrators")
        for number in range(60):
            noted(AccessEvent.Kind.FAILED, by=f'=HYPERLINK("{number}")<b>')
        with django_assert_max_num_queries(14):
            page = ada.get(self.LIST, {"kind__exact": "failed"}).content.decode()
        assert "&lt;b&gt;" in page
        assert ")<b>" not in page
        assert "csv/?kind__exact=failed" in page
        table = ada.get(f"{self.LIST}csv/?kind__exact=failed&q=HYPERLINK").content.decode()
        assert len(table.splitlines()) == 61
        assert "\"'=HYPERLINK(" in table
        assert self.lines()[-1] == ("Exported", "ada", "access log", "60 lines")

    @pytest.mark.parametrize("role", ["Curators", "Editors"])
    def test_nobody_else_does(self, role):
        somebody = signed_in("somebody", role)
        for url in (self.LIST, f"{self.LIST}csv/"):
            assert somebody.get(url).status_code == 403
