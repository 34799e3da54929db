"""What an import refuses of single records, and how it says so: file, record, key, what is due."""

import re

import pytest

from forum.models import Forum
from initiatives.models import Initiative, Organization
from tests.portal.exchange.exchange_folder import SOURCE, refused, sound, write_folder

pytestmark = pytest.mark.usefixtures("catalogue")

REPLICATION = {"from": "BRA", "to": "HTI", "status": "replicated", "source": 0}
MISSING = object()

# The file whose record changes, the key, its new value; and the fault as it is printed.
FAULTS = {
    "unknown key": ("people", "nick", "Aninha", "nick: is not a key of the format; keys are slug"),
    "missing key": ("people", "name", MISSING, "name: is missing; every record has it"),
    "null": ("people", "name", None, "name: is null; leave the key out, or give a text of one"),
    "empty text": ("people", "name", "", "name: is empty; leave the key out where nothing is"),
    "blank text": ("people", "name", " \n", "name: is empty; leave the key out where nothing is"),
    "blank at the end": ("people", "name", "Ana ", "name: begins or ends with a blank"),
    "line break": ("people", "name", "Ana\nTeste", "name: holds a line break; a text of one line"),
    "NUL": ("people", "name", "A\0na", "name: holds the control character U+0000"),
    "half a sign": ("people", "name", "A\ud83dna", "name: holds the unpaired surrogate U+D83D"),
    "vertical tab": ("people", "name", "A\x0bna", "name: holds the control character U+000B"),
    "no character": (
        "people",
        "name",
        "A\uffff",
        "name: holds the non-character U+FFFF",
    ),
    "override": ("people", "name", "A\u202ena", "name: holds the sign of direction U+202E"),
    "invisible": ("people", "name", "\u200b", "name: holds nothing that can be seen"),
    "list for a text": ("people", "name", ["Ana"], "name: is a list; a text of one line is due"),
    "number for a text": ("people", "name", 7, "name: is a whole number (7); a text of one line"),
    "object for a list": ("people", "sources", {}, "sources: is an object; a list is due"),
    "empty list": ("people", "sources", [], "sources: is an empty list; leave the key out"),
    "text for an object": ("people", "sources", ["x"], 'sources[0]: is "x"; an object is due'),
    "long name": ("people", "name", "x" * 151, "name: has 151 characters; at most 150 are"),
    "long summary": (
        "initiatives",
        "summary",
        "x" * 301,
        "summary: has 301 characters; at most 300 are allowed",
    ),
    "slug with capitals": (
        "people",
        "slug",
        "Ana",
        'slug: "Ana" is not lower-case letters and digits joined by single hyphens, at most 70',
    ),
    "long slug": ("people", "slug", "a" * 71, f'slug: "{"a" * 60}…" is not lower-case letters'),
    "slug with a blank": ("people", "slug", "test-person ", "slug: begins or ends with a blank"),
    "slug is a number": ("people", "slug", 12, "slug: is a whole number (12); lower-case"),
    "year as text": (
        "initiatives",
        "start_year",
        "2010",
        "start_year: is a text; a year from 1900 to 2035 is due",
    ),
    "year with point": (
        "initiatives",
        "start_year",
        2010.0,
        "start_year: is a decimal number (2010.0); a year from 1900 to 2035 is due",
    ),
    "year is true": (
        "initiatives",
        "start_year",
        True,
        "start_year: is true or false (true); a year from 1900 to 2035 is due",
    ),
    "year too early": ("initiatives", "start_year", 1899, "start_year: 1899 is not a year from"),
    "years out of order": (
        "initiatives",
        "end_year",
        2009,
        "end_year: 2009 lies before the start_year, 2010",
    ),
    "note on the status without its source": (
        "initiatives",
        "status_source",
        MISSING,
        "status_source: is missing; it stands together with status_note",
    ),
    "source of the status without a note": (
        "initiatives",
        "status_note",
        MISSING,
        "status_note: is missing; it stands together with status_source",
    ),
    "status settled by no source of the record": (
        "initiatives",
        "status_source",
        2,
        "status_source: 2 is none of the sources of the record; they are 0 to 1",
    ),
    "copy that is none": (
        "people",
        "sources",
        [{**SOURCE, "copy": False}],
        "sources[0].copy: false is not true; leave the key out where it does not hold",
    ),
    "unknown sort of source": (
        "people",
        "sources",
        [{**SOURCE, "type": "rumour"}],
        'sources[0].type: "rumour" is not one of: evaluation, statistics, law',
    ),
    "unknown status": (
        "initiatives",
        "status",
        "planned",
        'status: "planned" is not one of: active, completed, unknown',
    ),
    "unknown kind": (
        "initiatives",
        "kind",
        "projekt",
        'kind: "projekt" is no kind of initiative of the files or the database; those are ',
    ),
    "unknown theme": (
        "initiatives",
        "themes",
        ["fun"],
        'themes[0]: "fun" is no theme of the files or the database; those are child-labour',
    ),
    "theme twice": (
        "initiatives",
        "themes",
        ["child-labour", "child-labour"],
        'themes[1]: "child-labour" stands twice in this list',
    ),
    "unknown country": (
        "initiatives",
        "participating_countries",
        ["BRA", "XXX"],
        'participating_countries[1]: "XXX" is no country of the files or the database',
    ),
    "goal as text": ("initiatives", "sdgs", ["8"], "sdgs[0]: is a text; a whole number is due"),
    "goal is true": ("initiatives", "sdgs", [True], "sdgs[0]: is true or false; a whole number"),
    "unknown goal": (
        "initiatives",
        "sdgs",
        [18],
        "sdgs[0]: 18 is no Sustainable Development Goal of the files or the database; those",
    ),
    "origin apart": (
        "initiatives",
        "origin_countries",
        ["ECU"],
        'origin_countries: "ECU" is not among the participating_countries; add it there',
    ),
    "unknown partner": (
        "initiatives",
        "partners",
        [{"organization": "test-ministri", "role": "lead"}],
        'partners[0].organization: "test-ministri" is no organization of the files or the '
        'database; "test-ministry" is',
    ),
    "partner twice": (
        "initiatives",
        "partners",
        [{"organization": "ilo", "role": "lead"}] * 2,
        'partners[1]: organization "ilo" and role "lead" stand twice in this list',
    ),
    "replication to oneself": (
        "initiatives",
        "replications",
        [REPLICATION | {"to": "BRA"}],
        'replications[0].to: "BRA" is the country it comes from; name another',
    ),
    "replication twice": (
        "initiatives",
        "replications",
        [REPLICATION, REPLICATION | {"year": 2011}],
        'replications[1]: from "BRA" and to "HTI" and status "replicated" stand twice',
    ),
    "unknown stage": (
        "initiatives",
        "replications",
        [REPLICATION | {"status": "done"}],
        'replications[0].status: "done" is no stage of replication of the files or the database; '
        "those are adapting, exchange, interested, replicated",
    ),
    "source out of range": (
        "initiatives",
        "milestones",
        [{"date": "2010", "text": "Begins.", "source": 2}],
        "milestones[0].source: 2 is none of the sources of the record; they are 0 to 1",
    ),
    "negative source": (
        "initiatives",
        "milestones",
        [{"date": "2010", "text": "Begins.", "source": -1}],
        "milestones[0].source: -1 is not the place, from 0, of a source",
    ),
    "source of a session out of range": (
        "forums",
        "sessions[test-session].figures",
        [{"value": 1, "unit": "u", "label": "l", "source": 1}],
        "sessions[test-session].figures[0].source: 1 is none of the sources of the record; "
        "it has one, 0",
    ),
    "no id": (
        "initiatives",
        "milestones",
        [{"id": "first", "date": "2010", "text": "Begins.", "source": 0}],
        'milestones[0].id: "first" is not twelve hexadecimal digits',
    ),
    "id of two": (
        "initiatives",
        "milestones",
        [{"id": "a" * 12, "date": "2010", "text": text, "source": 0} for text in "AB"],
        'milestones[1].id: "aaaaaaaaaaaa" stands twice',
    ),
    "figure of nothing": (
        "initiatives",
        "figures",
        [{"value": 1, "source": 0}],
        "figures[0]: has neither unit nor label; one of them is needed",
    ),
    "figure as text": (
        "initiatives",
        "figures",
        [{"value": "25 million", "unit": "u", "label": "l", "source": 0}],
        "figures[0].value: is a text; a number with at most 15 digits",
    ),
    "figure too large": (
        "initiatives",
        "figures",
        [{"value": 10**15, "unit": "u", "label": "l", "source": 0}],
        "figures[0].value: 1000000000000000 is not a number with at most 15 digits",
    ),
    "figure too fine": (
        "initiatives",
        "figures",
        [{"value": 0.125, "unit": "u", "label": "l", "source": 0}],
        "figures[0].value: 0.125 is not a number with at most 15 digits, two of them behind the",
    ),
    "day not in the calendar": (
        "initiatives",
        "milestones",
        [{"date": "2014-02-30", "text": "Begins.", "source": 0}],
        'milestones[0].date: "2014-02-30" is not a day, month or year of the calendar such as',
    ),
    "day in words": (
        "resources",
        "date",
        "19 November 2014",
        'date: "19 November 2014" is not a day, month or year of the calendar such as 2014-11-19',
    ),
    "year of the date": ("resources", "year", 2015, "year: 2015 is not the year of the date"),
    "date without year": ("resources", "year", MISSING, "year: is missing; beside the date"),
    "language in words": (
        "resources",
        "language",
        "English",
        'language: "English" is not a code of two letters such as "en"',
    ),
    "address without scheme": (
        "resources",
        "url",
        "www.example.org",
        'url: "www.example.org" is not an address that begins with http:// or https:// and names',
    ),
    "address of a script": (
        "organizations",
        "url",
        "javascript:alert(1)",
        'url: "javascript:alert(1)" is not an address that begins with http:// or https://',
    ),
    "address with a blank": (
        "organizations",
        "url",
        "https://example.org/a b",
        'url: "https://example.org/a b" is not an address',
    ),
    "long address": (
        "organizations",
        "url",
        "https://example.org/" + "a" * 490,
        "url: has 510 characters; at most 500 are allowed",
    ),
    "source twice": (
        "people",
        "sources",
        [SOURCE, SOURCE | {"title": "A report"}],
        "sources[1].url: is the address of sources[0] too; cite it once",
    ),
    "unknown channel": (
        "organizations",
        "links",
        [{"kind": "tv", "url": "https://example.org/"}],
        'links[0].kind: "tv" is not one of: youtube, x, facebook, instagram, linkedin, feed',
    ),
    "forum ends first": (
        "forums",
        "end_date",
        "2014-10",
        "end_date: 2014-10 lies before the start_date, 2014-11-17",
    ),
    "not an ordinal": ("forums", "edition", "3", 'edition: "3" is not an ordinal such as "1st"'),
    "wrong ordinal": ("forums", "edition", "3th", 'edition: "3th" is not an ordinal such as'),
    "series without Latin letters": (
        "forums",
        "host_event",
        "منتدى",
        "host_event: needs a Latin letter or a digit, of which its address is made",
    ),
    "session outside the forum": (
        "forums",
        "sessions[test-session].date",
        "2014-11-23",
        "sessions[test-session].date: 2014-11-23 lies more than a day outside the forum, "
        "2014-11-17 to 2014-11-21",
    ),
    "session ends first": (
        "forums",
        "sessions[test-session].end_time",
        "09:30",
        "sessions[test-session].end_time: 09:30 is not after the start_time, 09:30",
    ),
    "time in words": (
        "forums",
        "sessions[test-session].start_time",
        "9.30 am",
        'sessions[test-session].start_time: "9.30 am" is not a time of day such as 09:30',
    ),
    "order of sessions": (
        "forums",
        "sessions[test-session].order",
        2,
        "sessions[test-session].order: 2 is not its place; sessions are numbered 1, 2, 3 in the",
    ),
    "empty message": (
        "forums",
        "sessions[test-session].key_messages",
        ["Test.", ""],
        "sessions[test-session].key_messages[1]: is empty",
    ),
    "unknown person": (
        "forums",
        "sessions[test-session].appearances",
        [{"person": "nobody-at-all", "role": "speaker"}],
        'sessions[test-session].appearances[0].person: "nobody-at-all" is no person of the files',
    ),
    "appearance twice": (
        "forums",
        "sessions[test-session].appearances",
        [{"person": "test-person", "role": "speaker"}] * 2,
        'sessions[test-session].appearances[1]: person "test-person" and role "speaker" stand',
    ),
    "session slug twice": (
        "forums",
        "sessions[test-session].slug",
        "test-closing",
        'sessions[test-closing].slug: "test-closing" stands twice',
    ),
}


def set_key(record, key, value):
    """Set, or remove, a key of a record, or of its first session."""
    found = re.fullmatch(r"sessions\[test-session\]\.(\w+)", key)
    if found:
        record, key = record["sessions"][0], found[1]
    if value is MISSING:
        del record[key]
    else:
        record[key] = value


@pytest.mark.parametrize(("name", "key", "value", "fault"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_with_file_record_key_and_what_is_allowed(
    tmp_path, name, key, value, fault
):
    files = sound()
    set_key(files[name][0], key, value)
    before = counts()
    faults, _ = refused(write_folder(tmp_path / "files", files))
    record = files[name][0]["slug"]
    assert any(line.startswith(f"{name}.json, {record}, {fault}") for line in faults), faults
    assert counts() == before


def counts():
    return [model.objects.count() for model in (Organization, Initiative, Forum)]
