"""Importing sound files: what is written, what stays, and what the command says."""

import json

import pytest
from django.core.management import CommandError, call_command

from core.models import Draft
from core.models.identity import FormerSlug
from forum.models import Forum, ForumSeries, Person, Session
from initiatives.models import Initiative, Organization, Resource, Source
from tests.databases import made_once
from tests.portal.exchange.exchange_folder import import_sound, run_import, sound, write_folder

pytestmark = pytest.mark.usefixtures("catalogue")


@made_once
def sound_records():
    import_sound()


@pytest.fixture
def imported(sound_records, tmp_path):
    """The sound records, imported; and the folder with their files."""
    return write_folder(tmp_path / "files", sound())


def change(folder, name, **changes):
    """Change keys of the one record in a file; None removes a key."""
    path = folder / f"{name}.json"
    (record,) = json.loads(path.read_text())
    record |= changes
    path.write_text(json.dumps([{k: v for k, v in record.items() if v is not None}]))


def tallies(lines):
    """Created, changed and unchanged by kind of record."""
    rows = [line.split() for line in lines[1:] if line[-1].isdigit()]
    return {name: tuple(map(int, numbers)) for name, *numbers in rows}


def test_a_folder_becomes_published_records_with_all_that_the_files_say(imported):
    initiative = Initiative.objects.published().get(slug="test-initiative")
    assert [str(figure) for figure in initiative.figures.all()] == [
        "100,000,000,000 tests Run",
        "6.6 per cent Failed",
    ]
    assert [figure.source.title for figure in initiative.figures.all()] == ["Two", "A report"]
    links = initiative.theme_links.select_related("theme")
    assert [link.theme.slug for link in links] == ["youth-employment", "child-labour"]
    assert [str(partner) for partner in initiative.partnerships.all()] == [
        "Ministry of Tests (MOT) (Lead)",
        "International Labour Organization (ILO) (Implementer)",
    ]
    assert initiative.modalities.count() == 2
    assert [str(replication) for replication in initiative.replications.all()] == [
        "Brazil → Haiti (Replicated)"
    ]
    assert [str(milestone) for milestone in initiative.milestones.all()] == [
        "2010: Begins.",
        "2012-05-01: Grows.",
    ]
    forum = Forum.objects.published().get(slug="test-forum")
    assert (forum.edition, forum.series.slug) == (3, "testing-expo")
    opening, closing = forum.sessions.all()
    assert f"{opening.start_time:%H:%M} {opening.key_messages}" == "09:30 ['Test.', 'Test again.']"
    assert opening.appearances.get().points == ["It helps."]
    assert closing.title == "Closing"


def test_it_says_how_many_records_of_each_kind_it_created(tmp_path):
    lines = run_import(write_folder(tmp_path / "files", sound()))
    assert tallies(lines) == {
        "sources": (2, 0, 0),
        "organizations": (1, 0, 0),
        "people": (1, 0, 0),
        "resources": (1, 0, 0),
        "initiatives": (1, 0, 0),
        "series": (1, 0, 0),
        "forums": (1, 0, 0),
    }


def test_a_second_run_changes_nothing_and_says_so(imported):
    before = list(Initiative.objects.order_by("pk").values_list("updated_at", flat=True))
    lines = run_import(imported)
    assert lines[-1] == "nothing changed"
    assert tallies(lines)["initiatives"] == (0, 0, 1)
    assert list(Initiative.objects.order_by("pk").values_list("updated_at", flat=True)) == before


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("initiatives", {"title": "Tests for everyone"}),
        ("initiatives", {"acronym": None}),
        ("initiatives", {"end_year": None}),
        ("initiatives", {"sdgs": [8]}),
        ("initiatives", {"themes": ["child-labour", "youth-employment"]}),
        ("initiatives", {"partners": [{"organization": "ilo", "role": "lead"}]}),
        ("initiatives", {"milestones": None}),
        ("organizations", {"links": None}),
        ("organizations", {"country": None}),
        ("resources", {"publishers": ["ilo"]}),
        ("people", {"sources": [{"url": "https://a.example.org", "title": "A", "publisher": "B"}]}),
        ("forums", {"edition": "4th"}),
        ("forums", {"host_event": "Another Expo"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_a_changed_key_changes_its_record_alone(imported, name, changes):
    model = {"people": "Person"}.get(name) or name.removesuffix("s").capitalize()
    rows = {row._meta.object_name: row for row in records_of_the_test()}
    change(imported, name, **changes)
    found = tallies(run_import(imported))
    kinds = ("organizations", "people", "resources", "initiatives", "forums")
    assert {kind: found[kind] for kind in kinds if found[kind][1]} == {name: (0, 1, 0)}
    for row in records_of_the_test():
        dated = row.updated_at > rows[row._meta.object_name].updated_at
        assert dated == (row._meta.object_name == model)
    assert run_import(imported)[-1] == "nothing changed"


def records_of_the_test():
    models = [Organization, Person, Resource, Initiative, Forum]
    return [model.objects.get(slug__startswith="test-") for model in models]


def test_lists_become_exactly_what_the_file_says(imported):
    (record,) = sound("initiatives")["initiatives"]
    change(
        imported,
        "initiatives",
        figures=[record["figures"][1] | {"value": 7}],
        milestones=[record["milestones"][1], {"date": "2009", "text": "Planned.", "source": 0}],
        partners=list(reversed(record["partners"])),
        replications=[record["replications"][0] | {"to": "TLS"}],
        participating_countries=["BRA"],
    )
    run_import(imported)
    initiative = Initiative.objects.get(slug="test-initiative")
    assert [str(figure) for figure in initiative.figures.all()] == ["7 per cent Failed"]
    assert [milestone.date for milestone in initiative.milestones.all()] == ["2009", "2012-05-01"]
    assert [partner.role.slug for partner in initiative.partnerships.all()] == [
        "implementer",
        "lead",
    ]
    assert initiative.replications.get().to_country.iso3 == "TLS"
    assert initiative.participating_countries.get().iso3 == "BRA"


def test_sessions_missing_from_the_file_are_removed_and_others_move_up(imported):
    (forum,) = sound("forums")["forums"]
    change(imported, "forums", sessions=[forum["sessions"][1] | {"order": 1}])
    run_import(imported)
    assert [s.slug for s in Forum.objects.get(slug="test-forum").sessions.all()] == ["test-closing"]
    assert not Session.objects.filter(slug="test-session").exists()


def test_sessions_change_places_and_forums_with_their_dates(imported):
    (forum,) = sound("forums")["forums"]
    opening, closing = forum["sessions"]
    moved = [closing | {"order": 1}, opening | {"order": 2, "date": "2015-01-02"}]
    change(imported, "forums", start_date="2015-01-01", end_date=None, sessions=moved)
    run_import(imported)
    forum = Forum.objects.get(slug="test-forum")
    assert [(s.order, s.slug, s.date) for s in forum.sessions.all()] == [
        (1, "test-closing", ""),
        (2, "test-session", "2015-01-02"),
    ]


def test_a_session_moves_to_another_forum_of_the_files(imported):
    (forum,) = sound("forums")["forums"]
    opening, closing = forum["sessions"]
    other = forum | {"slug": "test-other", "sessions": [closing | {"order": 1}]}
    write_folder(imported, {"forums": [forum | {"sessions": [opening]}, other]})
    run_import(imported)
    assert Session.objects.get(slug="test-closing").forum.slug == "test-other"


def test_what_the_format_does_not_hold_is_kept(imported):
    Initiative.objects.filter(slug="test-initiative").update(featured=4, publication="archived")
    Resource.objects.filter(slug="test-report").update(cover="covers/report.png")
    Source.objects.filter(url="https://example.org/2").update(accessed_on="2026-01-31")
    Initiative.objects.filter(slug="wise-ethiopia").update(slug="wise")
    change(imported, "initiatives", title="Anew")
    change(imported, "resources", title="Anew")
    run_import(imported)
    initiative = Initiative.objects.get(slug="test-initiative")
    assert (initiative.title, initiative.featured) == ("Anew", 4)
    assert initiative.publication == "archived"
    assert Resource.objects.get(slug="test-report").cover.name == "covers/report.png"
    assert str(Source.objects.get(url="https://example.org/2").accessed_on) == "2026-01-31"
    assert FormerSlug.objects.current(Initiative, "wise-ethiopia") == "wise"


def test_records_and_links_that_no_file_names_stay(imported):
    initiative = Initiative.objects.get(slug="wise-ethiopia")
    before = (Initiative.objects.count(), initiative.resources.count())
    (imported / "organizations.json").unlink()
    (imported / "people.json").unlink()
    change(imported, "initiatives", title="Anew")
    run_import(imported)
    assert (Initiative.objects.count(), initiative.resources.count()) == before
    assert Organization.objects.filter(slug="test-ministry").exists()


def test_references_resolve_against_the_database_where_files_are_absent(imported, tmp_path):
    (initiative,) = sound("initiatives")["initiatives"]
    other = initiative | {"slug": "test-other", "resources": ["test-report"]}
    run_import(write_folder(tmp_path / "partial", {"initiatives": [other]}))
    linked = Resource.objects.get(slug="test-report").initiatives.values_list("slug", flat=True)
    assert sorted(linked) == ["test-initiative", "test-other"]


def test_new_records_are_drafts_and_present_ones_stay_published(imported):
    files = sound("organizations", "people")
    files["organizations"].append(files["organizations"][0] | {"slug": "test-union"})
    run_import(write_folder(imported, files), publish=False)
    states = Organization.objects.filter(slug__startswith="test-").order_by("slug")
    assert list(states.values_list("slug", "publication")) == [
        ("test-ministry", "published"),
        ("test-union", "draft"),
    ]


def test_what_readers_see_changes_by_drafts_of_changes(imported):
    change(imported, "initiatives", title="Tests for everyone", milestones=None)
    change(imported, "forums", sessions=sound()["forums"][0]["sessions"][:1])
    lines = run_import(imported, publish=False)
    told = "1 draft of changes to what an editor has decided on, for review"
    assert lines[-2:] == [told, "no file names Closing; it stays, since readers see it"]
    initiative = Initiative.objects.get(slug="test-initiative")
    assert (initiative.title, initiative.milestones.count()) == ("Tests for all", 2)
    assert Session.objects.filter(slug="test-closing").exists()
    assert list(Draft.objects.values_list("kind", "changed_by")) == [("initiative", None)]


def test_a_dry_run_says_what_would_change_and_changes_nothing(imported, tmp_path):
    change(imported, "initiatives", title="Anew", resources=None)
    change(imported, "resources", initiatives=None)
    lines = run_import(imported, "--dry-run")
    assert tallies(lines)["initiatives"] == (0, 1, 0)
    assert lines[-1] == "a dry run: nothing was written"
    initiative = Initiative.objects.get(slug="test-initiative")
    assert (initiative.title, initiative.resources.count()) == ("Tests for all", 1)


def test_a_series_is_known_by_its_name_even_if_its_address_was_changed(imported):
    ForumSeries.objects.filter(name="Testing Expo").update(slug="expo")
    assert run_import(imported)[-1] == "nothing changed"
    assert ForumSeries.objects.get(name="Testing Expo").slug == "expo"


def test_a_byte_order_mark_at_the_beginning_is_no_fault(tmp_path):
    text = json.dumps(sound("people")["people"])
    run_import(write_folder(tmp_path / "files", {"people": b"\xef\xbb\xbf" + text.encode()}))


@pytest.mark.parametrize(
    ("path", "fault"), [("missing", "is not a folder"), ("empty", "holds none of the files")]
)
def test_a_folder_without_files_is_refused(tmp_path, path, fault):
    (tmp_path / "empty").mkdir()
    with pytest.raises(CommandError, match=fault):
        call_command("import_catalogue", str(tmp_path / path))


def ids(name):
    """The ids of one kind of claim of the imported initiative, in their order."""
    claims = getattr(Initiative.objects.get(slug="test-initiative"), name)
    return list(claims.values_list("public_id", flat=True))


def first_edition():
    """The sound records as files were before figures had kinds and sources types."""
    files = sound()
    (initiative,) = files["initiatives"]
    for key in ("sectors", "status_note", "status_source"):
        del initiative[key]
    for figure in initiative["figures"]:
        figure.pop("kind", None)
        figure["label"] += " in tests"
    for record in (record for records in files.values() for record in records):
        record["sources"] = [
            {key: value for key, value in source.items() if key not in ("type", "copy")}
            for source in record["sources"]
        ]
    return files


def test_a_second_edition_says_more_and_keeps_every_id(tmp_path):
    run_import(write_folder(tmp_path / "first", first_edition()))
    before = [ids(name) for name in ("replications", "figures", "milestones")]
    source = Source.objects.get(url="https://example.org/2")
    assert (source.type, source.copy) == ("other", False)
    second = sound()
    second["initiatives"][0]["replications"][0]["status"] = "adapting"
    run_import(write_folder(tmp_path / "second", second))
    assert [ids(name) for name in ("replications", "figures", "milestones")] == before
    initiative = Initiative.objects.get(slug="test-initiative")
    links = initiative.sector_links.select_related("sector")
    assert [link.sector.slug for link in links] == ["cotton", "education"]
    assert [figure.kind for figure in initiative.figures.all()] == ["scale", ""]
    source.refresh_from_db()
    assert (source.type, source.copy) == ("press", True)
    assert (initiative.status_note, initiative.status_source) == ("It closed.", source)


def test_a_list_in_another_order_keeps_the_ids_of_its_claims(imported):
    before = ids("figures")
    change(imported, "initiatives", figures=sound()["initiatives"][0]["figures"][::-1])
    run_import(imported)
    assert ids("figures") == before[::-1]


def test_a_claim_with_its_id_is_the_same_claim_whatever_it_says_now(imported):
    (known,) = ids("replications")
    source = {"source": 0}
    moved = {"id": known, "from": "BRA", "to": "MOZ", "status": "adapting", **source}
    new = {"from": "BRA", "to": "HTI", "status": "replicated", **source}
    change(imported, "initiatives", replications=[moved, new])
    run_import(imported)
    claims = Initiative.objects.get(slug="test-initiative").replications
    assert claims.get(public_id=known).to_country.iso3 == "MOZ"
    assert claims.exclude(public_id=known).get().to_country.iso3 == "HTI"


def test_an_id_of_elsewhere_does_not_replace_that_of_the_same_claim(imported):
    known = ids("milestones")
    milestones = sound()["initiatives"][0]["milestones"]
    change(imported, "initiatives", milestones=[{"id": "0" * 12, **one} for one in milestones[:1]])
    run_import(imported)
    assert ids("milestones") == known[:1]


def test_what_the_checks_of_publishing_find_wrong_is_told_and_not_published(tmp_path, capsys):
    folder = write_folder(tmp_path / "files", sound())
    change(folder, "initiatives", results="Write to ana@ministry.org.")
    with pytest.raises(CommandError, match="1 error in what readers would see; nothing was writ"):
        run_import(folder)
    assert not Initiative.objects.filter(slug="test-initiative").exists()
    run_import(folder, publish=False)
    assert Initiative.objects.get(slug="test-initiative").publication == "draft"


def test_a_file_without_records_takes_nothing_from_those_that_are_there(imported):
    tables = [
        Resource.publishers.through,
        Forum.organizers.through,
        Session.themes.through,
    ]
    before = [list(table.objects.order_by("pk").values()) for table in tables]
    assert all(before)
    for file in imported.glob("*.json"):
        file.write_text("[]")
    run_import(imported)
    assert [list(table.objects.order_by("pk").values()) for table in tables] == before
