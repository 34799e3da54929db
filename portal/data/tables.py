"""The catalogue as tables: what CSV and SQLite have, with types and keys.

A kind of record is a table. A list in a record is a table of its own, `initiative_themes` or
`session_appearances`, whose rows begin with the key of what they are part of and their place in it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from operator import attrgetter

from portal.data.descriptions import POSITION
from portal.data.fields import Reference, References, Rows, Texts, Value
from portal.data.kinds import BY_NAME, KINDS, Kind

OWN_TABLE = {"initiative_replications"}  # lists of what is a kind of its own
ROW_KEYS = ("id", "code")  # by which a row that is part of a record is known everywhere


@dataclass(frozen=True)
class Column:
    """A column. type: as Table Schema calls it."""

    name: str
    type: str
    description: str
    is_required: bool = False


@dataclass(frozen=True)
class ForeignKey:
    """Columns that name a row of a table by columns of that."""

    columns: tuple
    table: str
    of: tuple


@dataclass(frozen=True)
class Cell:
    """What a row says in a column.

    read: gives it of a record, of a row that is part of one or of a member of a list; foreign_key:
    where it names another row.
    """

    column: Column
    read: Callable
    foreign_key: ForeignKey | None = None

    def renamed(self, name):
        """The same in a column of another name."""
        foreign_key = self.foreign_key and replace(self.foreign_key, columns=(name,))
        column = replace(self.column, name=name, is_required=True)
        return Cell(column, self.read, foreign_key)


@dataclass(frozen=True)
class Table:
    """A table and how its rows are read off a record.

    kind: whose records it tells of; cells: of a row; key: names of the columns that together are
    the primary key; head: columns before the cells, and above: the ForeignKey to what a row is part
    of; parts: pairs of the attribute that is a list and the Table of that.
    """

    name: str
    means: str
    kind: Kind
    cells: tuple
    key: tuple
    head: tuple = ()
    above: ForeignKey | None = None
    parts: tuple = field(default=(), repr=False)

    @cached_property
    def columns(self):
        return (*self.head, *(cell.column for cell in self.cells))

    @cached_property
    def foreign_keys(self):
        own = [self.above, *(cell.foreign_key for cell in self.cells)]
        return tuple(filter(None, own))

    @cached_property
    def places_of_key(self):
        """Where in a row its key stands."""
        names = [column.name for column in self.columns]
        return [names.index(name) for name in self.key]

    @property
    def all(self):
        """This table and those of its parts."""
        yield self
        for _, table in self.parts:
            yield from table.all

    def rows(self, record, head=()):
        """The rows of a record and of all that is part of it: pairs of a table's name and a row."""
        row = (*head, *(cell.read(record) for cell in self.cells))
        yield self.name, row
        if self.parts:
            key = tuple(row[place] for place in self.places_of_key)
            for attribute, table in self.parts:
                for place, part in enumerate(getattr(record, attribute), 1):
                    yield from table.rows(part, (*key, place))


@cache
def tables():
    """All Tables: that of a kind, those of its parts, the next kind."""
    return [table for root in roots().values() for table in root.all]


@cache
def roots():
    """By the name of a kind, its own Table."""
    return {kind.name: root(kind) for kind in KINDS}


def root(kind):
    """The Table of the records of a kind."""
    table = Table(kind.table, kind.means, kind, cells_of(kind.fields, kind.key), (kind.key,))
    return with_parts(table, kind.fields, kind.one)


def with_parts(table, fields, one):
    """A Table with those of its lists. one: what their names call a single row of it."""
    parts = [
        (each.attribute, part(table, each, one))
        for each in fields
        if isinstance(each, References | Texts | Rows) and f"{one}_{each.name}" not in OWN_TABLE
    ]
    return replace(table, parts=tuple(parts))


def part(owner, each, one):
    """The Table of a list. owner: that of what it is part of; one: what a row of that is called."""
    columns = [column for column in owner.columns if column.name in owner.key]
    head = [named_above(column, one) for column in columns]
    above = ForeignKey(tuple(column.name for column in head), owner.name, owner.key)
    place = Column("position", "integer", POSITION, is_required=True)
    key = (*above.columns, place.name)
    table = Table(
        f"{one}_{each.name}", each.description, owner.kind, (), key, (*head, place), above
    )
    if isinstance(each, Rows):
        own = next((row.name for row in each.fields if row.name in ROW_KEYS), None)
        key = (own,) if own else key
        table = replace(table, cells=cells_of(each.fields, *key), key=key)
        return with_parts(table, each.fields, f"{one}_{each.name.removesuffix('s')}")
    if isinstance(each, Texts):
        text = Column("text", "string", each.description, is_required=True)
        return replace(table, cells=(Cell(text, str),))
    cell = cell_of(each.one, read=each.one.key_of).renamed(called_singly(each.one))
    return replace(table, cells=(cell,), key=(*above.columns, cell.column.name))


def cells_of(fields, *required):
    """The Cells of Fields that are no lists. required: names of columns that are never empty."""
    cells = [cell_of(each) for each in fields if isinstance(each, Value | Reference)]
    return tuple(
        cell.renamed(cell.column.name) if cell.column.name in required else cell for cell in cells
    )


def cell_of(each, read=None):
    """The Cell of a Value or a Reference: of what is known by its id in a column `source_id`."""
    if isinstance(each, Value):
        return Cell(Column(each.name, each.type, each.description), each.of)
    name = f"{each.name}_id" if each.key == "id" else each.name
    type_of_key = "integer" if each.key == "number" else "string"
    column = Column(name, type_of_key, each.description, not each.is_optional)
    other = ForeignKey((name,), each.to.replace("-", "_"), (each.key,))
    attribute = attrgetter(each.attribute)
    return Cell(column, read or (lambda record: each.key_of(attribute(record))), other)


def called_singly(one):
    """What a column is called that names a single member of a list: `theme`, `source_id`."""
    singular = BY_NAME[one.to].one if one.to in BY_NAME else "target"
    return f"{singular}_id" if one.key == "id" else singular


def named_above(column, one):
    """The column by which a row names what it is part of: `initiative_id`, `country`."""
    names = {"id": f"{one}_id", "position": one.rpartition("_")[2]}
    is_key = column.name in ("slug", "iso3", "number")
    name = names.get(column.name, one if is_key else column.name)
    return Column(name, column.type, f"What it is part of: the {one.replace('_', ' ')}.", True)
