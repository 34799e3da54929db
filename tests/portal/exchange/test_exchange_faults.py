"""What an import refuses of files and between records, and how it says so."""

import json
import re

import pytest

from initiatives.models import Organization
from tests.portal.exchange.exchange_folder import SOURCE, refused, run_import, sound, write_folder

pytestmark = pytest.mark.usefixtures("catalogue")

INITIATIVE, FORUM, SESSION = (
    "initiatives.json, test-initiative",
    "forums.json, test-forum",
    "forums.json, test-forum, sessions[test-session]",
)

UNREADABLE = {
    "not JSON": (b'[\n {"slug": "a",,}\n]', "is not JSON: .* in line 2, column 15"),
    "cut off": (b'[{"slug": "a"}', "is not JSON: .* in line 1, column 15"),
    "empty": (b"", "is not JSON: .* in line 1, column 1"),
    "not UTF-8": ('[\n "Comércio"]'.encode("latin-1"), "is not UTF-8: line 2 holds other bytes"),
    "not a list": (b'{"slug": "a"}', "is not a list of records"),
    "no number": (b'[{"slug": NaN}]', "is not JSON: NaN is no number of JSON"),
    "without end": (b"[" * 100_000, "is not of the format: lists within lists without end"),
    "endless number": (b"[" + b"9" * 5000 + b"]", "is not of the format: a number of .* digits"),
}


@pytest.mark.parametrize(("content", "fault"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_read_is_told_with_the_place(tmp_path, content, fault):
    faults, _ = refused(write_folder(tmp_path / "files", {"people": content}))
    assert len(faults) == 1
    assert re.match(f"people.json: {fault}", faults[0])


def test_a_file_that_the_format_does_not_know_is_told(tmp_path):
    files = sound("people") | {"initiative.json": [], "notes.txt": b"ours"}
    faults, _ = refused(write_folder(tmp_path / "files", files))
    (fault,) = faults
    assert fault.startswith("initiative.json: is not a file of the format; those are regions.json")


def test_records_that_are_no_objects_or_have_no_name_are_told_by_their_number(tmp_path):
    faults, _ = refused(write_folder(tmp_path / "files", {"people": ["Ana", {"slug": []}]}))
    assert 'people.json, record 1: is "Ana"; an object is due' in faults
    assert "people.json, record 2, name: is missing; every record has it" in faults


def test_a_key_that_stands_twice_in_a_record_is_told(tmp_path):
    text = json.dumps(sound("people")["people"]).replace('"name"', '"name": "Eva", "name"')
    faults, _ = refused(write_folder(tmp_path / "files", {"people": text.encode()}))
    assert faults == ["people.json, test-person, name: this key stands twice"]


def test_a_record_that_stands_twice_is_told(tmp_path):
    files = sound("people")
    files["people"] *= 2
    faults, _ = refused(write_folder(tmp_path / "files", files))
    assert faults == [
        'people.json, test-person, slug: "test-person" stands twice; '
        "it is that of people.json, test-person too"
    ]


def test_every_fault_is_told_in_one_run_in_the_order_of_the_format_and_nothing_is_written(tmp_path):
    files = sound()
    files["initiatives"][0] |= {"title": 7, "end_year": 2009, "kind": "no"}
    files["people"][0]["sources"][0] |= {"url": "no"}
    files["forums"][0]["sessions"][0] |= {"date": "2020", "start_time": "25:00"}
    faults, last_word = refused(write_folder(tmp_path / "files", files))
    places = [fault.split(": ")[0] for fault in faults]
    assert places == [
        "people.json, test-person, sources[0].url",
        f"{INITIATIVE}, title",
        f"{INITIATIVE}, kind",
        f"{INITIATIVE}, end_year",
        f"{SESSION}.start_time",
        f"{SESSION}.date",
    ]
    assert last_word == "6 faults; nothing was written"
    assert not Organization.objects.filter(slug="test-ministry").exists()


def test_two_descriptions_of_one_source_are_told(tmp_path):
    files = sound("people", "organizations")
    files["people"][0]["sources"] = [SOURCE | {"title": "Another report", "year": 2014}]
    faults, last_word = refused(write_folder(tmp_path / "files", files))
    assert faults == [
        'people.json, test-person, sources[0]: "https://example.org/report" is described otherwise '
        'in organizations.json, test-ministry: title "A report", no year'
    ]
    assert last_word == "1 fault; nothing was written"


def test_a_document_and_an_initiative_that_name_each_other_on_one_side_only_are_told(tmp_path):
    files = sound()
    del files["resources"][0]["initiatives"]
    faults, _ = refused(write_folder(tmp_path / "files", files))
    assert faults == [
        f'{INITIATIVE}, resources[0]: "test-report" does not name this record among its '
        "initiatives; both name each other, or neither does"
    ]


def test_a_record_or_reference_under_a_former_slug_is_told_with_the_present_one(tmp_path):
    folder = write_folder(tmp_path / "files", sound())
    run_import(folder)
    Organization.objects.filter(slug="test-ministry").update(slug="test-department")
    faults, _ = refused(folder)
    assert (
        'organizations.json, test-ministry, slug: "test-ministry" is a former slug of '
        '"test-department"; write that'
    ) in faults
    (folder / "organizations.json").unlink()
    faults, _ = refused(folder)
    assert (
        f'{INITIATIVE}, partners[0].organization: "test-ministry" is a former slug of '
        '"test-department"; write that'
    ) in faults


def test_a_session_of_another_forum_is_told(tmp_path):
    files = sound()
    run_import(write_folder(tmp_path / "files", files))
    files["forums"][0]["slug"] = "test-other"
    faults, _ = refused(write_folder(tmp_path / "files", files))
    assert (
        'forums.json, test-other, sessions[test-session].slug: "test-session" belongs to '
        "test-forum, which is not in the file"
    ) in faults


def test_series_that_differ_in_signs_alone_are_told(tmp_path):
    files = sound()
    run_import(write_folder(tmp_path / "files", files))
    files["forums"][0]["host_event"] = "TESTING EXPO!"
    faults, _ = refused(write_folder(tmp_path / "files", files))
    assert faults == [
        f'{FORUM}, host_event: "TESTING EXPO!" differs too little from "Testing Expo"; write that'
    ]


def test_signs_that_cannot_be_seen_are_spelled_out(tmp_path):
    files = sound("people")
    files["people"][0]["na\x1b\ud800me"] = 1
    faults, _ = refused(write_folder(tmp_path / "files", files))
    assert faults[0].startswith(r"people.json, test-person, na\x1b\ud800me: is not a key")
