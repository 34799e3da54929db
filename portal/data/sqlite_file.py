"""SQLite: one file with all tables, their keys and a full-text search, as Datasette opens it."""

import sqlite3

from portal.data.tables import tables

TYPES = {"integer": "INTEGER", "number": "NUMERIC", "boolean": "INTEGER"}  # all else is TEXT
SEARCHED = ("title", "local_title", "name", "acronym", "name_fr", "name_es", "name_pt", "name_ar")
# Nobody reads the file while it is written, and one that was not finished is thrown away.
AS_FAST_AS_CAN_BE = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=4096;"


class SqliteWriter:
    """Writes the rows of all tables into a new file; with the same rows the same bytes."""

    def __init__(self, path):
        self._database = sqlite3.connect(path, isolation_level=None)
        self._inserts = {}
        self._database.executescript(AS_FAST_AS_CAN_BE)
        self._database.execute("BEGIN")
        for table in tables():
            self._database.execute(create(table))
            places = ", ".join("?" for _ in table.columns)
            self._inserts[table.name] = f"INSERT INTO {quoted(table.name)} VALUES ({places})"  # noqa: S608 our own names

    def __enter__(self):
        return self

    def __exit__(self, *error):
        if error == (None, None, None):
            self.finish()
        self._database.close()

    def add(self, name, rows):
        """Write some rows of a table behind those before them."""
        self._database.executemany(self._inserts[name], rows)

    def finish(self):
        """Make what is found by: indexes of what names others, and of words."""
        for table in tables():
            for key in table.foreign_keys:
                if key.columns != table.key[: len(key.columns)]:
                    self._database.execute(index(table, key))
            if searched := searched_columns(table):
                for statement in full_text(table, searched):
                    self._database.execute(statement)
        self._database.execute("COMMIT")


def quoted(*names):
    """Names as SQL writes them, since some (order, copy) are its own words."""
    return ", ".join(f'"{name}"' for name in names)


def create(table):
    """SQL that makes a table."""
    lines = [
        f"{quoted(column.name)} {TYPES.get(column.type, 'TEXT')}"
        + (" NOT NULL" if column.is_required else "")
        for column in table.columns
    ]
    lines.append(f"PRIMARY KEY ({quoted(*table.key)})")
    lines += [
        f"FOREIGN KEY ({quoted(*key.columns)}) REFERENCES {quoted(key.table)} ({quoted(*key.of)})"
        for key in table.foreign_keys
    ]
    return f"CREATE TABLE {quoted(table.name)} (\n  " + ",\n  ".join(lines) + "\n)"


def index(table, key):
    """SQL that makes an index of columns that name another table's row."""
    name = "_".join([table.name, *key.columns])
    return f"CREATE INDEX {quoted(f'idx_{name}')} ON {quoted(table.name)} ({quoted(*key.columns)})"


def searched_columns(table):
    """The names and titles in a table of records; none in a table of parts."""
    if table.above:
        return []
    return [column.name for column in table.columns if column.name in SEARCHED]


def full_text(table, columns):
    """SQL of the search in a table, by which Datasette recognizes it."""
    found = quoted(f"{table.name}_fts")
    yield (
        f"CREATE VIRTUAL TABLE {found} USING fts5({quoted(*columns)},"
        f" content={quoted(table.name)}, tokenize='unicode61 remove_diacritics 2')"
    )
    yield f"INSERT INTO {found} ({found}) VALUES ('rebuild')"  # noqa: S608 our own names
