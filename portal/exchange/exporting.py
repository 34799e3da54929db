"""Writing the published catalogue as files of the exchange format."""

import json
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction
from django.db.models import CharField, F, TextField
from django.db.models.functions import Collate

from core.models.publication import PublicationState
from portal.exchange.catalogue import FILES
from portal.exchange.faults import Fault

AT_ONCE = 1000  # records of a file that are in memory


class SourceNumbers:
    """A record on its way into a file: the sources it rests on, in the order of its page.

    drafts: whether what the file names may be a draft.
    """

    def __init__(self, row, *, drafts=False):
        self.drafts = drafts
        self.sources = row.numbered_sources() if hasattr(row, "numbered_sources") else []
        self._numbers = {source.pk: number for number, source in enumerate(self.sources)}

    def number(self, source):
        """The place, from 0, of a source in the record's list."""
        return self._numbers[source.pk]

    def shows(self, target):
        """Whether the file may name a record."""
        state = getattr(target, "publication", PublicationState.PUBLISHED)
        return self.drafts or state == PublicationState.PUBLISHED


def export(path, names=None):
    """Write files of the format into a folder, made if need be: those named, or all.

    Existing files of these names are replaced, others are left alone. Returns the number of
    records by the name of the file, and as faults what the format requires and a record lacks.
    However many records there are, few are in memory at a time.
    """
    folder = Path(path)
    folder.mkdir(parents=True, exist_ok=True)
    counts, faults = {}, []
    with one_moment():
        for file in FILES:
            if names and file.name not in names:
                continue
            draft = folder / f"{file.filename}.part"
            with draft.open("w", encoding="utf-8", newline="\n") as out:
                counts[file.name] = 0
                for text, missing in written(file):
                    out.write(",\n " if counts[file.name] else "[\n ")
                    out.write(text)
                    counts[file.name] += 1
                    faults += missing
                out.write("\n]\n" if counts[file.name] else "[]\n")
            draft.replace(folder / file.filename)
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


def written(file):
    """The published records of one file as pairs: the text, and what the record lacks."""
    for record in file_records(file):
        text = json.dumps(record, indent=1, ensure_ascii=False)
        yield text.replace("\n", "\n "), lacking(file, record)


def records_held(file, values):
    """The records of one file with these values of its first key, drafts too: by that value."""
    shape = file.shape
    column = shape.keys[0].column
    rows = shape.queryset(drafts=True).filter(**{f"{column}__in": list(values)})
    return {
        getattr(row, column): shape.plain(row, SourceNumbers(row, drafts=True))
        for row in rows.iterator(chunk_size=AT_ONCE)
    }


def file_records(file):
    """The published records of one file, sorted by what identifies them."""
    shape = file.shape
    rows = shape.queryset().order_by(in_order(shape), *shape.model._meta.ordering)
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield shape.plain(row, SourceNumbers(row))


def in_order(shape):
    """What sorts the rows of a shape by their first key: texts by the numbers of their letters."""
    column = shape.keys[0].column
    is_text = isinstance(shape.model._meta.get_field(column), CharField | TextField)
    return Collate(column, "C") if is_text else F(column)


def lacking(file, record):
    """What the format requires and a record of the database does not have."""
    name = str(record[file.shape.keys[0].name])
    return [
        Fault(file.filename, name, key.name, "is not filled in")
        for key in file.shape.keys
        if key.required and key.name not in record
    ]
