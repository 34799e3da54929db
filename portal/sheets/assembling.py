"""Putting records together of the rows of several sheets."""

import re
from dataclasses import dataclass, field

from portal.exchange.reading import Record
from portal.sheets.faults import Place, shown
from portal.sheets.layout import LAYOUTS, LAYOUTS_BY_PATH
from portal.sheets.names import same
from portal.sheets.nearest import meant, nearest

STEP = re.compile(r"([a-z0-9_]+)(?:\[([^\]]*)\])?\.?")
MANY = 5_000  # names among which a like one is looked for


@dataclass
class Origin:
    """Where an object of a record stands: its sheet and row, and those of the objects within.

    parts: for each list of objects, the Origin of each, in their order; None for what the file does
    not have. names: the short names of these, by which exchange calls those that have one.
    """

    layout: object
    sheet: str
    row: int
    parts: dict = field(default_factory=dict)
    names: dict = field(default_factory=dict)

    def place(self, key):
        """The Place of a key of the exchange format: "replications[0].to"."""
        found = STEP.match(key)
        if not found:
            return Place(self.sheet, self.row)
        name, label = found.groups()
        rest = key[found.end() :]
        within = self.parts.get(name, [])
        if label is None:
            if within and within[0]:  # of a list as a whole
                return Place(within[0].sheet)
            return Place(self.sheet, self.row, self._heading(name))
        labels = self.names.get(name, [])
        number = labels.index(label) if label in labels else -1
        if number < 0 and label.isdecimal():
            number = int(label)
        if 0 <= number < len(within) and within[number]:
            return within[number].place(rest)
        return Place(self.sheet, self.row, self._heading(name))

    def _heading(self, name):
        columns = self.layout.columns
        return next((column.heading for column in columns if column.name == name), "")


class SheetRecord(Record):
    """What sheets say of one record; see `reading.py`.

    kind: the name of its file; version: what an export had written; empty: what empty cells mean;
    listed: the paths of the lists of objects that the upload has sheets for; words: the SheetWords
    of the upload.
    """

    def __init__(self, record, *, kind, origin, words, version="", empty="", listed=frozenset()):
        super().__init__(record)
        self.kind, self.origin, self.words, self.version = kind, origin, words, version
        self.empty, self.listed = empty, listed

    def place(self, key):
        """Where a key of the record stands, in words."""
        return str(self.origin.place(key))


def resolve_parents(upload, names):
    """Say of all rows by its short name which record they belong to; tell of those without one."""
    upload.sessions = {}
    for index, layout in enumerate(LAYOUTS):
        if not layout.owner or layout not in upload.layouts:
            continue
        owners = LAYOUTS.index(layout.owner)
        known = called_here(upload.spool, owners)
        model = layout.owner.shape.model
        for parent, sheet, row in upload.spool.parents(index):
            slug = known.get(same(parent)) or names.value(model, "slug", parent)
            if same(slug) not in known and slug not in names.of(model, "slug").values():
                hint = meant(nearest(slug, known_near(known, names, model)))
                one = layout.owner.one
                text = f"{shown(parent)} is no {one.lower()} of the file or the catalogue{hint}"
                upload.report(Place(upload.sheets[sheet], row, one), text)
            if slug != parent:
                upload.spool.rename(index, parent, slug)
            if layout.owner.owner:
                upload.sessions.setdefault(slug, "")
    note_forums(upload)


def note_forums(upload):
    """Note which forum each session is of that only its parts name: the catalogue says it."""
    sessions = LAYOUTS_BY_PATH["forums", "sessions"]
    index = LAYOUTS.index(sessions)
    for slug in upload.spool.names(index):
        upload.sessions.pop(slug, None)
    if not upload.sessions:
        return
    found = sessions.shape.model.objects.filter(slug__in=list(upload.sessions))
    upload.sessions.update(found.values_list("slug", "forum__slug"))


def called_here(spool, index):
    """Short names by all that the records of a sheet are called in the file."""
    known = {}
    for line in spool.all_of(index):
        record = line.record
        for name in (record.get("title"), record.get("name"), record.get("id")):
            if isinstance(name, str):
                known[same(name)] = "" if same(name) in known else line.name
    return known | {same(name): name for name in spool.names(index)}


def known_near(known, names, model):
    """Names that may be meant by one that nobody has."""
    slugs = [*known.values(), *names.of(model, "slug").values()]
    return slugs if len(slugs) < MANY else []


def assemble(upload, kind):
    """The SheetRecords of a kind: of its sheet, then those that only sheets of parts name."""
    spool = upload.spool
    top = LAYOUTS_BY_PATH[(kind,)]
    index = LAYOUTS.index(top)
    seen = set()
    for name in spool.names(index):
        (line,) = spool.of(index, name=name)
        seen.add(name)
        yield row_of(upload, top, name, line)
    for name in owners_of_parts(upload, top):
        if name not in seen:
            seen.add(name)
            yield row_of(upload, top, name, None)


def owners_of_parts(upload, top):
    """The short names of records whose parts stand in the file, in the order of their sheets."""
    for index, layout in enumerate(LAYOUTS):
        if layout.owner is top:
            yield from (parent for parent, _, _ in upload.spool.parents(index))
            if layout.path == ("forums", "sessions"):
                yield from filter(None, upload.sessions.values())


def row_of(upload, top, name, line):
    """A SheetRecord with all that belongs to it. line: None if its own sheet does not have it."""
    record, origin = object_of(upload, top, name, line)
    listed = frozenset(
        layout.path[1:] for layout in upload.layouts if layout.owner and layout.kind == top.kind
    )
    return SheetRecord(
        record,
        kind=top.kind,
        origin=origin,
        words=upload.words,
        version=upload.outdated.get((top.kind, name)) or (line.version if line else ""),
        empty=upload.empty,
        listed=listed,
    )


def object_of(upload, layout, name, line):
    """An object with its parts, and its Origin."""
    record = Record(line.record if line else {})
    origin = Origin(layout, upload.sheets[line.sheet], line.row) if line else None
    parts, labels = {}, {}
    for index, within in enumerate(LAYOUTS):
        if within.owner is not layout:
            continue
        found = [
            object_of(upload, within, part.name, part)
            for part in upload.spool.of(index, parent=name)
        ]
        if within.path == ("forums", "sessions"):
            others = [slug for slug, forum in upload.sessions.items() if forum == name]
            found += [object_of(upload, within, slug, None) for slug in others]
        if found:
            record[within.part] = [one for one, _ in found]
            parts[within.part] = [there for _, there in found]
            labels[within.part] = [one.get("slug") for one, _ in found]
    if layout.has_names:
        record = Record({"slug": name} | record)
    if origin is None:
        first = next((there for found in parts.values() for there in found if there), None)
        origin = Origin(layout, first.sheet if first else layout.title, first.row if first else 0)
    origin.parts, origin.names = parts, labels
    return record, origin
