"""What is wrong with a file of sheets, and where."""

from dataclasses import dataclass

from portal.exchange.faults import printable

SHOWN = 60  # signs of a cell that a message repeats


class SheetError(Exception):
    """A file of which nothing can be read; the message is a sentence for whoever sent it."""


@dataclass(frozen=True, order=True)
class Place:
    """Where something stands: the sheet (or file of CSV), the row from 1, the heading of a column.

    row is 0 and column empty where it is about all of them.
    """

    sheet: str
    row: int = 0
    column: str = ""

    def __str__(self):
        sheet = self.sheet if self.sheet.endswith(".csv") else f"Sheet {self.sheet}"
        row = f"row {self.row}" if self.row else ""
        column = f"column {self.column}" if self.column else ""
        return ", ".join(part for part in (sheet, row, column) if part)


@dataclass(frozen=True, order=True)
class Fault:
    """One thing to be mended, or to be known, at its place."""

    place: Place
    text: str

    def __str__(self):
        return printable(f"{self.place}: {self.text}")


def shown(value):
    """A cell as messages repeat it."""
    text = str(value)
    return f"“{text}”" if len(text) <= SHOWN else f"“{text[:SHOWN]}…”"
