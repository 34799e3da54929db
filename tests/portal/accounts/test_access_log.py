"""What the log says of those who sign in and of their rights: who, from where, which values."""

import logging

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command

from tests.desk import Page, url_of

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
