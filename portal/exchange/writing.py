"""Writing checked records into the database: what is new, what changed, what went."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from core.models.publication import PublicationState, Publishable
from portal.exchange.catalogue import FILES, SHARED
from portal.exchange.keys import Many, Parts, Reference
from portal.exchange.rows import (
    PERMANENT,
    PrimaryKeys,
    link_columns,
    match_rows,
    save_links,
    save_rows,
)


@dataclass
class Tally:
    """What a run does to the records of one kind: primary keys."""

    records: set = field(default_factory=set)
    created: set = field(default_factory=set)
    touched: set = field(default_factory=set)

    @property
    def changed(self):
        return self.touched - self.created

    @property
    def unchanged(self):
        return self.records - self.created - self.touched


@dataclass(frozen=True)
class Entry:
    """An object of a file on its way into a table."""

    record: dict
    top: dict  # the record of the file that it is part of, which lists the sources
    owner: int | None = None  # primary key of the row in whose list it stands
    position: int = 0
    root: int | None = None  # primary key of the row of `top`


def write(documents, *, publication=PublicationState.PUBLISHED, spares=None, progress=None):
    """Write checked documents in one transaction; returns a Tally by kind of record.

    documents: lists of checked records by the name of their file. publication: that of new records.
    spares: a function (model, keys) that tells which of these records stay as they are, with all
    their rows. progress: called with the number of records done.
    """
    with transaction.atomic():
        set_constraints("DEFERRED")  # figures change places, sessions move with their forum
        writer = Writer(publication, spares)
        for file in FILES:
            if file.name in documents:
                writer.write_file(file, documents[file.name])
                if progress:
                    progress(len(documents[file.name]))
        writer.write_links()
        writer.date_changes()
        set_constraints("IMMEDIATE")
    return writer.tallies


def set_constraints(when):
    """Have the rules that can wait checked at the end of the transaction, or now."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL {when}")


class Writer:
    """One run: remembers primary keys, the links still to be written, and what was touched."""

    def __init__(self, publication, spares=None):
        self.publication = publication
        self.spares = spares or (lambda model, keys: frozenset())
        self._spared = defaultdict(set)  # primary keys by model
        self.tallies = {}
        self._tally = None  # that of the file in hand
        self._keys = PrimaryKeys()
        self._links = defaultdict(Links)  # by the table between two models
        self._models = {}  # by the name of the file

    def write_file(self, file, records):
        """Upsert the records of one file with all that belongs to them."""
        for key in file.shape.keys:
            if key.shared:
                self._write_shared(key, records)
        self._models[file.name] = file.shape.model
        entries = [Entry(record, record) for record in records]
        saved = self._write_top(file.name, file.shape, entries)
        self._write_parts(file.shape, entries, saved.rows)

    def _write_shared(self, key, records):
        """Write what the records describe together: sources, conventions, series."""
        described = {}
        for record in records:
            for shared in key.shared_records(record.get(key.name)):
                described[shared[key.shared.keys[0].name]] = shared
        entries = [Entry(record, record) for record in described.values()]
        self._write_top(SHARED[key.shared], key.shared, entries)

    def _write_top(self, name, shape, entries):
        """Upsert records that stand by themselves, and tally them."""
        self._tally = self.tallies.setdefault(name, Tally())
        # Rows that refer to rows of their own file need these to be there.
        refers_to_itself = any(key.target is shape.model for key in shape.keys)
        for _ in range(1 + refers_to_itself):
            saved = self._save(shape, entries)
            self._tally.records.update(row.pk for row in saved.rows)
            self._tally.created.update(row.pk for row in saved.created)
            self._tally.touched.update(row.pk for row in saved.changed)
        return saved

    def _write_parts(self, shape, entries, rows):
        """Write what a record holds beside its row: links, and rows of its own."""
        spared = self._spared[shape.model]
        pairs = [pair for pair in zip(entries, rows, strict=True) if pair[1].pk not in spared]
        roots = {row.pk: entry.root or row.pk for entry, row in pairs}
        for key in shape.keys:
            if isinstance(key, Many):
                self._note_links(key, pairs, roots)
            elif isinstance(key, Parts):
                parts = [
                    Entry(part, entry.top, row.pk, position, roots[row.pk])
                    for entry, row in pairs
                    for position, part in enumerate(key.entries(entry.record.get(key.name)))
                ]
                saved = self._save(key.shape, parts, roots)
                self._write_parts(key.shape, parts, saved.rows)

    def _save(self, shape, entries, roots=None):
        """Create and change the rows of entries.

        roots: for parts, the primary keys of their owners, and of the top records of these. Rows
        of these owners for which there is no entry are removed, and the top records touched.
        """
        wanted = [self._columns(shape, entry) for entry in entries]
        present = self._present(shape, wanted, roots)
        matches = match_rows(wanted, present, identity=shape.identity, position=shape.position)
        spared = self.spares(shape.model, [row.pk for row in matches if row is not None])
        self._spared[shape.model] |= spared
        wanted = [
            {} if row is not None and row.pk in spared else columns
            for row, columns in zip(matches, wanted, strict=True)
        ]
        if roots is not None:
            kept = {row.pk for row in matches if row is not None}
            self._remove(shape, [row for row in present if row.pk not in kept], roots)
        saved = save_rows(
            shape.model,
            wanted,
            present=matches,
            initial=[self._initial(shape, entry) for entry in entries],
        )
        self._keys.remember(shape.model, saved.rows)
        if roots is not None:
            for row in [*saved.created, *saved.changed]:
                self._tally.touched.add(roots[getattr(row, shape.owner_column)])
        return saved

    def _remove(self, shape, rows, roots):
        for row in rows:
            self._tally.touched.add(roots[getattr(row, shape.owner_column)])
        shape.model.objects.filter(pk__in=[row.pk for row in rows]).delete()

    def _columns(self, shape, entry):
        columns = {}
        for key in shape.keys:
            columns |= key.columns(entry.record.get(key.name), entry.top)
        for name, value in columns.items():
            if isinstance(value, Reference):
                columns[name] = self._primary_key(value)
        if shape.owner:
            columns[shape.owner_column] = entry.owner
        if shape.position:
            columns[shape.position] = entry.position
        return columns

    def _initial(self, shape, entry):
        columns = {}
        for key in shape.keys:
            columns |= key.initial(entry.record.get(key.name))
        if issubclass(shape.model, Publishable):
            columns["publication"] = self.publication
        return columns

    def _present(self, shape, wanted, roots):
        """The rows of the entries, and the other rows of their owners."""
        first = shape.identity[0]
        query = Q(**{f"{first}__in": {columns[first] for columns in wanted}})
        if roots is not None:
            query |= Q(**{f"{shape.owner_column}__in": list(roots)})
        if ids := [columns[PERMANENT] for columns in wanted if PERMANENT in columns]:
            query |= Q(**{f"{PERMANENT}__in": ids})
        return list(shape.model.objects.filter(query))

    def _primary_key(self, reference):
        return self._keys.get(reference.model, reference.by, reference.value)

    def _note_links(self, key, pairs, roots):
        links = self._links[key.through]
        links.owner = key.owner
        for entry, row in pairs:
            links.governed[key.near][row.pk] = (self._tally, roots[row.pk])
            for value in key.references(entry.record.get(key.name)):
                reference = Reference(key.target, key.by, value)
                links.wanted.append({key.near: row.pk, key.far: reference})

    def write_links(self):
        """Make the links between records those that the files name, from one side or from both."""
        for through, links in self._links.items():
            columns = link_columns(through)
            wanted = set()
            for link in links.wanted:
                pair = (link[name] for name in columns)
                wanted.add(
                    tuple(self._primary_key(k) if isinstance(k, Reference) else k for k in pair)
                )
            spares = partial(self._spared_links, through, links.owner)
            for pair in save_links(through, wanted, links.governed, spares):
                for name, key in zip(columns, pair, strict=True):
                    if key in links.governed[name]:
                        tally, root = links.governed[name][key]
                        tally.touched.add(root)

    def _spared_links(self, through, owner, pairs):
        """Those pairs of keys that are links of records to be spared."""
        (field,) = (one for one in through._meta.fields if one.attname == owner)
        place = link_columns(through).index(owner)
        spared = self.spares(field.related_model, {pair[place] for pair in pairs})
        return {pair for pair in pairs if pair[place] in spared}

    def date_changes(self):
        """Date the records that changed, be it only in their parts."""
        now = timezone.now()
        for name, model in self._models.items():
            if issubclass(model, Publishable):
                model.objects.filter(pk__in=self.tallies[name].changed).update(updated_at=now)


class Links:
    """The links that files name in one table between two models."""

    def __init__(self):
        self.governed = defaultdict(dict)  # column -> {primary key: (tally, top record)}
        self.owner = ""  # the column of the record that the link is a part of
        self.wanted = []  # {column: primary key, column: reference}
