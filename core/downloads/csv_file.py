"""Tables as CSV (RFC 4180) that spreadsheets open as they are, and run nothing of.

They begin with a byte order mark: without one, Excel takes the text of a file that is opened by a
double click for that of a Western code page, and spells every accent wrong.
With tags they are for programs and have none: libhxl takes it for a part of the first header.
"""

import csv
import re
from datetime import datetime
from io import TextIOWrapper

BYTE_ORDER_MARK = "\ufeff"
# What a spreadsheet may take for the beginning of a formula: = + - @, full-width ones, and blanks.
FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")


def write_table(file, table, records, root, *, tagged=False):
    """Write a Table of records, one row after the other.

    file: takes bytes; root: what stands before our addresses; tagged: a row of tags of the
    Humanitarian Exchange Language follows the header.
    """
    text = TextIOWrapper(file, "utf-8", newline="")
    text.write("" if tagged else BYTE_ORDER_MARK)
    writer = csv.writer(text)
    writer.writerow(map(cell, table.names))
    if tagged:
        writer.writerow([column.tag for column in table.columns])
    cells = table.cells(root)
    for record in records:
        writer.writerows([cell(value) for value in row] for row in cells(record))
    text.detach()


def cell(value):
    """A value as it stands in a cell: before a text that might be run stands an apostrophe.

    Numbers stay as they are: they are not run.
    """
    if isinstance(value, str):
        return f"'{value}" if FORMULA.match(value) else value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds").replace("+00:00", "Z")
    return value
