"""Every page of the curators' desk opens, with the whole catalogue in it."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse

from portal.roles import CURATORS, EDITORS, ROLES
from tests.factories import UserFactory

DESKS = sorted(admin.site._registry.items(), key=lambda pair: pair[0]._meta.label)
WITH_ROWS = [model for model, _ in DESKS if model in ROLES[EDITORS]]


def page_of(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def superuser(catalogue, client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    "model", [model for model, _ in DESKS], ids=lambda model: model._meta.label
)
def test_every_list_opens_and_searches(superuser, client, model):
    assert client.get(page_of(model, "changelist")).status_code == 200
    if admin.site.get_model_admin(model).search_fields:
        response = client.get(page_of(model, "changelist"), {"q": "São, cooper 'x' \"y | & !"})
        assert response.status_code == 200


@pytest.mark.parametrize(
    "model", [model for model, _ in DESKS], ids=lambda model: model._meta.label
)
def test_every_page_to_add_or_change_opens(superuser, client, model):
    desk = admin.site.get_model_admin(model)
    for record in model.objects.all()[:3]:
        response = client.get(page_of(model, "change", record.pk))
        assert response.status_code == 200
        assert client.get(page_of(model, "history", record.pk)).status_code == 200
    response = client.get(page_of(model, "add"))
    request = response.wsgi_request
    assert response.status_code == (200 if desk.has_add_permission(request) else 403)
