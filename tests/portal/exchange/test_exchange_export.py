"""Exporting: what goes out, what stays, and that nothing is lost on the way there and back."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError, connection
from django.test.utils import CaptureQueriesContext

from forum.models import Forum, Person
from initiatives.models import Initiative, Organization, Resource, Source, Theme
from portal.exchange.exporting import export, one_moment
from tests.databases import made_once
from tests.portal.exchange.exchange_folder import (
    empty_the_database,
    import_sound,
    run_export,
    run_import,
    sound,
)

pytestmark = pytest.mark.usefixtures("catalogue")


@made_once
def sound_records():
    import_sound()


def exported(folder, name, slug):
    """The record of a slug in an exported file, or None."""
    records = json.loads((folder / f"{name}.json").read_text())
    return next((record for record in records if record["slug"] == slug), None)


def without_ids(value):
    """An exported value without what the database added."""
    if isinstance(value, list):
        return [without_ids(one) for one in value]
    if isinstance(value, dict):
        return {name: without_ids(one) for name, one in value.items() if name != "id"}
    return value


def test_what_is_exported_and_imported_elsewhere_is_exported_the_same_to_the_byte(tmp_path):
    before, warnings = run_export(tmp_path / "before")
    empty_the_database()
    run_import(tmp_path / "before")
    after, _ = run_export(tmp_path / "after")
    assert len(before) == 17
    assert len(json.loads(before["initiatives.json"])) == Initiative.objects.count()
    assert before == after
    assert warnings == []


def test_the_catalogue_imported_over_itself_changes_nothing(tmp_path):
    run_export(tmp_path / "files")
    assert run_import(tmp_path / "files")[-1] == "nothing changed"


def test_a_record_is_exported_as_it_was_imported(tmp_path, sound_records):
    run_export(tmp_path / "out", "--only", *sound())
    for name, records in sound().items():
        (record,) = records
        found = exported(tmp_path / "out", name, record["slug"])
        assert json.dumps(without_ids(found)) == json.dumps(record)


def test_files_are_written_for_people_to_compare(tmp_path):
    texts, _ = run_export(tmp_path / "out", "--only", "initiatives")
    text = texts["initiatives.json"]
    assert text.startswith('[\n {\n  "slug": "')
    assert text.endswith("}\n]\n")
    assert "é" in text
    assert "null" not in text.replace("null and void", "")
    slugs = [record["slug"] for record in json.loads(text)]
    assert slugs == sorted(slugs)


def test_drafts_and_references_to_them_stay_out(tmp_path, sound_records):
    Organization.objects.filter(slug="test-ministry").update(publication="draft")
    Resource.objects.filter(slug="test-report").update(publication="in-review")
    Person.objects.filter(slug="test-person").update(publication="archived")
    out = tmp_path / "out"
    texts, _ = run_export(out, "--only", *sound())
    everything = "".join(texts.values())
    for slug in ("test-ministry", "test-report", "test-person"):
        assert f'"{slug}"' not in everything
    initiative = exported(out, "initiatives", "test-initiative")
    assert initiative["partners"] == [{"organization": "ilo", "role": "implementer"}]
    assert "resources" not in initiative
    forum = exported(out, "forums", "test-forum")
    assert forum["organizers"] == ["ilo"]
    assert "appearances" not in forum["sessions"][0]


@pytest.mark.parametrize("state", ["draft", "in-review", "archived"])
def test_an_initiative_or_forum_that_is_not_public_leaves_no_trace(tmp_path, sound_records, state):
    Initiative.objects.filter(slug="test-initiative").update(publication=state)
    Forum.objects.filter(slug="test-forum").update(publication=state)
    texts, _ = run_export(tmp_path / "out", "--only", *sound())
    everything = "".join(texts.values())
    assert "test-report" in everything
    for word in ("test-initiative", "test-forum", "test-session", "Words of welcome"):
        assert word not in everything


def test_an_organization_that_is_not_public_is_left_out_of_an_appearance(tmp_path, sound_records):
    Organization.objects.filter(slug="test-ministry").update(publication="draft")
    run_export(tmp_path / "out", "--only", "forums")
    session = exported(tmp_path / "out", "forums", "test-forum")["sessions"][0]
    (appearance,) = session["appearances"]
    assert (appearance["person"], "organization" in appearance) == ("test-person", False)


def test_a_source_that_only_a_claim_cites_is_listed_after_the_others(tmp_path, sound_records):
    late = Source.objects.create(url="https://www.ilo.org/late", title="Late", publisher="L")
    Initiative.objects.get(slug="test-initiative").figures.filter(position=0).update(source=late)
    run_export(tmp_path / "out", "--only", "initiatives")
    initiative = exported(tmp_path / "out", "initiatives", "test-initiative")
    assert initiative["sources"][2]["title"] == "Late"
    assert initiative["figures"][0]["source"] == 2
    (line,) = (line for line in run_import(tmp_path / "out") if line.startswith("initiatives"))
    assert line.split() == ["initiatives", "0", "1", str(Initiative.objects.count() - 1)]
    assert run_import(tmp_path / "out")[-1] == "nothing changed"


def test_blanks_around_a_text_are_left_out_on_the_way_out(tmp_path, sound_records):
    Initiative.objects.filter(slug="test-initiative").update(
        approach="One.\n\nTwo.\n", acronym="TF ", local_title=" Um nome"
    )
    run_export(tmp_path / "out", "--only", "initiatives")
    initiative = exported(tmp_path / "out", "initiatives", "test-initiative")
    assert initiative["approach"] == "One.\n\nTwo."
    assert (initiative["acronym"], initiative["local_title"]) == ("TF", "Um nome")
    run_import(tmp_path / "out")


def test_figures_and_initiatives_as_curators_may_save_them_can_be_taken_in(tmp_path, sound_records):
    initiative = Initiative.objects.get(slug="test-initiative")
    initiative.sdgs.clear()
    initiative.figures.filter(position=0).update(unit="")
    initiative.figures.filter(position=1).update(label="", value="-0.5")
    _, warnings = run_export(tmp_path / "out", "--only", "initiatives")
    assert warnings == []
    assert run_import(tmp_path / "out")[-1] == "nothing changed"


@pytest.mark.usefixtures("transactional_db")
def test_an_export_is_one_moment_of_the_database_and_can_write_nothing(tmp_path):
    with pytest.raises(InternalError, match="read-only"), one_moment():
        Initiative.objects.update(title="Changed")
    texts, _ = run_export(tmp_path, "--only", "people")
    assert len(json.loads(texts["people.json"])) == 294


def test_what_an_import_would_miss_is_told(tmp_path):
    Theme.objects.filter(slug="child-labour").update(description="")
    _, warnings = run_export(tmp_path / "out", "--only", "themes")
    assert warnings == [
        "themes.json, child-labour, description: is not filled in; an import will ask for it"
    ]


def test_files_not_asked_for_and_others_of_the_folder_are_left_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("ours")
    (tmp_path / "people.json").write_text("old")
    (tmp_path / "forums.json").write_text("old")
    run_export(tmp_path, "--only", "people")
    assert (tmp_path / "notes.txt").read_text() == "ours"
    assert (tmp_path / "forums.json").read_text() == "old"
    assert (tmp_path / "people.json").read_text().startswith("[\n")


def test_a_path_that_cannot_be_a_folder_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="File exists"):
        call_command("export_catalogue", str(tmp_path / "file"))


def test_more_records_take_no_more_queries(tmp_path, sound_records):
    with CaptureQueriesContext(connection) as of_one:
        Initiative.objects.exclude(slug="test-initiative").update(publication="draft")
        Forum.objects.exclude(slug="test-forum").update(publication="draft")
        export(tmp_path)
    Initiative.objects.update(publication="published")
    Forum.objects.update(publication="published")
    with CaptureQueriesContext(connection) as of_all:
        export(tmp_path)
    assert len(of_all) == len(of_one) - 2 < 55
