"""What has to go from the history goes, and the rest stays."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.admin.noting import note
from core.history import recorded
from core.models import Draft, Edit, EditedRow, KeptReason, ReservedSlug, ReviewStep
from core.models.drafts import DraftVersion
from forum.models import Person
from initiatives.models import Initiative
from portal.desk.roles import EDITORS
from tests.desk import Page, url_of
from tests.factories import AppearanceFactory, InitiativeFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


def everything():
    """All that history and log say, in one text."""
    rows = [(row.before, row.after) for row in EditedRow.objects.all()]
    edits = list(Edit.objects.values_list("what", "reason"))
    log = list(LogEntry.objects.values_list("object_repr", "change_message"))
    return str([rows, edits, log])


def test_a_person_who_asks_for_it_is_nowhere_in_the_history(client):
    client.force_login(UserFactory(groups=[EDITORS]))
    other = InitiativeFactory(title="Stays")
    person = PersonFactory(slug="ada-byron", name="Ada Byron")
    appearance = AppearanceFactory(person=person)
    Page(client, url_of(Person, "change", person.pk)).fill(name="Ada Lovelace").send()
    appearance.delete()
    with recorded("desk"):
        person.delete()
    assert "Ada" in everything()
    call_command("erase_from_history", record=["person", "ada-byron"])
    said = everything()
    assert "Ada" not in said
    assert "ada-byron" not in said
    assert str(appearance.person_id) not in str(
        [row.before for row in EditedRow.objects.filter(table_name="forum_appearance")]
    )
    assert not ReservedSlug.objects.exists()
    assert other.title in said


def test_a_text_is_erased_wherever_it_stands_and_nothing_else():
    initiative = InitiativeFactory(results='Write to "ada@example.org" soon.', lessons="Title")
    with recorded("desk", reason="As ada@example.org asked"):
        Initiative.objects.update(results="Nothing.")
    call_command("erase_from_history", text="ada@example.org")
    said = everything()
    assert "ada@" not in said
    assert 'Write to "[erased]" soon.' in said
    assert "As [erased] asked" in said
    call_command("erase_from_history", text="title")
    assert "'title': " in everything()  # a column is no text
    initiative.refresh_from_db()
    assert initiative.lessons == "Title"


def test_what_the_desk_keeps_beside_the_history_goes_too(client):
    client.force_login(UserFactory(groups=[EDITORS]))
    person = PersonFactory(name="Ada Byron", sources=["https://example.org/a"])
    page = Page(client, url_of(Person, "new_draft", person.pk))
    page.fill(name="Ada Lovelace", _draft_word="Ada wrote to us.").send("_draft")
    finding = "It may be the same as “Ada Byron”."
    for kind, key in (("person", person.pk), ("initiative", 1)):
        KeptReason.objects.create(
            kind=kind, row_id=key, check_name="no-twin", finding=finding, digest="1", reason="Two."
        )
    note(ReviewStep.Action.SENT_BACK, person, None, text="Is it Ada?")
    call_command("erase_from_history", text="Ada Lovelace")
    version = DraftVersion.objects.get()
    assert version.post["name"] == "[erased]"
    assert version.word == "Ada wrote to us."
    call_command("erase_from_history", record=["person", str(person.pk)])
    assert not Draft.objects.exists()
    assert not ReviewStep.objects.exists()
    call_command("erase_from_history", text="Ada Byron")
    assert [reason.finding for reason in KeptReason.objects.all()] == [
        "It may be the same as “[erased]”."
    ]


def test_what_cannot_be_meant_is_refused():
    for wrong in ({}, {"text": "abc"}, {"record": ["person", "x"]}, {"record": ["dog", "1"]}):
        with pytest.raises(CommandError):
            call_command("erase_from_history", **wrong)


def test_what_is_older_than_it_is_kept_for_goes():
    initiative = InitiativeFactory()
    with recorded("desk"):
        Initiative.objects.update(acronym="NEW")
    old = Edit.objects.exclude(pk=Edit.objects.first().pk)
    old.update(at=timezone.now() - timedelta(days=1830))
    call_command("trim_history", verbosity=0, older_than=1840)
    assert Edit.objects.count() > 1
    call_command("trim_history", verbosity=0)
    assert [row.after for row in EditedRow.objects.all()] == [{"acronym": "NEW"}]
    assert Edit.objects.count() == 1
    assert Initiative.objects.get(pk=initiative.pk).acronym == "NEW"
