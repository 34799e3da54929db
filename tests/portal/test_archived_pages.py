"""An archived record whose page an editor keeps readable: under a banner, and nowhere else."""

import re
from xml.etree import ElementTree

import pytest

from core import revision
from core.models import PublicRecord
from core.records.checking import differences, publish_all
from initiatives.models import Initiative, Organization, Resource
from tests.factories import (
    AppearanceFactory,
    FigureFactory,
    ForumFactory,
    InitiativeFactory,
    OrganizationFactory,
    PartnershipFactory,
    PersonFactory,
    ReplicationFactory,
    ResourceFactory,
    SessionFactory,
)
from tests.pages import visible_text

pytestmark = pytest.mark.django_db

REASON = "The programme ended in 2026."
BANNER = "It is kept for reference and is no longer updated."
KINDS = {  # by the list: what makes a record, its name, and where the search knows it
    "initiatives": (InitiativeFactory, "title"),
    "organizations": (OrganizationFactory, "name"),
    "resources": (ResourceFactory, "title"),
    "forums": (ForumFactory, "title"),
}


def archive(record, state="archived"):
    """Archive a published record, and say what readers find of it."""
    revision.current(fresh=True)
    type(record).objects.filter(pk=record.pk).update(publication="archived")
    revision.current(fresh=True)
    told = PublicRecord.objects.filter(public_id=record.public_id)
    told.update(state=state, reason=REASON)
    return record


def state_of(record):
    revision.current(fresh=True)
    return PublicRecord.objects.get(public_id=record.public_id).state


def kept(name, **values):
    """An archived record of a kind whose page stays readable, called Zyxomorph."""
    factory, field = KINDS[name]
    return archive(factory(slug="kept", **{field: "Zyxomorph"}, **values))


@pytest.mark.parametrize("name", KINDS)
def test_its_page_says_so_and_search_engines_leave_it_alone(client, name):
    kept(name)
    response = client.get(f"/{name}/kept/")
    assert response.status_code == 200
    text = visible_text(response)
    when = PublicRecord.objects.get(slug="kept").withdrawn
    assert f"This record was archived on {when:%-d %B %Y}. {REASON} {BANNER}" in text
    assert "Zyxomorph" in text
    html = response.content.decode()
    assert '<meta name="robots" content="noindex">' in html
    assert f"/api/v1/{name}/kept/" not in html
    assert f"{name[:-1]}=kept" not in html


@pytest.mark.parametrize("name", KINDS)
def test_a_public_page_says_nothing_of_it(client, name):
    factory, _ = KINDS[name]
    factory(slug="open")
    html = client.get(f"/{name}/open/").content.decode()
    assert BANNER not in html
    assert "noindex" not in html


@pytest.mark.parametrize("name", KINDS)
def test_it_is_in_nothing_else(client, name):
    token = client.get("/api/v1/changes/", {"page_size": 1000}).json()["token"]
    record = kept(name)
    for address in (
        f"/{name}/",
        f"/{name}/?q=zyxomorph",
        "/search/?q=zyxomorph",
        "/",
        "/countries/",
        "/sitemap.xml",
        "/compare/?initiative=kept",
        "/suggest/?q=zyxo",
        f"/api/v1/{name}/",
        "/initiatives/feed.atom",
    ):
        response = client.get(address)
        assert "Zyxomorph" not in response.content.decode(), address
        assert f"/{name}/kept/" not in response.content.decode(), address
    told = client.get("/api/v1/changes/", {"since": token}).json()["results"]
    [line] = [line for line in told if line["id"] == record.public_id]
    assert (line["state"], line["reason"]) == ("archived", REASON)
    assert (line["digest"], line["api_url"]) == ("", None)


@pytest.mark.parametrize("name", KINDS)
def test_programs_are_told_where_it_can_be_read(client, name):
    record = kept(name)
    answer = client.get(f"/api/v1/{name}/kept/")
    assert answer.status_code == 410
    assert answer.json() == {
        "type": "/api/errors/withdrawn/",
        "title": "Gone",
        "status": 410,
        "detail": "This record was archived. Its page stays readable, for people.",
        "id": record.public_id,
        "state": "archived",
        "withdrawn": answer.json()["withdrawn"],
        "reason": REASON,
        "page_url": f"http://testserver/{name}/kept/",
    }


def test_feeds_tell_that_it_left(client):
    record = kept("initiatives")
    told = ElementTree.fromstring(client.get("/initiatives/feed.atom").content)  # noqa: S314
    [gone] = told.iter("{http://purl.org/atompub/tombstones/1.0}deleted-entry")
    assert gone.get("ref").endswith(f"initiative/{record.public_id}")


def test_an_archived_record_is_gone_unless_an_editor_says_otherwise(client):
    archive(InitiativeFactory(slug="pulled"), state="gone")
    assert client.get("/initiatives/pulled/").status_code == 410
    assert client.get("/api/v1/initiatives/pulled/").json()["state"] == "gone"


def test_what_an_editor_says_is_seen_at_once(caching, client):
    other = InitiativeFactory(slug="other")
    record = archive(InitiativeFactory(slug="kept"), state="gone")
    told = PublicRecord.objects.filter(public_id=record.public_id)
    into = PublicRecord.objects.get(public_id=other.public_id)
    for state, status in (("archived", 200), ("merged", 301), ("gone", 410), ("vanished", 404)):
        told.update(state=state, replaced_by=into if state == "merged" else None)
        for _ in range(2):
            assert client.get("/initiatives/kept/").status_code == status


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("state", ["draft", "in-review"])
def test_back_in_work_it_is_gone(client, name, state):
    record = kept(name)
    type(record).objects.update(publication=state)
    assert client.get(f"/{name}/kept/").status_code == 410
    assert client.get(f"/api/v1/{name}/kept/").json()["state"] == "gone"
    assert state_of(record) == "gone"
    type(record).objects.update(publication="archived")
    assert client.get(f"/{name}/kept/").status_code == 410
    assert differences() == {}


def test_deleted_it_is_gone(client):
    record = kept("organizations")
    Organization.objects.all().delete()
    assert state_of(record) == "gone"
    assert client.get("/organizations/kept/").status_code == 410


def test_published_again_it_is_as_it_was(client):
    record = kept("initiatives")
    Initiative.objects.update(publication="published")
    assert BANNER not in client.get("/initiatives/kept/").content.decode()
    assert state_of(record) == "public"
    assert client.get("/api/v1/initiatives/kept/").json()["id"] == record.public_id
    Initiative.objects.update(publication="archived")
    assert client.get("/initiatives/kept/").status_code == 410


def test_what_never_was_public_is_not_found(client):
    InitiativeFactory(slug="never", publication="archived")
    revision.current(fresh=True)
    assert PublicRecord.objects.filter(slug="never").exists() is False
    assert client.get("/initiatives/never/").status_code == 404


def test_renamed_it_answers_at_both_addresses(client):
    record = kept("initiatives")
    Initiative.objects.update(slug="other")
    assert client.get("/initiatives/kept/")["Location"] == "/initiatives/other/"
    assert client.get("/initiatives/other/").status_code == 200
    for slug in ("kept", "other"):
        answer = client.get(f"/api/v1/initiatives/{slug}/").json()
        assert answer["page_url"] == "http://testserver/initiatives/other/"
    assert state_of(record) == "archived"
    assert differences() == {}


def test_an_initiative_shows_what_is_public_of_it(client):
    initiative = InitiativeFactory(slug="kept")
    PartnershipFactory(initiative=initiative, organization__name="Open Union")
    secret = OrganizationFactory(name="Secret Union", publication="draft")
    PartnershipFactory(initiative=initiative, organization=secret)
    initiative.resources.add(ResourceFactory(title="Secret paper", publication="archived"))
    FigureFactory(initiative=initiative, label="Figure of it")
    claim = ReplicationFactory(initiative=initiative, note="Taken up")
    archive(initiative)
    response = client.get("/initiatives/kept/")
    text = visible_text(response)
    assert all(part in text for part in ("Open Union", "Figure of it", "Taken up"))
    assert "Secret" not in text
    assert f"/replications/{claim.public_id}/" not in response.content.decode()
    assert client.get(f"/replications/{claim.public_id}/").status_code == 410


def test_an_organization_shows_the_public_initiatives_it_is_a_partner_of(client):
    organization = OrganizationFactory(slug="kept")
    PartnershipFactory(organization=organization, initiative__title="Open seeds")
    PartnershipFactory(
        organization=organization,
        initiative=InitiativeFactory(title="Secret seeds", publication="draft"),
    )
    archive(organization)
    text = visible_text(client.get("/organizations/kept/"))
    assert "Open seeds" in text
    assert "Secret" not in text


def test_a_forum_shows_its_sessions_and_who_spoke(client):
    session = SessionFactory(forum__slug="kept", slug="seeds", title="Seeds for all")
    AppearanceFactory(session=session, person__name="Ana Pérez", points=["Seeds are ours."])
    hidden = PersonFactory(name="Secret Name", publication="draft")
    AppearanceFactory(session=session, person=hidden)
    archive(session.forum)
    response = client.get("/forums/kept/")
    text = visible_text(response)
    assert all(part in text for part in ("Seeds for all", "Ana Pérez"))
    assert "Secret" not in text
    assert "/forums/kept/seeds/" not in response.content.decode()
    assert client.get("/forums/kept/seeds/").status_code == 410


def test_a_person_is_not_kept(client):
    person = PersonFactory(slug="ana-perez")
    revision.current(fresh=True)
    type(person).objects.update(publication="archived")
    revision.current(fresh=True)
    PublicRecord.objects.filter(public_id=person.public_id).update(state="archived")
    assert client.get("/people/ana-perez/").status_code == 404
    assert client.get("/api/v1/people/ana-perez/").status_code == 404
    assert differences() == {"person": [person.public_id]}


def test_a_check_finds_pages_that_should_not_be_readable_and_mends_it():
    record = kept("resources")
    Resource.objects.update(publication="draft")
    assert state_of(record) == "gone"
    PublicRecord.objects.filter(public_id=record.public_id).update(state="archived")
    revision.current(fresh=True)
    assert differences() == {"resource": [record.public_id]}
    publish_all()
    assert state_of(record) == "gone"
    assert differences() == {}


def test_the_cover_of_a_document_stays_with_its_page(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    record = ResourceFactory(slug="kept")
    name = f"covers/{'a' * 32}.jpg"
    (tmp_path / "covers").mkdir()
    (tmp_path / name).write_bytes(b"a picture")
    Resource.objects.update(cover=name)
    archive(record, state="gone")
    assert client.get(f"/media/{name}").status_code == 404
    PublicRecord.objects.filter(public_id=record.public_id).update(state="archived")
    html = client.get("/resources/kept/").content.decode()
    address = re.search(r'class="cover" src="([^"]+)"', html)[1]
    response = client.get(address)
    assert b"".join(response.streaming_content) == b"a picture"
    response.close()
