"""Writing the published catalogue as files of the exchange format."""

import json
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction

from portal.exchange.catalogue import FILES
from portal.exchange.faults import Fault


class SourceNumbers:
    """A record on its way into a file: the sources it rests on, in the order of its page."""

    def __init__(self, row):
        self.sources = row.numbered_sources() if hasattr(row, "numbered_sources") else []
        self._numbers = {source.pk: number for number, source in enumerate(self.sources)}

    def number(self, source):
        """The place, from 0, of a source in the record's list."""
        return self._numbers[source.pk]


def export(path, names=None):
    """Write files of the format into a folder, made if need be: those named, or all.

    Existing files of these names are replaced, others are left alone. Returns the number of
    records by the name of the file, and as faults what the format requires and a record lacks.
    """
    folder = Path(path)
    folder.mkdir(parents=True, exist_ok=True)
    counts, faults = {}, []
    with one_moment():
        for file in FILES:
            if names and file.name not in names:
                continue
            records = file_records(file)
            faults += lacking(file, records)
            counts[file.name] = len(records)
            text = json.dumps(records, indent=1, ensure_ascii=False)
            (folder / file.filename).write_text(text + "\n", encoding="utf-8", newline="\n")
    return counts, faults


@contextmanager
def one_moment():
    """Read the database as it is now, whatever is saved meanwhile."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def file_records(file):
    """The published records of one file, sorted by what identifies them."""
    identity = file.shape.keys[0].name
    records = [file.shape.plain(row, SourceNumbers(row)) for row in file.shape.queryset()]
    return sorted(records, key=lambda record: record[identity])


def lacking(file, records):
    """What the format requires and records of the database do not have."""
    return [
        Fault(file.filename, str(record[file.shape.keys[0].name]), key.name, "is not filled in")
        for record in records
        for key in file.shape.keys
        if key.required and key.name not in record
    ]
