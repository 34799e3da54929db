"""What is read of sheets: records in the notation of the exchange format, and faults by place."""

import pytest

from initiatives.models import Initiative
from portal.exchange.exporting import records_held
from portal.sheets.layout import FILES_BY_NAME
from portal.sheets.merging import CLEAR, as_read, completed
from portal.sheets.reading import read
from tests.portal.sheets.books import csv_of, faults, records, workbook_of, zip_of

pytestmark = pytest.mark.usefixtures("catalogue")


def test_sheets_are_put_together_to_records_in_the_notation_of_exchange():
    file = workbook_of(
        {
            "Replications": [
                ["Initiative", "From", "To", "Stage", "Year", "Source"],
                ["seeds", "Ethiopia", "ken", "Replicated", 2019, "https://example.org/a"],
            ],
            "Initiatives": [
                ["Title *", "short name", "SDGs", "Themes", "start_year", "Kind"],
                ["Seeds for All", "seeds", "2; SDG 8", "cooperatives;Rural employment", 2016, ""],
            ],
            "Initiative sources": [
                ["Initiative", "Web address", "Title", "Is a copy"],
                ["Seeds for All", "https://example.org/a", "A report", "yes"],
            ],
        }
    )
    assert records(file) == [
        {
            "slug": "seeds",
            "title": "Seeds for All",
            "sdgs": [2, 8],
            "themes": ["cooperatives", "rural-employment"],
            "start_year": 2016,
            "replications": [
                {
                    "from": "ETH",
                    "to": "KEN",
                    "status": "replicated",
                    "year": 2019,
                    "source": "https://example.org/a",
                }
            ],
            "sources": [{"url": "https://example.org/a", "title": "A report", "copy": True}],
        }
    ]


def test_sessions_stand_in_their_forum_and_speakers_in_their_session():
    file = workbook_of(
        {
            "Forums": [["Short name", "Title", "Edition"], ["expo", "Expo", 3]],
            "Sessions": [
                ["Forum", "Order", "Short name", "Title", "Start time", "Key messages"],
                ["expo", 1, "opening", "Opening", "9:30", "One; and so on.;\nTwo."],
            ],
            "Appearances": [
                ["Session", "Person", "Role", "Points"],
                ["opening", "somebody", "Moderator", "A point."],
            ],
        }
    )
    (forum,) = records(file, kind="forums")
    assert forum["edition"] == "3rd"
    assert forum["sessions"] == [
        {
            "order": 1,
            "slug": "opening",
            "title": "Opening",
            "start_time": "09:30",
            "key_messages": ["One; and so on.", "Two."],
            "appearances": [{"person": "somebody", "role": "moderator", "points": ["A point."]}],
        }
    ]


def test_files_of_csv_and_an_archive_of_them_say_the_same_as_a_workbook():
    main = [["Short name", "Title"], ["seeds", "Seeds"]]
    rows = [["Initiative", "From", "To"], ["seeds", "ETH", "KEN"]]
    whole = records(workbook_of({"Initiatives": main, "Replications": rows}))
    files = {
        "Initiatives.csv": csv_of(main),
        "export/replications.csv": csv_of(rows, "utf-16", ";"),
    }
    assert records(zip_of(files), "all.zip") == whole
    assert records(csv_of(main, separator="\t"), "initiatives.csv") == [
        {"slug": "seeds", "title": "Seeds"}
    ]
    for name in ("initiatives-2026-11-29.csv", "Initiatives (2).csv"):
        assert records(csv_of(main), name) == [{"slug": "seeds", "title": "Seeds"}]
    assert records(csv_of(main), "anything.csv", sheet="initiatives") == [
        {"slug": "seeds", "title": "Seeds"}
    ]


def test_a_fault_of_exchange_is_told_by_sheet_row_and_column():
    sheets = {
        "Initiatives": [["Short name", "Title"], [], ["seeds", "Seeds"]],
        "Replications": [
            ["Initiative", "From", "To"],
            ["seeds", "ETH", "KEN"],
            ["seeds", "ETH", "x"],
        ],
    }
    with read(workbook_of(sheets), "a.xlsx") as upload:
        (row,) = upload.records("initiatives")
    assert (row.place("replications[1].to")) == "Sheet Replications, row 3, column To"
    assert (row.place("title")) == "Sheet Initiatives, row 3, column Title"
    whole = completed(row, None, [])
    assert (whole.place("replications[1].to")) == "Sheet Replications, row 3, column To"
    assert (whole.place("approach")) == "Sheet Initiatives, row 3, column Approach"


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        (
            ["Short name", "Titel"],
            "Sheet Initiatives, row 1, column Titel: is none of the columns of Initiatives. "
            "Did you mean “Title”? Write that above the column",
        ),
        (["Title", "Summary"], "column Short name: is missing; it says which record each row is"),
        (["Short name", "Title", "title"], "column title: stands twice; keep one of both columns"),
    ],
)
def test_columns_that_nobody_knows_are_named_with_the_nearest(headings, said):
    file = workbook_of({"Initiatives": [headings, ["seeds", "Seeds"]]})
    assert any(said in fault for fault in faults(file))


def test_what_has_no_name_or_place_is_told_with_its_row():
    file = workbook_of(
        {
            "Initiatives": [["Short name", "Title"], ["seeds", "A"], ["seeds", "B"], ["", "C"]],
            "Figures": [["Initiative", "Value"], ["sedes", 1], ["", 2], ["seeds", 3, "lost"]],
            "Milestone": [["Initiative", "Date"]],
        }
    )
    assert faults(file) == [
        "Sheet Figures, row 2, column Initiative: “sedes” is no initiative of the file or the "
        "catalogue. Did you mean “seeds”?",
        "Sheet Figures, row 3, column Initiative: is empty; write the short name of the "
        "initiative that the row belongs to",
        "Sheet Figures, row 4: “lost” stands in a column without a heading",
        "Sheet Initiatives, row 3, column Short name: “seeds” stands in row 2, too",
        "Sheet Initiatives, row 4, column Short name: is empty; write one such as seeds-for-all, "
        "by which the record is known",
        "Sheet Milestone: is none of the sheets of the catalogue. Did you mean “Milestones”?",
    ]


def test_nothing_is_touched_that_the_file_does_not_say():
    slug, before = sample()
    file = workbook_of({"Initiatives": [["Short name", "Acronym"], [slug, "NEW"]]})
    with read(file, "a.xlsx") as upload:
        (row,) = upload.records("initiatives")
    assert completed(row, before, []) == before | {"acronym": "NEW"}


def test_empty_cells_leave_what_is_there_or_empty_it_as_was_chosen():
    slug, before = sample()
    rows = [["Short name", "Challenge", "Start year"], [slug, "", 1999]]
    for empty, expected in [
        ("keep", before | {"start_year": 1999}),
        (CLEAR, without(before, "challenge") | {"start_year": 1999}),
    ]:
        with read(workbook_of({"Initiatives": rows}), "a.xlsx", empty=empty) as upload:
            (row,) = upload.records("initiatives")
        assert completed(row, before, []) == expected


def test_rows_of_a_list_are_changed_and_added_and_go_only_if_that_was_chosen():
    slug, before = sample()
    first, *others = before["figures"]
    rows = [
        ["Initiative", "Id", "Value", "Source", "Unit"],
        [slug, first["id"], 7],
        [slug, "", 8, before["sources"][0]["url"], "tests"],
    ]
    new = {"value": 8, "source": 0, "unit": "tests"}
    for empty, expected in [
        ("keep", [first | {"value": 7}, *others, new]),
        (
            CLEAR,
            [{k: v for k, v in first.items() if k not in ("unit", "source")} | {"value": 7}, new],
        ),
    ]:
        with read(workbook_of({"Figures": rows}), "a.xlsx", empty=empty) as upload:
            (row,) = upload.records("initiatives")
        whole = completed(row, before, [])
        assert whole["figures"] == expected
        assert without(whole, "figures") == without(before, "figures")


def test_a_source_that_the_record_does_not_have_is_told():
    slug, before = sample()
    rows = [["Initiative", "Value", "Unit", "Source"], [slug, 7, "tests", "https://example.org/no"]]
    with read(workbook_of({"Figures": rows}), "a.xlsx") as upload:
        (row,) = upload.records("initiatives")
    found = []
    completed(row, before, found)
    assert [f"{fault.place}: {fault.text}" for fault in found] == [
        "Sheet Figures, row 2, column Source: “https://example.org/no” is none of the web "
        "addresses of its sources; add it there"
    ]


def without(record, *names):
    return {name: value for name, value in record.items() if name not in names}


def sample():
    """The short name of an initiative of the launch catalogue with figures, and its record."""
    initiative = (
        Initiative.objects.filter(figures__isnull=False).exclude(challenge="").order_by("slug")[0]
    )
    held = records_held(FILES_BY_NAME["initiatives"], [initiative.slug])
    return initiative.slug, as_read(held[initiative.slug])
