"""The page of an initiative as readers would see it, before they can."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import InitiativeFactory, PartnershipFactory, UserFactory
from tests.pages import visible_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    initiative = InitiativeFactory(title="Seeds for all", themes=["x"], publication="draft")
    PartnershipFactory(initiative=initiative, organization__name="Union of growers")
    PartnershipFactory(
        initiative=initiative,
        organization__name="Hidden ministry",
        organization__publication="draft",
    )
    return initiative


def address(initiative):
    return reverse("admin:initiatives_initiative_preview", args=[initiative.pk])


def test_a_draft_looks_as_it_would_when_published(admin_client, client, draft):
    answer = admin_client.get(address(draft))
    text = visible_text(answer)
    assert "This is a preview of what is saved" in text
    assert "Seeds for all" in text
    assert "Union of growers" in text
    assert "Hidden ministry" not in text
    assert "no-store" in answer["Cache-Control"]
    assert b'content="noindex"' in answer.content
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_the_form_leads_to_it(admin_client, draft):
    form = admin_client.get(reverse("admin:initiatives_initiative_change", args=[draft.pk]))
    assert address(draft) in form.content.decode()


def test_only_who_may_see_the_record_at_the_desk_sees_it(client, draft):
    assert client.get(address(draft)).status_code == 302
    stranger = Client()
    stranger.force_login(UserFactory(is_staff=True))
    assert stranger.get(address(draft)).status_code == 403


@pytest.mark.parametrize("key", ["0", "none", "9" * 30])
def test_what_is_not_there_is_not_found(admin_client, key):
    path = reverse("admin:initiatives_initiative_preview", args=["1"]).replace("/1/", f"/{key}/")
    assert admin_client.get(path).status_code == 404
