"""Sets of files: one for each day, whole or not at all, and none that tells of who has vanished."""

import os
from datetime import date, timedelta

import pytest
from django.core.management import call_command

from core.models import PublicRecord, RevisionMark
from forum.models import Forum, Person
from initiatives.models import Initiative
from portal.data import making, sets
from portal.data.changes import FIELDS
from portal.data.making import disk_use, make
from tests.factories import (
    AppearanceFactory,
    ForumFactory,
    ForumSeriesFactory,
    InitiativeFactory,
    OrganizationFactory,
    PersonFactory,
    ready,
)
from tests.portal.data.reading import all_text, lines

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DOWNLOADS_ROOT = tmp_path / "downloads"
    return settings.DOWNLOADS_ROOT / "data"


def days():
    """Those of all sets, the latest first."""
    return [one.day for one in sets.kept()]


def test_a_day_has_one_set_which_stays_as_it_is():
    InitiativeFactory(title="First")
    made = make(day=DAY)
    InitiativeFactory(title="Second")
    assert make(day=DAY) == made
    assert [one["title"] for one in lines(sets.kept()[0], "initiatives")] == ["First"]
    again = make(day=DAY, again=True)
    assert len(lines(again, "initiatives")) == 2
    assert days() == [DAY]


def test_sets_are_kept_for_a_month(folder):
    for day in (0, 1, 29, 30):
        make(day=DAY + timedelta(days=day))
    assert days() == [DAY + timedelta(days=day) for day in (30, 29, 1)]
    assert len([path for path in folder.iterdir() if path.is_dir()]) == 3
    call_command("make_data", verbosity=0, day=DAY + timedelta(days=30), days=1)
    assert days() == [DAY + timedelta(days=30)]


def test_what_is_the_same_on_two_days_is_on_the_disk_once():
    InitiativeFactory()
    first = make(day=DAY)
    alone = disk_use()
    second = make(day=DAY + timedelta(days=1))
    sizes = [(one.path / "catalogue.sqlite").stat() for one in (first, second)]
    assert sizes[0].st_ino == sizes[1].st_ino
    assert disk_use() < alone + 30_000  # the changes, none, and the digests


def test_a_set_that_could_not_be_finished_leaves_the_former_one(folder, monkeypatch):
    InitiativeFactory()
    made = make(day=DAY)

    def full(*arguments):
        raise OSError("No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(making, "write_exchange", full)
        with pytest.raises(OSError, match="No space left"):
            make(day=DAY + timedelta(days=1))
    assert sets.kept() == (made,)
    make(day=DAY + timedelta(days=1))
    assert {path.name for path in folder.iterdir() if path.is_dir()} == {
        one.folder for one in sets.kept()
    }


def test_the_changes_of_a_day_bring_a_copy_up_to_date():
    stays = InitiativeFactory(slug="stays", title="Before")
    goes = InitiativeFactory(slug="goes")
    person = PersonFactory(slug="ada", name="Ada Byron")
    first = make(day=DAY)
    kinds = ["initiatives", "sources", "people", "organizations"]
    copies = {kind: {one["id"]: one for one in lines(first, kind)} for kind in kinds}
    Initiative.objects.filter(pk=stays.pk).update(title="After")
    Initiative.objects.filter(pk=goes.pk).update(publication="archived")
    new = InitiativeFactory(slug="new")
    Initiative.objects.filter(pk=InitiativeFactory(publication="draft").pk).update(title="Secret")
    Person.objects.filter(pk=person.pk).update(publication="draft")
    second = make(day=DAY + timedelta(days=1))
    assert second.changed_since == DAY
    assert "secret" not in all_text(second)
    changed = lines(second, "changes")
    told = {(one["kind"], one["id"]): one for one in changed}
    assert {
        key[1]: one["change"] for key, one in told.items() if key[0] in ("initiatives", "people")
    } == {
        stays.public_id: "changed",
        goes.public_id: "withdrawn",
        new.public_id: "created",
        person.public_id: "removed",
    }
    assert {name for one in changed for name in one} == set(FIELDS)
    assert told["people", person.public_id] == {
        "kind": "people",
        "id": person.public_id,
        "change": "removed",
    }
    assert told["initiatives", goes.public_id]["slug"] == "goes"
    for one in changed:
        copy = copies.setdefault(one["kind"], {})
        copy.pop(one["id"], None)
        if "record" in one:
            copy[one["id"]] = one["record"]
    for kind in kinds:
        assert copies[kind] == {one["id"]: one for one in lines(second, kind)}, kind


def test_changes_of_a_forum_bring_its_series():
    """Which was in no file while no forum of it was public."""
    forum = ready(ForumFactory, series=ForumSeriesFactory(slug="expo"))
    assert lines(make(day=DAY), "series") == []
    Forum.objects.filter(pk=forum.pk).update(publication="published")
    told = lines(make(day=DAY + timedelta(days=1)), "changes")
    assert [one["record"]["slug"] for one in told if one["kind"] == "series"] == ["expo"]


def test_changes_count_from_the_first_set_of_the_day_before():
    """Who took it, before it was made again, misses nothing."""
    InitiativeFactory()
    make(day=DAY)
    between = InitiativeFactory()
    make(day=DAY, again=True)
    second = make(day=DAY + timedelta(days=1))
    told = [one["id"] for one in lines(second, "changes") if one["kind"] == "initiatives"]
    assert told == [between.public_id]


def test_whoever_vanishes_is_gone_from_all_days_at_once():
    appearance = AppearanceFactory()
    other = PersonFactory()
    for day in range(3):
        make(day=DAY + timedelta(days=day))
    Person.objects.filter(pk=other.pk).update(name="Someone Else")
    assert sets.withheld(sets.kept()) == set()
    Person.objects.filter(pk=appearance.person_id).update(publication="archived")
    assert sets.withheld(sets.kept()) == set(days())
    assert sets.is_due()
    make(day=DAY + timedelta(days=3))
    assert days() == [DAY + timedelta(days=3)]
    assert not sets.is_due()
    told = lines(sets.kept()[0], "changes")
    assert {"kind": "people", "id": appearance.person.public_id, "change": "removed"} in told


def test_who_came_later_leaves_former_days_alone():
    first = make(day=DAY)
    person = PersonFactory()
    make(day=DAY + timedelta(days=1))
    person.delete()
    assert sets.withheld(sets.kept()) == {DAY + timedelta(days=1)}
    make(day=DAY + timedelta(days=2))
    assert first in sets.kept()


def test_what_is_withdrawn_is_gone_from_the_latest_and_stays_on_the_days_when_it_was_public():
    organization = OrganizationFactory()
    make(day=DAY)
    make(day=DAY + timedelta(days=1))
    organization.publication = "archived"
    organization.save()
    assert sets.withheld(sets.kept()) == {DAY + timedelta(days=1)}
    make(day=DAY + timedelta(days=1))
    assert days() == [DAY + timedelta(days=1), DAY]
    assert sets.withheld(sets.kept()) == set()
    assert lines(sets.kept()[0], "organizations") == []
    assert len(lines(sets.kept()[1], "organizations")) == 1
    PublicRecord.objects.filter(kind="organization").update(state="vanished", slug="")
    assert DAY in sets.withheld(sets.kept())


def test_sets_of_a_history_that_is_no_more_are_removed():
    InitiativeFactory()
    lost = make(day=DAY)
    RevisionMark.objects.filter(revision=lost.token.revision).update(mark=7)  # a restored backup
    assert sets.withheld(sets.kept()) == {DAY}
    made = make(day=DAY + timedelta(days=1))
    assert made.changed_since is None
    assert days() == [DAY + timedelta(days=1)]


def test_the_command_tells_how_large_they_are(capsys):
    InitiativeFactory()
    call_command("make_data", day=DAY)
    said = capsys.readouterr().out
    assert said.startswith("2026-11-01: 28 files, ")
    assert f"; {disk_use():,} bytes on disk for 1 day" in said
    assert os.path.exists(sets.kept()[0].path / "SHA256SUMS")
