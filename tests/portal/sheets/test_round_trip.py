"""What is exported and read back is the same: of all that the launch catalogue holds."""

import io
import random

import pytest

from forum.models import Person
from initiatives.models import Initiative
from portal.exchange.exporting import records_held
from portal.sheets.cells import FORMULA, tidied
from portal.sheets.layout import FILES_BY_NAME, KINDS
from portal.sheets.lines import records_of, sheets_of
from portal.sheets.merging import CLEAR, KEEP, as_read, completed
from portal.sheets.reading import read
from portal.sheets.writing import harmless, lines_of, write_archive, write_csv, write_workbook

pytestmark = pytest.mark.usefixtures("catalogue")


def exported(kind, write=write_workbook, keys=None):
    """The export of records of a kind, all of them if no keys are given."""
    model = FILES_BY_NAME[kind].shape.model
    keys = list(model.objects.values_list("pk", flat=True)) if keys is None else keys
    file, layouts = io.BytesIO(), sheets_of(kind)
    write(file, layouts, lines_of(layouts, records_of(kind, keys)))
    file.seek(0)
    return file


def changed(file, kind, empty, name="a.xlsx"):
    """The short names of records that a file would change, and how many it has."""
    differing, faults, number = [], [], 0
    with read(file, name, empty=empty) as upload:
        assert upload.faults == []
        held = records_held(FILES_BY_NAME[kind], [one["slug"] for one in upload.records(kind)])
        for record in upload.records(kind):
            number += 1
            before = as_read(held[record["slug"]])
            if completed(record, before, faults) != before:
                differing.append(record["slug"])
    assert faults == []
    return differing, number


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_that_is_brought_back_changes_nothing(kind):
    model = FILES_BY_NAME[kind].shape.model
    for write, empty in [(write_workbook, CLEAR), (write_archive, KEEP)]:
        name = "a.zip" if write is write_archive else "a.xlsx"
        assert changed(exported(kind, write), kind, empty, name) == ([], model.objects.count())


def test_what_might_be_run_is_harmless_in_the_file_and_the_same_when_it_is_back():
    texts = ["=1+1", "'=1+1", "''+x", "@SUM(A1)", "-5 degrees", "\uff1dx", "'quoted'", "+1"]
    people = [
        Person.objects.create(slug=f"p-{number}", name=text) for number, text in enumerate(texts)
    ]
    keys = [person.pk for person in people]
    file = io.BytesIO()
    layouts = sheets_of("people")[:1]
    write_csv(file, layouts[0], lines_of(layouts, records_of("people", keys)))
    file.seek(0)
    lines = file.getvalue().decode("utf-8-sig").splitlines()[1:]
    names = [line.split(",")[2] for line in lines]
    assert not any(name.startswith(("=", "+", "-", "@", "\uff1d")) for name in names)
    for made, name in [(file, "people.csv"), (exported("people", keys=keys), "a.xlsx")]:
        with read(made, name) as upload:
            assert [one["name"] for one in upload.records("people")] == texts


def test_any_text_is_the_same_when_it_is_back():
    chance = random.Random(1)  # noqa: S311 the same texts each time
    signs = "'=+-@\uff1d;,\"\n\t |x7%é\u00a0ü😀_"
    for _ in range(5_000):
        text = "".join(chance.choices(signs, k=chance.randint(1, 8))).strip()
        if text:
            assert tidied(harmless(text)) == text
            assert not FORMULA.match(str(harmless(text)))


def test_each_record_is_exported_with_its_id_and_its_version_drafts_too():
    draft = Initiative.objects.create(slug="a-draft", title="A draft", kind_id=None)
    with read(exported("initiatives", keys=[draft.pk]), "a.xlsx") as upload:
        (record,) = upload.records("initiatives")
    assert record["id"] == Initiative.objects.get(pk=draft.pk).public_id
    assert len(record.version) == 16


def test_a_text_that_no_cell_has_room_for_is_left_as_it_is():
    long = "word " * 8_000
    person = Initiative.objects.create(slug="long", title="Long", challenge=long.strip())
    before = as_read(records_held(FILES_BY_NAME["initiatives"], ["long"])["long"])
    with read(exported("initiatives", keys=[person.pk]), "a.xlsx", empty=CLEAR) as upload:
        (record,) = upload.records("initiatives")
    assert "challenge" not in record
    assert completed(record, before, []) == before
