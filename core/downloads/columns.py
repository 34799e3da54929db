"""What stands in a table: one row for each thing, under columns that are described once."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

SEPARATOR = "; "  # between several names in one cell
BETWEEN_ADDRESSES = " "  # no address has a blank within

# What kinds of values there are: types of a Table Schema, but for addresses, texts of a format.
TEXT, WHOLE, NUMBER, TRUTH = "string", "integer", "number", "boolean"
DAY, TIME, ADDRESS = "date", "datetime", "uri"


def at(path):
    """A function of a row: what stands at a dotted path, None where a part of it is None."""
    names = path.split(".")

    def value(row):
        for name in names:
            row = getattr(row, name)
            if row is None:
                return None
        return row

    return value


def each(path, name, separator=SEPARATOR):
    """A function of a row: what all of some others say, in one text."""
    several, one = at(path), at(name)
    return lambda row: separator.join(str(one(other)) for other in several(row))


@dataclass(frozen=True)
class Column:
    """One column of a table.

    name: in the header, and of the path where `value` is not given; says: what stands in it, in a
    sentence; kind: one of the types above; value: a path, or a function of a row; tag: of the
    Humanitarian Exchange Language, empty where none fits; width: in signs, on a sheet,
    where that of its kind will not do; is_ours: the value is a path of the portal.
    """

    name: str
    says: str
    value: str | Callable = ""
    kind: str = TEXT
    tag: str = ""
    width: int = 0
    is_ours: bool = False

    @property
    def getter(self):
        """A function of a row: the value."""
        return self.value if callable(self.value) else at(self.value or self.name)


def page_url(of="", **given):
    """The column with the address of the page of a record that a path of the row leads to."""
    record = at(of) if of else lambda row: row
    defaults = {"name": "page_url", "says": "The page, for people.", "tag": "#meta+url"}
    return Column(
        **defaults | given,
        value=lambda row: record(row).get_absolute_url(),
        kind=ADDRESS,
        is_ours=True,
    )


def place_on_page(name, says):
    """The column with the address of a part on the page of its record. name: of such a part."""

    def path(row):
        return f"{row.record.get_absolute_url()}#{name}-{row.part.public_id}"

    return Column("page_url", says, path, ADDRESS, "#meta+url", is_ours=True)


class Within(NamedTuple):
    """A row of a table of parts: the record, and the part that the row is about."""

    record: object
    part: object


def parts(path):
    """A function of a record: a row for each of its parts at a path."""
    several = at(path)
    return lambda record: [Within(record, part) for part in several(record)]


@dataclass(frozen=True)
class Table:
    """A table that can be taken away.

    name: in its address, empty for the table of the records themselves; title: of its sheet; says:
    what one row is; key: the columns that tell rows apart; rows: a function of a record, of its
    rows in this table; most_lines: that a row has on a sheet.
    """

    name: str
    title: str
    says: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("id",)
    rows: Callable = lambda record: [record]
    most_lines: int = 5

    @property
    def names(self):
        return [column.name for column in self.columns]

    def only(self, names):
        """The same with these columns, in this order; with all for None."""
        if names is None:
            return self
        by_name = {column.name: column for column in self.columns}
        columns = tuple(by_name[name] for name in names)
        return replace(self, columns=columns)

    def cells(self, root):
        """A function of a record: the cells of each of its rows. root: scheme and host."""
        getters = [
            ours(column.getter, root) if column.is_ours else column.getter
            for column in self.columns
        ]
        return lambda record: [[value(row) for value in getters] for row in self.rows(record)]


def ours(path_of, root):
    """A function of a row: the whole address of one of our paths."""
    return lambda row: root + path_of(row)
