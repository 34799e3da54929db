"""Folders of exchange files for tests: one sound record of each kind, to be changed by the test.

The records refer to what the launch catalogue holds.
"""

import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory

from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from portal.exchange.fixtures import FIXTURES

SOURCE = {
    "url": "https://example.org/report",
    "title": "A report",
    "publisher": "A ministry",
    "type": "agency-report",
}
ORGANIZATION = {
    "slug": "test-ministry",
    "name": "Ministry of Tests",
    "acronym": "MOT",
    "kind": "government",
    "country": "BRA",
    "url": "https://example.org/",
    "links": [{"kind": "youtube", "url": "https://example.org/videos"}],
    "summary": "Tests.",
    "sources": [SOURCE],
}
PERSON = {"slug": "test-person", "name": "Ana Teste", "sources": [SOURCE]}
RESOURCE = {
    "slug": "test-report",
    "title": "How tests work",
    "kind": "report",
    "year": 2014,
    "date": "2014-11-19",
    "url": "https://example.org/report",
    "publishers": ["ilo", "test-ministry"],
    "language": "en",
    "summary": "Tells of tests.",
    "initiatives": ["test-initiative"],
    "sources": [SOURCE],
}
INITIATIVE = {
    "slug": "test-initiative",
    "title": "Tests for all",
    "acronym": "TFA",
    "local_title": "Testes para todos",
    "kind": "project",
    "summary": "Countries test together.",
    "challenge": "Nobody tested.",
    "approach": "One country shows another.\n\nThen both test.",
    "results": "Fewer faults.",
    "lessons": "Begin early.",
    "replicability": "A will to test.",
    "law_and_mandate": "A decree.",
    "body_in_charge": "An office of tests.",
    "partners_needed": "A neighbour.",
    "money_needed": "2 US dollars for each test.",
    "time_needed": "A year.",
    "people_and_skills": "Four testers who can count.",
    "failed_elsewhere": "Tests without time.",
    "start_year": 2010,
    "end_year": 2014,
    "status": "completed",
    "status_note": "It closed.",
    "status_source": 1,
    "cooperation": ["south-south", "triangular"],
    "themes": ["youth-employment", "child-labour"],
    "sectors": ["cotton", "education"],
    "sdgs": [8, 17],
    "origin_countries": ["BRA"],
    "participating_countries": ["BRA", "HTI"],
    "partners": [
        {"organization": "test-ministry", "role": "lead"},
        {"organization": "ilo", "role": "implementer"},
    ],
    "replications": [
        {"from": "BRA", "to": "HTI", "status": "replicated", "year": 2012, "note": "N", "source": 0}
    ],
    "figures": [
        {
            "value": 100000000000,
            "unit": "tests",
            "label": "Run",
            "year": 2013,
            "kind": "scale",
            "source": 1,
        },
        {"value": 6.6, "unit": "per cent", "label": "Failed", "source": 0},
    ],
    "milestones": [
        {"date": "2010", "text": "Begins.", "source": 0},
        {"date": "2012-05-01", "text": "Grows.", "source": 1},
    ],
    "replies": [
        {
            "author": "Ministry of Tests",
            "date": "2024-05",
            "text": "We see it otherwise.\n\nIn full.",
            "url": "https://example.org/reply",
        },
    ],
    "resources": ["test-report"],
    "sources": [
        SOURCE,
        {
            "url": "https://example.org/2",
            "title": "Two",
            "publisher": "P",
            "year": 2014,
            "type": "press",
            "copy": True,
        },
    ],
}
FORUM = {
    "slug": "test-forum",
    "title": "Forum of Tests",
    "host_event": "Testing Expo",
    "edition": "3rd",
    "start_date": "2014-11-17",
    "end_date": "2014-11-21",
    "city": "Brasilia",
    "country": "BRA",
    "venue": "A hall",
    "theme": "Testing together",
    "summary": "Tests are shown.",
    "organizers": ["ilo", "test-ministry"],
    "themes": ["child-labour"],
    "resources": ["test-report"],
    "sessions": [
        {
            "order": 1,
            "slug": "test-session",
            "title": "Opening",
            "date": "2014-11-17",
            "start_time": "09:30",
            "end_time": "11:00",
            "summary": "Words of welcome.",
            "themes": ["child-labour"],
            "initiatives": ["test-initiative"],
            "resources": ["test-report"],
            "key_messages": ["Test.", "Test again."],
            "figures": [
                {"value": 50, "unit": "people", "label": "Present", "kind": "scale", "source": 0}
            ],
            "appearances": [
                {
                    "person": "test-person",
                    "role": "opening",
                    "title": "Minister",
                    "organization": "test-ministry",
                    "topic": "Why test",
                    "points": ["It helps."],
                }
            ],
        },
        {"order": 2, "slug": "test-closing", "title": "Closing", "summary": "Thanks."},
    ],
    "sources": [SOURCE],
}
SOUND = {
    "organizations": [ORGANIZATION],
    "people": [PERSON],
    "resources": [RESOURCE],
    "initiatives": [INITIATIVE],
    "forums": [FORUM],
}


def sound(*names):
    """Lists of sound records by the name of their file, free to be changed; all if none named."""
    return json.loads(json.dumps({name: SOUND[name] for name in names or SOUND}))


def write_folder(path, documents):
    """Write lists of records, or bytes as they are, as files of a folder; returns it."""
    path.mkdir(exist_ok=True)
    for name, content in documents.items():
        raw = content if isinstance(content, bytes) else json.dumps(content).encode()
        (path / (name if "." in name else f"{name}.json")).write_bytes(raw)
    return path


def run_import(path, *options, publish=True):
    """Run the import, for readers to see at once unless the test says otherwise; its lines."""
    output = io.StringIO()
    options = [*options, "--publish"] if publish else options
    call_command("import_catalogue", str(path), *options, stdout=output, stderr=io.StringIO())
    return output.getvalue().splitlines()


def import_sound():
    """Have the sound records in the database, as an import brings them."""
    with TemporaryDirectory() as folder:
        run_import(write_folder(Path(folder), sound()))


def refused(path):
    """Run an import that must fail; returns the faults it prints and its last word."""
    faults = io.StringIO()
    try:
        call_command("import_catalogue", str(path), stdout=io.StringIO(), stderr=faults)
    except CommandError as error:
        return faults.getvalue().splitlines(), str(error)
    raise AssertionError("The import was not refused.")


def run_export(path, *options):
    """Run the export; returns the texts of the files by name, and the lines of warnings."""
    warnings = io.StringIO()
    call_command("export_catalogue", str(path), *options, stdout=io.StringIO(), stderr=warnings)
    texts = {file.name: file.read_text(encoding="utf-8") for file in sorted(path.glob("*.json"))}
    return texts, warnings.getvalue().splitlines()


def empty_the_database():
    """Take all records of the catalogue out, as if there had never been any."""
    labels = [label for labels in FIXTURES.values() for label in labels]
    tables = [apps.get_model(label)._meta.db_table for label in labels]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # which would otherwise still wait
        cursor.execute(f"TRUNCATE {', '.join(tables)}, initiatives_formerslug CASCADE")
