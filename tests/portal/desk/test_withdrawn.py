"""What editors say of records that were withdrawn, and what readers are told."""

import pytest

from core import revision
from core.models import PublicRecord
from initiatives.models import Initiative
from tests.desk import Page
from tests.factories import InitiativeFactory, PersonFactory, ReplicationFactory, UserFactory
from tests.pages import visible_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def withdrawn():
    """A record that was public and is archived now, as the table has it."""
    initiative = InitiativeFactory(slug="pulled", title="Pulled")
    ReplicationFactory(initiative=initiative)
    revision.current(fresh=True)
    Initiative.objects.filter(slug="pulled").update(publication="archived")
    revision.current(fresh=True)
    return PublicRecord.objects.get(slug="pulled")


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(groups=["Editors"]))
    return client


def test_readers_are_told_that_it_is_gone_when_and_why(client, withdrawn):
    PublicRecord.objects.update(reason="The ministry asked for it.")
    claim = PublicRecord.objects.get(kind="replication")
    for address in ("/initiatives/pulled/", f"/replications/{claim.public_id}/"):
        response = client.get(address)
        assert response.status_code == 410
        text = visible_text(response)
        assert "This page was withdrawn" in text
        assert "The ministry asked for it." in text
        assert "Pulled" not in text
    answer = client.get("/api/v1/initiatives/pulled/")
    assert answer.status_code == 410
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "title": "Gone",
        "status": 410,
        "detail": "This record was withdrawn.",
        "id": withdrawn.public_id,
        "withdrawn": answer.json()["withdrawn"],
        "reason": "The ministry asked for it.",
    }


def test_a_former_address_of_it_says_the_same(client):
    initiative = InitiativeFactory(slug="old")
    revision.current(fresh=True)
    Initiative.objects.filter(pk=initiative.pk).update(slug="new")
    revision.current(fresh=True)
    Initiative.objects.filter(pk=initiative.pk).update(publication="draft")
    for address in ("/initiatives/old/", "/initiatives/new/", "/api/v1/initiatives/old/"):
        assert client.get(address).status_code == 410


def test_what_never_was_public_and_who_is_removed_are_not_found(client):
    InitiativeFactory(slug="drafted", publication="draft")
    person = PersonFactory(slug="ana-perez")
    revision.current(fresh=True)
    person.delete()
    revision.current(fresh=True)
    for address in ("/initiatives/drafted/", "/people/ana-perez/", "/initiatives/nothing/"):
        assert client.get(address).status_code == 404
        assert client.get(f"/api/v1{address}").status_code == 404


def test_what_is_published_again_is_found_again(client, withdrawn):
    Initiative.objects.update(publication="published")
    assert client.get("/initiatives/pulled/").status_code == 200
    assert client.get("/api/v1/initiatives/pulled/").status_code == 200


def test_an_editor_gives_the_reason_or_removes_every_trace(editor, withdrawn):
    listed = editor.get("/admin/portal/publicrecord/")
    assert "pulled" in visible_text(listed)
    page = Page(editor, f"/admin/portal/publicrecord/{withdrawn.pk}/change/")
    page.fill(reason="It told of another ministry.")
    assert page.send("_save").status_code == 302
    told = PublicRecord.objects.get(pk=withdrawn.pk)
    assert told.reason == "It told of another ministry."
    revision.current(fresh=True)
    assert PublicRecord.objects.get(pk=withdrawn.pk).sequence > withdrawn.sequence
    page = Page(editor, f"/admin/portal/publicrecord/{withdrawn.pk}/change/")
    page.fill(state="vanished")
    page.send("_save")
    assert editor.get("/initiatives/pulled/").status_code == 404
    assert PublicRecord.objects.get(pk=withdrawn.pk).slug == ""


def test_public_records_are_not_edited_there_and_curators_only_look(client, withdrawn):
    other = InitiativeFactory()
    revision.current(fresh=True)
    public = PublicRecord.objects.get(kind="initiative", slug=other.slug)
    client.force_login(UserFactory(is_superuser=True))
    address = f"/admin/portal/publicrecord/{public.pk}/change/"
    assert client.post(address, {"state": "gone", "reason": "x"}).status_code == 403
    client.force_login(UserFactory(groups=["Curators"]))
    address = f"/admin/portal/publicrecord/{withdrawn.pk}/change/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"state": "gone", "reason": "x"}).status_code == 403
