"""Tables as CSV that spreadsheets open as they are, and run nothing of."""

import csv
from datetime import UTC, datetime
from io import BytesIO

import pytest

from core.downloads.columns import Column, Table
from core.downloads.csv_file import write_table


def written(*values):
    """What a reader makes of a table with one column, which begins with a byte order mark."""
    table = Table("", "Notes", "A note.", (Column("note", "What it says.", lambda row: row),))
    file = BytesIO()
    write_table(file, table, values, "https://example.org")
    text = file.getvalue().decode("utf-8")
    assert text[0] == "\ufeff"
    return list(csv.reader(text[1:].splitlines(keepends=True)))


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\t1", "\r1", "\n1", "\uff1d1", "\u3000=1"],
)
def test_no_text_stands_as_a_formula(text):
    assert written(text) == [["note"], [f"'{text}"]]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ('Taught, by “neighbours”\nand "others"', 'Taught, by “neighbours”\nand "others"'),
        ("1 = 1", "1 = 1"),
        ("https://example.org/?a=b", "https://example.org/?a=b"),
        (-5, "-5"),
        (None, ""),
        (True, "true"),
        (datetime(2026, 11, 29, 13, 0, 5, 123, tzinfo=UTC), "2026-11-29T13:00:05Z"),
    ],
)
def test_all_else_stands_as_it_is(value, cell):
    assert written(value) == [["note"], [cell]]
