"""An import of whatever a folder may hold ends in words, soon, and in little memory."""

import json
import os
import resource
import sys

import pytest
from django.core.management import CommandError, call_command

from forum.models import Person
from portal.exchange import reading
from tests.portal.exchange.exchange_folder import refused, run_import, sound, write_folder

pytestmark = pytest.mark.usefixtures("catalogue")

NUMBERS = {
    "1e999999999": "1E+999999999 is not a number with at most 15 digits",
    "-1e999999999": "-1E+999999999 is not a number with at most 15 digits",
    "1e-999999999": "1E-999999999 is not a number with at most 15 digits",
    "1e400": "1E+400 is not a number with at most 15 digits",
    "0.001": "0.001 is not a number with at most 15 digits",
    "1e15": "1E+15 is not a number with at most 15 digits",
    "true": "is true or false (true); a number with at most 15 digits",
    '"1e3"': "is a text; a number with at most 15 digits",
}
NO_NUMBERS = {
    "1e9999999999999999999": "is not of the format: a number such as 1e9999999999999999999",
    "-1e-9999999999999999999": "is not of the format: a number such as -1e-9999999999999999999",
    f"0.{'3' * 200}": "is not of the format: a number of 202 digits",
    "NaN": "is not JSON: NaN is no number of JSON",
    "-Infinity": "is not JSON: -Infinity is no number of JSON",
}


def with_figure(path, number):
    """A folder with an initiative that has one figure, its value written like this."""
    files = sound()
    files["initiatives"][0]["figures"] = [{"value": "VALUE", "unit": "people", "source": 0}]
    text = json.dumps(files["initiatives"]).replace('"VALUE"', number)
    return write_folder(path, files | {"initiatives": text.encode()})


@pytest.mark.parametrize(("number", "fault"), NUMBERS.items())
def test_a_figure_of_any_size_is_refused_in_its_place(tmp_path, number, fault):
    faults, _ = refused(with_figure(tmp_path / "files", number))
    assert len(faults) == 1
    assert faults[0].startswith(f"initiatives.json, test-initiative, figures[0].value: {fault}")


@pytest.mark.parametrize(("number", "fault"), NO_NUMBERS.items())
def test_what_is_no_number_is_refused_with_its_file(tmp_path, number, fault):
    faults, _ = refused(with_figure(tmp_path / "files", number))
    assert f"initiatives.json: {fault}" in faults


def test_numbers_of_other_keys_are_refused_in_their_places(tmp_path):
    files = sound()
    files["initiatives"][0] |= {"start_year": 10**99, "sdgs": [10**99]}
    files["forums"][0]["sessions"][0]["order"] = -(10**98)
    faults, _ = refused(write_folder(tmp_path / "files", files))
    places = [fault.split(": ")[0].split(", ")[-1] for fault in faults]
    assert places == [
        "start_year",
        "sdgs[0]",
        "sessions[test-session].order",
    ]


def test_hidden_files_are_passed_over(tmp_path):
    folder = write_folder(tmp_path / "files", sound("people"))
    for name in ("._people.json", "._initiatives.json", ".DS_Store", ".people.json.swp"):
        (folder / name).write_bytes(b"\x00\x05\x16\x07\xff")
    run_import(folder)
    assert Person.objects.filter(slug="test-person").exists()


def test_a_folder_of_hidden_files_alone_holds_nothing(tmp_path):
    folder = write_folder(tmp_path / "files", {"._people.json": b"[]"})
    with pytest.raises(CommandError, match="holds none of the files"):
        run_import(folder)


def pipe(path, elsewhere):
    os.mkfifo(path)


def device(path, elsewhere):
    path.symlink_to("/dev/zero")


def folder(path, elsewhere):
    path.mkdir()


def loop(path, elsewhere):
    path.symlink_to(path)


def nowhere(path, elsewhere):
    path.symlink_to("gone.json")


def outside(path, elsewhere):
    path.symlink_to(elsewhere)


def pipe_beside(path, elsewhere):
    os.mkfifo(path.with_name(".pipe"))
    path.symlink_to(".pipe")


NO_FILES = [
    (pipe, "is no file but a folder, a pipe or a device"),
    (pipe_beside, "is no file but a folder, a pipe or a device"),
    (folder, "is no file but a folder, a pipe or a device"),
    (device, "is a link that leads out of the folder; put the file itself there"),
    (outside, "is a link that leads out of the folder; put the file itself there"),
    (loop, "cannot be read: Too many levels of symbolic links"),
    (nowhere, "cannot be read: No such file or directory"),
]


@pytest.mark.parametrize(("make", "fault"), NO_FILES)
def test_what_is_no_file_of_the_folder_is_refused_at_once(tmp_path, make, fault):
    elsewhere = tmp_path / "elsewhere.json"
    elsewhere.write_text(json.dumps(sound("people")["people"]))
    files = tmp_path / "files"
    files.mkdir()
    make(files / "people.json", elsewhere)
    faults, _ = refused(files)
    assert faults == [f"people.json: {fault}"]


def test_a_link_within_the_folder_is_followed(tmp_path):
    files = write_folder(tmp_path / "files", {"2026-people.txt": b"[]"})
    (files / "2026-people.txt").write_text(json.dumps(sound("people")["people"]))
    (files / "people.json").symlink_to("2026-people.txt")
    (tmp_path / "link").symlink_to(files)
    run_import(tmp_path / "link")
    assert Person.objects.filter(slug="test-person").exists()


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path):
    files = write_folder(tmp_path / "files", {"people": b"["})
    os.truncate(files / "people.json", 4_000_000_000)  # sparse: it takes no room on the disk
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    faults, _ = refused(files)
    assert faults == [
        "people.json: has more than 100 MB; divide its records between several folders, "
        "and take them in one after the other"
    ]
    unit = 1 if sys.platform == "darwin" else 1000
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit
    assert grown < 2.5 * reading.LARGEST * 1_000_000


@pytest.mark.parametrize("key", ["summary", "challenge", "approach"])
def test_a_text_longer_than_the_database_can_keep_is_refused(tmp_path, key):
    files = sound()
    files["initiatives"][0][key] = "word " * 500_000 + "end"
    limit = 300 if key == "summary" else 100_000
    faults, _ = refused(write_folder(tmp_path / "files", files))
    assert faults == [
        f"initiatives.json, test-initiative, {key}: "
        f"has 2500003 characters; at most {limit} are allowed"
    ]


def test_texts_that_are_too_much_together_are_refused_by_the_database_in_words(tmp_path):
    files = sound()
    keys = ("challenge", "approach", "results", "lessons", "replicability")
    for number, key in enumerate(keys):
        words = map(hindi, range(number * 12_000, (number + 1) * 12_000))
        files["initiatives"][0][key] = " ".join(words)
    with pytest.raises(CommandError, match=r"The database refused: .* Nothing was written\."):
        run_import(write_folder(tmp_path / "files", files))


def hindi(number):
    """A word of its own for each number, of seven letters that take three bytes each."""
    return "".join(chr(0x0915 + number // 32**location % 32) for location in range(7))


@pytest.mark.parametrize(
    "path", ["", "no/such/folder", "x" * 5000, "a\x00b", "\udcff", "/dev/null"]
)
def test_a_folder_that_is_none_is_told(tmp_path, path):
    with pytest.raises(CommandError):
        call_command("import_catalogue", str(tmp_path / path) if path else "")
