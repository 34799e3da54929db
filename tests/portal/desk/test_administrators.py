"""Administrators give access, and nobody gets more by them than they have, by forged forms too."""

import pytest
from django.contrib.auth.models import Group, Permission, User

from tests.desk import Page, signed_in, url_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return signed_in("ada", "Administrators")


@pytest.fixture
def above():
    """A group that may what administrators may not."""
    group = Group.objects.create(name="Engineers")
    group.permissions.add(Permission.objects.get(codename="delete_user"))
    return group


def of(user):
    """What the form of somebody sends."""
    groups = [group.pk for group in user.groups.all()]
    return {"username": user.username, "is_active": "on", "is_staff": "on", "groups": groups}


def test_they_invite_and_give_roles(ada):
    page = Page(ada, url_of(User, "add"))
    assert b"Superuser" not in page.response.content
    page.fill(name="New", email="new@example.org", role="Administrators").send()
    new = User.objects.get(username="new@example.org")
    assert [group.name for group in new.groups.all()] == ["Administrators"]
    page = Page(ada, url_of(User, "change", new.pk))
    page.data["groups"] = [Group.objects.get(name="Editors").pk]
    page.send()
    assert [group.name for group in new.groups.all()] == ["Editors"]


def test_they_make_no_superuser_of_themselves_or_of_others(ada):
    carla = UserFactory(groups=["Curators"])
    for user in (ada.user, carla):
        assert b"is_superuser" not in ada.get(url_of(User, "change", user.pk)).content
        forged = of(user) | {"is_superuser": "on", "user_permissions": ["1"]}
        assert ada.post(url_of(User, "change", user.pk), forged).status_code == 302
        user.refresh_from_db()
        assert not user.is_superuser
        assert not user.user_permissions.exists()
    invited = {"name": "New", "email": "new@example.org", "role": "superuser"}
    assert ada.post(url_of(User, "add"), invited).status_code == 200
    assert not User.objects.filter(is_superuser=True).exists()


def test_they_give_nobody_a_group_that_may_more(ada, above):
    for user in (ada.user, UserFactory(groups=["Curators"])):
        response = ada.post(url_of(User, "change", user.pk), of(user) | {"groups": [above.pk]})
        assert "not one of the available choices" in response.content.decode()
        assert above not in user.groups.all()


def test_they_do_not_widen_a_group(ada, above):
    own = Group.objects.create(name="Helpers")
    ada.user.groups.add(own)
    for permission, status in (("delete_user", 200), ("view_person", 302)):
        key = Permission.objects.get(codename=permission).pk
        forged = {"name": "Helpers", "permissions": [key]}
        assert ada.post(url_of(Group, "change", own.pk), forged).status_code == status
    assert [one.codename for one in own.permissions.all()] == ["view_person"]
    for group in (above, Group.objects.get(name="Editors")):
        assert ada.post(url_of(Group, "change", group.pk), {"name": "x"}).status_code == 403
        assert ada.post(url_of(Group, "delete", group.pk), {"post": "yes"}).status_code == 403


def test_permissions_that_they_have_not_are_not_offered(ada):
    question = "/admin/autocomplete/?app_label=auth&model_name=group&field_name=permissions&term="
    assert not ada.get(f"{question}delete+user").json()["results"]
    assert ada.get(f"{question}publish").json()["results"]


@pytest.mark.parametrize("is_active", [True, False])
def test_who_may_more_is_looked_at_only(ada, above, is_active):
    root = UserFactory(is_superuser=True, is_active=is_active)
    engineer = UserFactory(groups=["Engineers"], is_active=is_active)
    for user in (root, engineer):
        url = url_of(User, "change", user.pk)
        assert ada.get(url).status_code == 200
        assert ada.post(url, of(user) | {"email": "mine@example.org"}).status_code == 403
        invitation = url_of(User, "invitation", user.pk)
        assert ada.get(invitation).status_code == 403
        assert ada.post(invitation, {"send": "1"}).status_code == 403
        assert ada.post(invitation, {"withdraw": "1"}).status_code == 403
        assert ada.post(url_of(User, "delete", user.pk), {"post": "yes"}).status_code == 403
