"""A question stays a question when what it names is renamed: filters know former slugs."""

import re

import pytest

from core import revision
from core.models import PublicRecord
from initiatives.models import Initiative, Organization, Theme
from tests.factories import (
    InitiativeFactory,
    OrganizationFactory,
    PartnershipFactory,
    ReplicationFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def renamed():
    initiative = InitiativeFactory(slug="womens-city", themes=[ThemeFactory(slug="women")])
    ReplicationFactory(initiative=initiative)
    organization = OrganizationFactory(slug="old-union")
    PartnershipFactory(initiative=initiative, organization=organization)
    ReplicationFactory()
    Initiative.objects.filter(slug="womens-city").update(slug="ciudad-mujer")
    Organization.objects.filter(slug="old-union").update(slug="new-union")
    Theme.objects.filter(slug="women").update(slug="gender-equality")


@pytest.mark.parametrize(
    ("path", "question"),
    [
        ("/api/v1/replications/", {"initiative": "womens-city"}),
        ("/api/v1/initiatives/", {"organization": "old-union"}),
        ("/api/v1/initiatives/", {"theme": ["women", "gender-equality"]}),
    ],
)
def test_a_former_slug_is_understood_as_a_value(client, renamed, path, question):
    assert client.get(path, question).json()["count"] == 1


def test_pages_understand_it_and_go_on_with_the_present_one(client, renamed):
    html = client.get("/initiatives/", {"organization": "old-union"}).content.decode()
    links = re.findall(r'href="([^"]+)"', html)
    assert any("organization=new-union" in link for link in links)
    assert not any("organization=old-union" in link for link in links)


@pytest.mark.parametrize("slug", ["old-union", "new-union"])
def test_that_of_a_merged_record_leads_to_what_replaces_it(client, renamed, slug):
    PartnershipFactory(organization__slug="one-union")
    revision.current(fresh=True)  # has the triggers of this transaction's changes fire
    Organization.objects.filter(slug="new-union").update(publication="archived")
    revision.current(fresh=True)
    into = PublicRecord.objects.get(slug="one-union")
    PublicRecord.objects.filter(slug="new-union").update(state="merged", replaced_by=into)
    answer = client.get("/api/v1/initiatives/", {"organization": slug}).json()
    assert answer["count"] == 1
    html = client.get("/initiatives/", {"organization": slug}).content.decode()
    assert "organization=one-union" in html
    Organization.objects.filter(slug="one-union").update(publication="archived")
    assert client.get("/api/v1/initiatives/", {"organization": slug}).status_code == 400


def test_that_of_a_record_which_is_not_public_is_unknown(client, renamed):
    Organization.objects.update(publication="archived")
    response = client.get("/api/v1/initiatives/", {"organization": "old-union"})
    assert response.status_code == 400
    assert response.json()["errors"] == {"organization": ["Unknown value: 'old-union'."]}
