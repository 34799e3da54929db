"""A record that was merged into another: its addresses lead there, and programs are told so."""

import pytest
from django.db import IntegrityError, transaction

from core import revision
from core.models import PublicRecord
from core.records.checking import differences
from initiatives.models import Initiative, Organization, Replication
from tests.factories import (
    ForumFactory,
    InitiativeFactory,
    OrganizationFactory,
    ReplicationFactory,
    ResourceFactory,
    SessionFactory,
    SourceFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

SLUGGED = {  # lists of the API, what makes a record, and where its page is
    "initiatives": (InitiativeFactory, "/initiatives/{}/"),
    "organizations": (OrganizationFactory, "/organizations/{}/"),
    "resources": (ResourceFactory, "/resources/{}/"),
    "forums": (ForumFactory, "/forums/{}/"),
    "themes": (ThemeFactory, "/themes/{}/"),
}


def known(record):
    """What the table says of a record now."""
    revision.current(fresh=True)  # has the triggers of this transaction's changes fire
    kind = record._meta.model_name
    return PublicRecord.objects.get(kind=kind, public_id=record.public_id)


def withdraw(record):
    """Archive a record that can be, else delete it."""
    revision.current(fresh=True)
    if hasattr(record, "publication"):
        type(record).objects.filter(pk=record.pk).update(publication="archived")
    else:
        type(record).objects.filter(pk=record.pk).delete()


def merge(record, other):
    """Withdraw a record, and say that another replaces it."""
    withdraw(record)
    known(record)
    PublicRecord.objects.filter(public_id=record.public_id).update(
        state="merged", replaced_by=known(other)
    )
    return record, other


def token_of(client):
    """The token of what is there now."""
    return client.get("/api/v1/changes/", {"page_size": 1000}).json()["token"]


def changes(client, token):
    """The changes since a token, by id."""
    answer = client.get("/api/v1/changes/", {"since": token}).json()
    return {line["id"]: line for line in answer["results"]}


@pytest.mark.parametrize("name", SLUGGED)
def test_page_and_api_lead_to_what_replaces_it(client, name):
    factory, page = SLUGGED[name]
    _, other = merge(factory(slug="one"), factory(slug="other"))
    answer = client.get(page.format("one"), {"a": "b"})
    assert (answer.status_code, answer["Location"]) == (301, f"{page.format('other')}?a=b")
    answer = client.get(f"/api/v1/{name}/one/")
    assert (answer.status_code, answer["Location"]) == (301, f"/api/v1/{name}/other/")
    assert client.get(answer["Location"]).json()["id"] == other.public_id


@pytest.mark.parametrize("name", SLUGGED)
def test_an_id_leads_to_the_record_and_then_to_what_replaces_it(client, name):
    factory, page = SLUGGED[name]
    one, other = factory(slug="one"), factory(slug="other")
    assert client.get(page.format(one.public_id))["Location"] == page.format("one")
    api = f"/api/v1/{name}/{one.public_id}/"
    assert client.get(api)["Location"] == f"/api/v1/{name}/one/"
    merge(one, other)
    answer = client.get(page.format(one.public_id))
    assert (answer.status_code, answer["Location"]) == (301, page.format("other"))
    answer = client.get(api)
    assert (answer.status_code, answer["Location"]) == (301, f"/api/v1/{name}/other/")


@pytest.mark.parametrize("name", sorted(SLUGGED.keys() - {"themes"}))  # which are never drafts
def test_an_id_betrays_no_draft_and_tells_what_was_withdrawn(client, name):
    factory, page = SLUGGED[name]
    draft, archived = factory(publication="draft"), factory()
    assert client.get(page.format(draft.public_id)).status_code == 404
    assert client.get(f"/api/v1/{name}/{draft.public_id}/").status_code == 404
    withdraw(archived)
    assert client.get(page.format(archived.public_id)).status_code == 410
    assert client.get(f"/api/v1/{name}/{archived.public_id}/").status_code == 410


@pytest.mark.parametrize(
    ("name", "factory"), [("replications", ReplicationFactory), ("sources", SourceFactory)]
)
def test_what_is_known_by_its_id_leads_on_by_it(client, name, factory):
    one, other = factory(), factory()
    if name == "sources":
        InitiativeFactory(sources=[other])
        citing = InitiativeFactory(sources=[one])
        revision.current(fresh=True)
        citing.citations.update(source=other)
    merge(one, other)
    answer = client.get(f"/api/v1/{name}/{one.public_id}/")
    assert (answer.status_code, answer["Location"]) == (301, f"/api/v1/{name}/{other.public_id}/")
    if name == "replications":
        answer = client.get(f"/replications/{one.public_id}/")
        assert (answer.status_code, answer["Location"]) == (
            301,
            f"/replications/{other.public_id}/",
        )


def test_a_session_leads_to_the_session_that_replaces_it(client):
    one, other = SessionFactory(slug="one"), SessionFactory(slug="other")
    merge(one, other)
    answer = client.get(f"/forums/{one.forum.slug}/one/")
    assert (answer.status_code, answer["Location"]) == (301, other.get_absolute_url())


def test_former_addresses_of_it_lead_there_too(client):
    one, other = InitiativeFactory(slug="first"), InitiativeFactory(slug="other")
    revision.current(fresh=True)
    Initiative.objects.filter(pk=one.pk).update(slug="second")
    merge(one, other)
    for slug in ("first", "second", "SECOND"):
        assert client.get(f"/initiatives/{slug}/")["Location"] == "/initiatives/other/"
        assert (
            client.get(f"/api/v1/initiatives/{slug}/")["Location"] == "/api/v1/initiatives/other/"
        )


def test_what_replaces_it_may_be_renamed(client):
    _, other = merge(InitiativeFactory(slug="one"), InitiativeFactory(slug="other"))
    Initiative.objects.filter(pk=other.pk).update(slug="better")
    assert client.get("/initiatives/one/")["Location"] == "/initiatives/better/"
    assert client.get("/api/v1/initiatives/one/")["Location"] == "/api/v1/initiatives/better/"


def test_one_after_the_other_leads_to_the_last(client):
    first, second, last = (OrganizationFactory(slug=slug) for slug in ("first", "second", "last"))
    merge(first, second)
    token = token_of(client)
    merge(second, last)
    for slug in ("first", "second"):
        assert client.get(f"/organizations/{slug}/")["Location"] == "/organizations/last/"
        answer = client.get(f"/api/v1/organizations/{slug}/")
        assert answer["Location"] == "/api/v1/organizations/last/"
    told = changes(client, token)
    for one in (first, second):
        assert told[one.public_id]["merged_into"]["id"] == last.public_id


def test_changes_tell_what_it_went_into(client):
    one, other = InitiativeFactory(slug="one"), InitiativeFactory(slug="other")
    token = token_of(client)
    merge(one, other)
    PublicRecord.objects.filter(slug="one").update(reason="They are the same programme.")
    line = changes(client, token)[one.public_id]
    assert (line["state"], line["digest"], line["api_url"]) == ("merged", "", None)
    assert line["reason"] == "They are the same programme."
    assert line["merged_into"] == {
        "id": other.public_id,
        "api_url": "http://testserver/api/v1/initiatives/other/",
    }


def test_it_is_gone_when_what_replaces_it_is(client):
    _, other = merge(InitiativeFactory(slug="one"), InitiativeFactory(slug="other"))
    withdraw(other)
    assert client.get("/initiatives/one/").status_code == 410
    answer = client.get("/api/v1/initiatives/one/")
    assert (answer.status_code, answer.json()["state"]) == (410, "merged")
    PublicRecord.objects.filter(slug="other").update(state="archived")
    assert client.get("/initiatives/one/")["Location"] == "/initiatives/other/"


def test_page_and_api_lead_to_what_replaces_it_while_that_is_kept_readable(client):
    _, other = merge(InitiativeFactory(slug="old"), InitiativeFactory(slug="new"))
    withdraw(other)
    known(other)
    PublicRecord.objects.filter(public_id=other.public_id).update(state="archived")
    assert client.get("/initiatives/old/")["Location"] == "/initiatives/new/"
    answer = client.get("/api/v1/initiatives/old/")
    assert answer.status_code == 410
    assert answer.json()["page_url"].endswith("/initiatives/new/")
    assert client.get("/initiatives/new/").status_code == 200


def test_published_again_it_stands_for_itself(client):
    one, _ = merge(InitiativeFactory(slug="one"), InitiativeFactory(slug="other"))
    Initiative.objects.filter(pk=one.pk).update(publication="published")
    assert client.get("/initiatives/one/").status_code == 200
    assert (known(one).state, known(one).replaced_by) == ("public", None)
    withdraw(one)
    assert client.get("/initiatives/one/").status_code == 410
    assert differences() == {}


def test_what_is_public_is_not_merged_whoever_says_so():
    one, other = OrganizationFactory(), OrganizationFactory()
    PublicRecord.objects.filter(pk=known(one).pk).update(state="merged", replaced_by=known(other))
    assert (known(one).state, known(one).replaced_by) == ("public", None)
    assert differences() == {}


def test_the_database_knows_of_nothing_that_is_merged_into_nothing_or_itself():
    one = OrganizationFactory()
    known(one)
    Organization.objects.update(publication="draft")
    for into in (None, known(one)):
        with pytest.raises(IntegrityError), transaction.atomic():
            PublicRecord.objects.filter(pk=known(one).pk).update(state="merged", replaced_by=into)


def test_many_that_were_merged_take_no_more_queries_than_one(client, django_assert_num_queries):
    other = InitiativeFactory()
    token = token_of(client)
    merge(InitiativeFactory(), other)
    changes(client, token)
    with django_assert_num_queries(4):
        assert sum(line["state"] == "merged" for line in changes(client, token).values()) == 1
    for _ in range(3):
        merge(InitiativeFactory(), other)
    changes(client, token)
    with django_assert_num_queries(4):
        assert sum(line["state"] == "merged" for line in changes(client, token).values()) == 4


def test_replications_of_a_merged_initiative_are_gone_unless_told_otherwise(client):
    claim = ReplicationFactory(initiative__slug="one")
    merge(claim.initiative, InitiativeFactory(slug="other"))
    assert Replication.objects.public().filter(pk=claim.pk).exists() is False
    assert client.get(f"/replications/{claim.public_id}/").status_code == 410
