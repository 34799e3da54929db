"""Tables as CSV that spreadsheets open as they are, and run nothing of."""

import csv
from io import StringIO

import pytest

from core.web.spreadsheets import table


def read(text):
    """What a reader of CSV makes of a table, which begins with a byte order mark."""
    assert text[0] == "\ufeff"
    return list(csv.reader(StringIO(text[1:], newline="")))


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\t1", "\r1", "\n1", "\uff1d1", "\u3000=1"],
)
def test_no_text_stands_as_a_formula(text):
    assert read(table(["note"], [[text]])) == [["note"], [f"'{text}"]]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ('Taught, by “neighbours”\nand "others"', 'Taught, by “neighbours”\nand "others"'),
        ("1 = 1", "1 = 1"),
        ("https://example.org/?a=b", "https://example.org/?a=b"),
        (-5, "-5"),
        (None, ""),
    ],
)
def test_all_else_stands_as_it_is(value, cell):
    assert read(table(["what"], [[value]])) == [["what"], [cell]]
