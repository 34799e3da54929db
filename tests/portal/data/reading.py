"""What the files of a set hold, for tests to look at."""

import csv
import gzip
import io
import json
import sqlite3
import zipfile
from contextlib import closing


def lines(made, name):
    """The records in a file of JSON Lines."""
    text = gzip.decompress((made.path / f"{name}.jsonl.gz").read_bytes()).decode()
    return [json.loads(line) for line in text.splitlines()]


def rows(made, name):
    """The rows of a table in the ZIP of CSV files."""
    with zipfile.ZipFile(made.path / "catalogue-csv.zip") as archive:
        return list(csv.DictReader(io.StringIO(archive.read(f"{name}.csv").decode())))


def ask(made, sql, *parameters):
    """What the SQLite file answers."""
    with closing(sqlite3.connect(made.path / "catalogue.sqlite")) as database:
        return database.execute(sql, parameters).fetchall()


def all_text(made):
    """All that stands in any file of a set, its names included, in small letters."""
    text = [" ".join(str(row) for row in dump(made))]
    for path in made.path.iterdir():
        content = path.read_bytes()
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                content = b"".join(map(archive.read, archive.namelist()))
        text.append(gzip.decompress(content) if path.suffix == ".gz" else content)
    return "\n".join(one if isinstance(one, str) else one.decode("latin-1") for one in text).lower()


def dump(made):
    """The SQLite file as SQL."""
    with closing(sqlite3.connect(made.path / "catalogue.sqlite")) as database:
        return list(database.iterdump())
