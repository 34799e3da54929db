"""That nothing of the launch catalogue is missing, and that a comparison finds what is."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from forum import models as forum
from initiatives import models as initiatives
from tests.portal.exchange.exchange_folder import run_export, run_import, sound, write_folder

pytestmark = pytest.mark.usefixtures("catalogue")

# Counted once in the files from which the launch data were made.
EXPECTED = json.loads((Path(__file__).parent / "data" / "catalogue_counts.json").read_text())


def counted(*path):
    """The lines of the command, as lists of words; and its last word if it fails."""
    output = io.StringIO()
    try:
        call_command("count_catalogue", *map(str, path), stdout=output)
        last_word = None
    except CommandError as error:
        last_word = str(error)
    return [line.split() for line in output.getvalue().splitlines()], last_word


def test_the_launch_catalogue_holds_all_that_was_gathered():
    lines, _ = counted()
    assert {name: int(number.replace(",", "")) for name, number in lines} == EXPECTED


@pytest.mark.parametrize(
    ("model", "path"),
    [
        (initiatives.Initiative, "initiatives"),
        (initiatives.Organization, "organizations"),
        (forum.Person, "people"),
        (initiatives.Resource, "resources"),
        (forum.Forum, "forums"),
        (forum.Session, "forums.sessions"),
        (forum.Appearance, "forums.sessions.appearances"),
        (forum.SessionFigure, "forums.sessions.figures"),
        (initiatives.Replication, "initiatives.replications"),
        (initiatives.Figure, "initiatives.figures"),
        (initiatives.Milestone, "initiatives.milestones"),
        (initiatives.Reply, "initiatives.replies"),
        (initiatives.InitiativeSector, "initiatives.sectors"),
        (initiatives.Source, "sources"),
        (initiatives.Country, "countries"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_the_command_counts_are_the_rows_of_the_tables(model, path):
    assert model.objects.count() == EXPECTED[path]


def test_all_that_can_be_published_is():
    for model in [
        initiatives.Initiative,
        initiatives.Organization,
        initiatives.Resource,
        forum.Person,
        forum.Forum,
    ]:
        assert model.objects.published().count() == model.objects.count()


def test_a_folder_with_the_same_catalogue_differs_in_nothing(tmp_path):
    run_export(tmp_path)
    lines, last_word = counted(tmp_path)
    assert lines[0] == ["database", "files"]
    assert [line for line in lines[1:] if len(line) != 3 or line[1] != line[2]] == []
    assert len(lines) == len(EXPECTED) + 1
    assert last_word is None


def test_what_differs_is_marked_and_fails(tmp_path):
    run_export(tmp_path, "--only", "initiatives", "people")
    initiatives.Figure.objects.filter(initiative__slug="wise-ethiopia").first().delete()
    lines, last_word = counted(tmp_path)
    differing = [line for line in lines if line[-1] == "differs"]
    whole = EXPECTED["initiatives.figures"]
    assert differing == [["initiatives.figures", f"{whole - 1:,}", f"{whole:,}", "differs"]]
    assert last_word == "1 of 16 numbers differ"


def test_files_that_are_absent_are_not_compared(tmp_path):
    run_export(tmp_path, "--only", "kinds")
    lines, _ = counted(tmp_path)
    assert lines[1:] == [["kinds", "11", "11"]]


def test_all_counts_follow_an_import(tmp_path):
    run_import(write_folder(tmp_path, sound()))
    lines, _ = counted()
    numbers = {name: int(number.replace(",", "")) for name, number in lines}
    more = {name: numbers[name] - EXPECTED[name] for name in EXPECTED}
    assert more["initiatives.figures"] == 2
    assert more["forums.sessions.appearances.points"] == 1
    assert more["forums.sessions.key_messages"] == 2
    assert more["resources.publishers"] == 2
    assert (more["sources"], more["series"], more["countries"]) == (2, 1, 0)


def test_a_folder_with_faults_is_refused(tmp_path):
    write_folder(tmp_path, {"people": [{"slug": "ana"}]})
    _, last_word = counted(tmp_path)
    assert last_word == "2 faults; import_catalogue --dry-run says more"
