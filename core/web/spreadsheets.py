"""Tables as CSV that spreadsheets open as they are, and run nothing of."""

import csv
import re
from io import StringIO

BYTE_ORDER_MARK = "\ufeff"  # by which spreadsheets know that the text is UTF-8
# What a spreadsheet may take for the beginning of a formula: = + - @, full-width ones, and blanks.
FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")


def table(header, rows):
    """A table as CSV (RFC 4180): the names of its columns, and rows of values."""
    text = StringIO(BYTE_ORDER_MARK)
    text.seek(0, 2)
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([cell(value) for value in row] for row in rows)
    return text.getvalue()


def cell(value):
    """A value as it stands in a cell: before a text that might be run stands an apostrophe.

    Numbers stay as they are: they are not run.
    """
    if isinstance(value, str) and FORMULA.match(value):
        return f"'{value}"
    return value
