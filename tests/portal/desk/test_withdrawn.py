"""What editors say of records that were withdrawn, and what readers are told."""

import pytest
from django.urls import reverse

from core import revision
from core.models import PublicRecord
from initiatives.models import Initiative
from tests.desk import Page, url_of
from tests.factories import (
    InitiativeFactory,
    OrganizationFactory,
    PersonFactory,
    ReplicationFactory,
    UserFactory,
)
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
        "type": "/api/errors/withdrawn/",
        "title": "Gone",
        "status": 410,
        "detail": "This record was withdrawn.",
        "id": withdrawn.public_id,
        "state": "gone",
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
    initiative = Initiative.objects.get(slug="pulled")
    assert initiative.title in visible_text(listed)
    page = Page(editor, f"/admin/portal/publicrecord/{withdrawn.pk}/change/")
    way = f'href="/admin/initiatives/initiative/{initiative.pk}/change/"'
    assert way in page.response.content.decode()
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


def tell(editor, record, **values):
    """Fill in what readers find in the place of a record; the Page."""
    page = Page(editor, f"/admin/portal/publicrecord/{record.pk}/change/")
    page.fill(**values).send("_save")
    return page


@pytest.mark.parametrize(
    "typed", ["other", " OTHER ", "https://example.org/initiatives/other/", "{id}"]
)
def test_an_editor_says_what_replaces_it(editor, withdrawn, typed):
    other = InitiativeFactory(slug="other")
    revision.current(fresh=True)
    page = tell(editor, withdrawn, state="merged", successor=typed.format(id=other.public_id))
    assert page.response.status_code == 302
    assert editor.get("/initiatives/pulled/")["Location"] == "/initiatives/other/"
    page = Page(editor, f"/admin/portal/publicrecord/{withdrawn.pk}/change/")
    assert page.data["successor"] == "other"
    page.fill(state="gone", successor="").send("_save")
    assert editor.get("/initiatives/pulled/").status_code == 410


def test_what_replaces_it_is_public_of_its_kind_and_said(editor, withdrawn):
    InitiativeFactory(slug="drafted", publication="draft")
    OrganizationFactory(slug="union")
    revision.current(fresh=True)
    for slug in ("drafted", "union", "pulled", "nothing"):
        page = tell(editor, withdrawn, state="merged", successor=slug)
        assert page.errors == {"successor": ["No public initiative has this address."]}
    page = tell(editor, withdrawn, state="merged", successor="")
    assert page.errors == {"successor": ["Say which record replaces it."]}
    InitiativeFactory(slug="other")
    revision.current(fresh=True)
    page = tell(editor, withdrawn, state="gone", successor="other")
    assert page.errors == {"state": ["Choose “Merged”, or leave “Replaced by” empty."]}
    assert PublicRecord.objects.get(pk=withdrawn.pk).state == "gone"


def test_an_editor_keeps_the_page_of_an_archived_record_readable(editor, withdrawn):
    page = tell(editor, withdrawn, state="archived", reason="It ended in 2026.")
    assert page.response.status_code == 302
    response = editor.get("/initiatives/pulled/")
    assert response.status_code == 200
    assert "It ended in 2026. It is kept for reference" in visible_text(response)


def test_the_page_of_a_draft_cannot_be_kept_readable(editor, withdrawn):
    Initiative.objects.update(publication="draft")
    page = tell(editor, withdrawn, state="archived")
    assert list(page.errors) == ["state"]
    assert editor.get("/initiatives/pulled/").status_code == 410


def test_what_vanished_stays_so_and_its_reason_goes(editor, withdrawn):
    tell(editor, withdrawn, reason="Ana Pérez asked for it.")
    tell(editor, withdrawn, state="vanished")
    assert PublicRecord.objects.get(pk=withdrawn.pk).reason == ""
    address = f"/admin/portal/publicrecord/{withdrawn.pk}/change/"
    assert editor.post(address, {"state": "gone", "reason": "x"}).status_code == 403


def test_what_has_no_name_is_found_by_its_id(editor, withdrawn):
    claim = PublicRecord.objects.get(kind="replication")
    address = "/admin/portal/publicrecord/"
    assert claim.public_id not in visible_text(editor.get(address))
    assert claim.public_id in visible_text(editor.get(address, {"q": claim.public_id}))


def test_who_archives_a_record_is_led_to_what_readers_are_told(editor):
    initiative = InitiativeFactory(slug="open")
    page = Page(editor, url_of(Initiative, "change", initiative.pk))
    response = page.fill(publication="archived").send("_save")
    said = editor.get(response["Location"]).content.decode()
    assert "See what readers are told." in said
    assert 'href="/admin/portal/publicrecord/"' in said


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


def test_a_part_that_is_kept_cannot_vanish_from_the_page_of_its_whole(client, editor, withdrawn):
    claim = PublicRecord.objects.get(kind="replication")
    form = client.get(url_of(PublicRecord, "change", claim.pk)).content.decode()
    assert "To remove it without a trace, delete it at the desk first." in form
    assert 'value="vanished"' not in form


@pytest.mark.parametrize(
    ("address", "is_taken"),
    [
        ("other", True),
        ("/initiatives/other/?a=b#c", True),
        ("https://solutions.example.org/initiatives/other/", True),
        ("/api/v1/initiatives/other/", True),
        ("/initiatives/formerly/", True),
        ("/organizations/other/", False),
        ("/initiatives/hidden/", False),
    ],
)
def test_what_replaces_it_is_named_by_any_address_of_its_own(
    client, editor, withdrawn, address, is_taken
):
    InitiativeFactory(slug="formerly")
    InitiativeFactory(slug="hidden", publication="draft")
    OrganizationFactory(slug="other")
    Initiative.objects.filter(slug="formerly").update(slug="other")
    revision.current(fresh=True)
    page = Page(client, url_of(PublicRecord, "change", withdrawn.pk))
    page.fill(state="merged", successor=address).send()
    withdrawn.refresh_from_db()
    assert (withdrawn.state == "merged") == is_taken


def test_a_reason_holds_only_what_people_can_read(client, editor, withdrawn):
    page = Page(client, url_of(PublicRecord, "change", withdrawn.pk))
    page.fill(state="gone", reason="One\u202e line\x0bof\ntext").send()
    withdrawn.refresh_from_db()
    assert withdrawn.reason == "One line of text"


def test_a_null_byte_in_the_address_of_the_list_is_refused(client, editor):
    address = reverse("admin:portal_publicrecord_changelist")
    assert client.get(f"{address}?state__exact=%00").status_code == 400


def test_a_readable_record_that_is_renamed_is_withdrawn_at_its_new_address_too(client, withdrawn):
    PublicRecord.objects.filter(pk=withdrawn.pk).update(state="archived")
    Initiative.objects.filter(slug="pulled").update(slug="newly")
    revision.current(fresh=True)
    for slug in ("pulled", "newly"):
        assert client.get(f"/api/v1/initiatives/{slug}/").status_code == 410
