"""The rows of an upload on the disk, so that records are put together without all in memory."""

import json
import sqlite3
from decimal import Decimal
from typing import NamedTuple

from portal.exchange.reading import Record

TABLE = """
CREATE TABLE line (
    layout INTEGER, parent TEXT, name TEXT, sheet INTEGER, row INTEGER, version TEXT, record TEXT
);
CREATE INDEX line_parent ON line (layout, parent);
CREATE INDEX line_name ON line (layout, name);
"""


class Line(NamedTuple):
    """A row of a sheet. parent: the record it belongs to; name: what its own record is called."""

    parent: str
    name: str
    sheet: int
    row: int
    version: str
    record: dict

    @classmethod
    def kept(cls, found):
        """A line as the database gives it."""
        *others, record = found
        return cls(
            *others, json.loads(record, object_pairs_hook=Record.of_pairs, parse_float=Decimal)
        )


class Spool:
    """Lines by the number of their layout; a database that goes with this object."""

    def __init__(self):
        self.lines = sqlite3.connect("", check_same_thread=False)  # on the disk, without a name
        self.lines.executescript(TABLE)

    def add(self, layout, line):
        """Keep a line under the number of its layout."""
        text = json.dumps(line.record, default=float)  # of at most 15 digits, which floats keep
        values = (layout, *line[:-1], text)
        self.lines.execute("INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?)", values)

    def parents(self, layout):
        """What the lines of a layout say that they belong to, each with its first sheet and row."""
        query = "SELECT parent, sheet, MIN(row) FROM line WHERE layout = ? GROUP BY parent"
        return list(self.lines.execute(query, (layout,)))

    def rename(self, layout, parent, to):
        """Say by its short name what lines belong to."""
        query = "UPDATE line SET parent = ? WHERE layout = ? AND parent = ?"
        self.lines.execute(query, (to, layout, parent))

    def names(self, layout):
        """What the records of a layout are called, in their order."""
        query = "SELECT name FROM line WHERE layout = ? GROUP BY name ORDER BY MIN(rowid)"
        return [name for (name,) in self.lines.execute(query, (layout,))]

    def of(self, layout, *, parent=None, name=None):
        """The lines that belong to a record, or that have a name, in their order."""
        column, value = ("parent", parent) if name is None else ("name", name)
        query = (
            "SELECT parent, name, sheet, row, version, record FROM line "  # noqa: S608 two columns
            f"WHERE layout = ? AND {column} = ? ORDER BY rowid"
        )
        return [Line.kept(found) for found in self.lines.execute(query, (layout, value))]

    def all_of(self, layout):
        """What each line of a layout is called, its place, and its record."""
        query = "SELECT parent, name, sheet, row, version, record FROM line WHERE layout = ?"
        for found in self.lines.execute(query, (layout,)):
            yield Line.kept(found)

    def count(self, layout):
        """How many lines a layout has."""
        query = "SELECT COUNT(*) FROM line WHERE layout = ?"
        return self.lines.execute(query, (layout,)).fetchone()[0]

    def close(self):
        self.lines.close()
