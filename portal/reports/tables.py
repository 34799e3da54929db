"""What a report is made of: sections of tables, some with a chart."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Chart:
    """How a table is drawn: some of its columns, by their names.

    kind: "bars", one for each row, the parts of each side by side; or "line", from row to row.
    most: of the rows, the largest by the first column.
    """

    kind: str
    columns: tuple[str, ...]
    most: int = 15


@dataclass(frozen=True)
class Table:
    """Rows of a name and numbers, as readers of a report have them before them.

    name: in addresses and file names. columns: their headings, that of the names first. texts: how
    many of the first columns are words. note: what stands above. none: what is said without rows.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple, ...]
    note: str = ""
    chart: Chart | None = None
    texts: int = 1
    none: str = "Nothing in this period."

    @property
    def cells(self):
        """Rows as the page prints them: the name, other words, numbers in groups of three."""
        return [
            (row[0], row[1 : self.texts], [in_words(value) for value in row[self.texts :]])
            for row in self.rows
        ]

    @property
    def headings(self):
        """The names of the columns with words, and with numbers."""
        return self.columns[: self.texts], self.columns[self.texts :]

    def column(self, name):
        """The values of one column."""
        place = self.columns.index(name)
        return [row[place] for row in self.rows]


@dataclass(frozen=True)
class Section:
    """A part of a report: a heading, how its numbers come about, and its tables."""

    name: str
    title: str
    method: str
    tables: tuple[Table, ...]


def in_words(value):
    """A number as a report has it, 1,250; a text as it is."""
    return f"{value:,}" if isinstance(value, int) else value


def share(part, whole):
    """Whole per cent, as text; nothing of nothing."""
    return f"{100 * part / whole:.0f}%" if whole else ""
