"""The three groups of the desk have the rights that the table in portal/desk/roles.py says."""

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command

from portal.desk.roles import (
    ADMINISTRATORS,
    CURATORS,
    EDITORS,
    PEOPLE,
    REFERENCE,
    ROLES,
    is_publishable,
)

pytestmark = pytest.mark.django_db


def codenames(role):
    return set(Group.objects.get(name=role).permissions.values_list("codename", flat=True))


def test_a_freshly_migrated_database_has_all_groups_with_their_rights():
    for role, models in ROLES.items():
        assert codenames(role) == {
            f"{action}_{model._meta.model_name}"
            for model, actions in models.items()
            for action in actions
        }


def test_only_editors_may_publish():
    publishable = {
        f"publish_{model._meta.model_name}" for model in ROLES[EDITORS] if is_publishable(model)
    }
    assert len(publishable) == 5
    assert publishable <= codenames(EDITORS)
    assert not {name for name in codenames(CURATORS) if name.startswith("publish")}


def test_curators_may_only_look_at_what_all_records_share():
    names = {model._meta.model_name for model in REFERENCE}
    on_shared = {name for name in codenames(CURATORS) if name.partition("_")[2] in names}
    assert on_shared == {f"view_{name}" for name in names}


def test_only_administrators_see_who_has_access_and_what_is_noted():
    of_people = {f"view_{model._meta.model_name}" for model in PEOPLE}
    assert of_people <= codenames(ADMINISTRATORS)
    assert not of_people & (codenames(EDITORS) | codenames(CURATORS))
    assert codenames(EDITORS) < codenames(ADMINISTRATORS)


def test_no_role_deletes_people_or_what_is_noted():
    kept = ["user", "permission", "logentry", "accessevent"]
    deleting = Permission.objects.filter(group__name__in=ROLES, codename__startswith="delete_")
    assert not deleting.filter(content_type__model__in=kept).exists()


def test_every_model_of_the_catalogue_is_in_the_table():
    managed = {
        model
        for label in ("portal", "initiatives", "forum", "roof")
        for model in apps.get_app_config(label).get_models()
        if model._meta.managed and model._meta.default_permissions
    }
    assert managed == set(ROLES[ADMINISTRATORS]) - {User, Group, Permission, LogEntry}


def test_migrating_brings_the_groups_back_in_step_and_leaves_others_alone():
    a_right, another = Permission.objects.filter(codename__in=["publish_person", "view_person"])
    curators = Group.objects.get(name=CURATORS)
    curators.permissions.set([a_right])
    Group.objects.get(name=EDITORS).delete()
    own = Group.objects.create(name="Translators")
    own.permissions.set([another])
    call_command("migrate", verbosity=0)
    assert "publish_person" not in codenames(CURATORS)
    assert "publish_person" in codenames(EDITORS)
    assert list(own.permissions.all()) == [another]
