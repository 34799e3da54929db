"""Writing checked records into the database: what is new, what changed, what went."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from initiatives.models import Publication
from initiatives.models.publication import Publishable
from portal.exchange.catalogue import FILES, SHARED
from portal.exchange.keys import Children, Many, Reference

BATCH = 500


@dataclass
class Tally:
    """What a run does to the records of one kind: the keys of those created and changed."""

    records: set = field(default_factory=set)
    created: set = field(default_factory=set)
    touched: set = field(default_factory=set)

    @property
    def changed(self):
        return self.touched - self.created

    @property
    def unchanged(self):
        return self.records - self.created - self.touched


def write(documents, *, publication=Publication.PUBLISHED, dry_run=False, progress=None):
    """Write checked documents in one transaction; returns a Tally for each kind of record.

    documents: lists of checked records by the name of their file. publication: of new records.
    dry_run: do all of it, and take it back. progress: called with the number of records done.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            # Sessions move together with their forum, and figures change places.
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        writer = Writer(publication)
        for file in FILES:
            if file.name in documents:
                writer.write_file(file, documents[file.name])
                if progress:
                    progress(len(documents[file.name]))
        writer.write_links()
        writer.mark_updated()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        if dry_run:
            transaction.set_rollback(True)
    return writer.tallies


@dataclass(frozen=True)
class Item:
    """A record on its way into a table."""

    record: dict
    top: dict  # the record of the file that it is part of, which has the sources
    owner: int | None = None  # primary key of the record in whose list it stands
    place: int = 0
    root: int | None = None  # primary key of the row of `top`


class Writer:
    """One run: remembers primary keys, links still to be written, and what was touched."""

    def __init__(self, publication):
        self.publication = publication
        self.tallies = {}
        self._keys = {}  # (model, column) -> {value: primary key}
        self._links = {}  # table between -> Links
        self._root = None  # the tally of the file in hand
        self._models = {}  # name of a file -> model

    def write_file(self, file, records):
        """Upsert the records of one file and all that hangs on them."""
        for key in file.shape.keys:
            if key.shared:
                self._write_shared(key, records)
        self._root = self.tallies.setdefault(file.name, Tally())
        self._models[file.name] = file.shape.model
        items = [Item(record, record) for record in records]
        # Rows that refer to rows of their own file need these to be there.
        to_itself = any(getattr(key, "target", None) is file.shape.model for key in file.shape.keys)
        for _ in range(1 + to_itself):
            rows = self._save(file.shape, items)
        self._root.records.update(row.pk for row in rows)
        self._save_parts(file.shape, items, rows)

    def _write_shared(self, key, records):
        described = {}
        for record in records:
            if key.name in record:
                for shared in key.shared_records(record[key.name]):
                    described[shared[key.shared.keys[0].name]] = shared
        self._root = self.tallies.setdefault(SHARED[key.shared], Tally())
        items = [Item(record, record) for record in described.values()]
        rows = self._save(key.shared, items)
        self._root.records.update(row.pk for row in rows)

    def _save_parts(self, shape, items, rows):
        """What a record holds beside its row: rows of its own, and links to other records."""
        for key in shape.keys:
            if isinstance(key, Many):
                self._note_links(key, items, rows)
            elif isinstance(key, Children):
                parts = [
                    Item(entry, item.top, row.pk, place, item.root or row.pk)
                    for item, row in zip(items, rows, strict=True)
                    for place, entry in enumerate(key.entries(item.record.get(key.name, [])))
                ]
                owners = {
                    row.pk: item.root or row.pk for item, row in zip(items, rows, strict=True)
                }
                kept = self._save(key.shape, parts, owners)
                self._save_parts(key.shape, parts, kept)

    def _save(self, shape, items, owners=None):
        """Create and change rows; with owners, remove their rows that no item stands for.

        owners: the primary key of the top record, by that of the owner.
        Returns the rows, in the order of the items.
        """
        wanted = [self._columns(shape, item) for item in items]
        identities = [tuple(columns[name] for name in self._identity(shape)) for columns in wanted]
        present = self._present(shape, identities, owners)
        new, changed, names = [], [], set()
        rows = []
        for item, columns, identity in zip(items, wanted, identities, strict=True):
            row = present.get(identity)
            if row is None:
                row = shape.model(**columns, **self._initial(shape, item))
                new.append(row)
                present[identity] = row
            else:
                differing = [name for name in columns if getattr(row, name) != columns[name]]
                if differing:
                    for name in differing:
                        setattr(row, name, columns[name])
                    changed.append(row)
                    names.update(differing)
                    self._root.touched.add(item.root or row.pk)
            rows.append(row)
        if owners is not None:
            self._remove(shape, present, identities, owners)
        if changed:
            fields = {shape.model._meta.get_field(name.removesuffix("_id")) for name in names}
            shape.model.objects.bulk_update(
                changed, sorted(field.name for field in fields), batch_size=BATCH
            )
        shape.model.objects.bulk_create(new, batch_size=BATCH)
        self._remember(shape, rows)
        if owners is None:
            self._root.created.update(row.pk for row in new)
        else:
            self._root.touched.update(owners[getattr(row, shape.owner_column)] for row in new)
        return rows

    def _remove(self, shape, present, identities, owners):
        wanted = set(identities)
        gone = [row for identity, row in present.items() if identity not in wanted]
        if gone:
            self._root.touched.update(owners[getattr(row, shape.owner_column)] for row in gone)
            shape.model.objects.filter(pk__in=[row.pk for row in gone]).delete()

    def _columns(self, shape, item):
        columns = {}
        for key in shape.keys:
            columns |= key.columns(item.record.get(key.name), item.top)
        for name, value in columns.items():
            if isinstance(value, Reference):
                columns[name] = self._primary_key(value)
        if shape.owner:
            columns[shape.owner_column] = item.owner
        if shape.place:
            columns[shape.place] = item.place
        return columns

    def _initial(self, shape, item):
        columns = {}
        for key in shape.keys:
            columns |= key.initial(item.record.get(key.name))
        if issubclass(shape.model, Publishable):
            columns["publication"] = self.publication
        return columns

    @staticmethod
    def _identity(shape):
        """The columns that identify a row: beneath its owner, unless unique of themselves."""
        if shape.owner and not is_unique(shape):
            return (shape.owner_column, *shape.identity)
        return shape.identity

    def _present(self, shape, identities, owners):
        """The rows that are there already, by identity."""
        query = Q()
        if owners is not None:
            query |= Q(**{f"{shape.owner_column}__in": list(owners)})
        if owners is None or is_unique(shape):
            query |= Q(**{f"{shape.identity[0]}__in": [identity[0] for identity in identities]})
        names = self._identity(shape)
        return {
            tuple(getattr(row, name) for name in names): row
            for row in shape.model.objects.filter(query)
        }

    def _primary_key(self, reference):
        """The primary key of a record referred to; None while it is not written yet."""
        place = (reference.model, reference.by)
        if place not in self._keys:
            self._keys[place] = dict(reference.model.objects.values_list(reference.by, "pk"))
        return self._keys[place].get(reference.value)

    def _remember(self, shape, rows):
        for (model, by), keys in self._keys.items():
            if model is shape.model:
                keys.update((getattr(row, by), row.pk) for row in rows)

    def _note_links(self, key, items, rows):
        links = self._links.setdefault(key.through, Links(key.through))
        for item, row in zip(items, rows, strict=True):
            links.governed[f"{key.near}"][row.pk] = (self._root, item.root or row.pk)
            for value in key.references(item.record.get(key.name, [])):
                links.wanted.append(
                    (key.near, row.pk, key.far, Reference(key.target, key.by, value))
                )

    def write_links(self):
        """Make the links between records those that the files name."""
        for links in self._links.values():
            links.write(self._primary_key)

    def mark_updated(self):
        """Date the records that changed, be it only in their parts."""
        now = timezone.now()
        for name, model in self._models.items():
            if issubclass(model, Publishable):
                model.objects.filter(pk__in=self.tallies[name].changed).update(updated_at=now)


class Links:
    """The wanted rows of a table between two models, named from one side or from both."""

    def __init__(self, through):
        self.through = through
        self.governed = defaultdict(dict)  # column -> {primary key: (tally, top record)}
        self.wanted = []

    def write(self, primary_key):
        """Create the links that are wanted and missing, remove those that are not wanted."""
        columns = sorted(
            field.column for field in self.through._meta.fields if not field.primary_key
        )
        wanted = set()
        for near, row, far, reference in self.wanted:
            pair = {near: row, far: primary_key(reference)}
            wanted.add(tuple(pair[column] for column in columns))
        query = Q()
        for column, owners in self.governed.items():
            query |= Q(**{f"{column}__in": list(owners)})
        present = {
            tuple(getattr(row, column) for column in columns): row.pk
            for row in self.through.objects.filter(query)
        }
        gone, new = present.keys() - wanted, sorted(wanted - present.keys())
        self.through.objects.filter(pk__in=[present[pair] for pair in gone]).delete()
        self.through.objects.bulk_create(
            [self.through(**dict(zip(columns, pair, strict=True))) for pair in new],
            batch_size=BATCH,
        )
        for pair in [*gone, *new]:
            for column, primary in zip(columns, pair, strict=True):
                if primary in self.governed[column]:
                    tally, top = self.governed[column][primary]
                    tally.touched.add(top)


def is_unique(shape):
    """Whether the shape's identity holds in the whole table."""
    return len(shape.identity) == 1 and shape.model._meta.get_field(shape.identity[0]).unique
