"""Records of the catalogue as rows of sheets: the way back of `cells.py`, and lossless."""

from core.admin.versions import versions
from forum.models import Session
from portal.exchange.exporting import SourceNumbers
from portal.exchange.keys import Lines, Many, PublicId
from portal.exchange.special_keys import Listed
from portal.exchange.values import Choice, Truth
from portal.sheets.cells import BETWEEN_TEXTS, ID, SEPARATOR
from portal.sheets.cells import VERSION as MARK
from portal.sheets.layout import LAYOUTS, LAYOUTS_BY_PATH, OWNER, VERSION
from portal.sheets.lists import label_of, target_of
from portal.sheets.merging import as_read, sources_of, with_addresses
from portal.sheets.names import Names

AT_ONCE = 200  # records in memory


def records_of(kind, keys):
    """Pairs of a record of the exchange format and its version, in the order of primary keys.

    Drafts, and what is said of drafts, are among them: it is for the desk.
    """
    shape = LAYOUTS_BY_PATH[(kind,)].shape
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        known = versions(shape.model, some)
        rows = {row.pk: row for row in shape.queryset(drafts=True).filter(pk__in=some)}
        for key in some:
            if key in rows:
                row = rows[key]
                yield shape.plain(row, SourceNumbers(row, drafts=True)), known.get(key, "")


def sessions_of(keys):
    """The same of sessions, each as its forum with this session alone, and with its version."""
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        sessions = Session.objects.select_related("forum").in_bulk(some)
        owners = {session.forum_id for session in sessions.values()}
        forums = {one["slug"]: (one, mark) for one, mark in records_of("forums", list(owners))}
        for session in filter(None, map(sessions.get, some)):
            forum, version = forums.get(session.forum.slug, ({}, ""))
            alone = [one for one in forum.get("sessions", ()) if one["slug"] == session.slug]
            if alone:
                yield forum | {"sessions": alone}, version


class LineWriter:
    """Makes rows of records; remembers what vocabularies are called, and whose row is made."""

    def __init__(self):
        self.names, self.made = Names(), set()

    def lines(self, layouts, record, version):
        """Pairs of the place of a layout among some, and a row of it: one value for each column."""
        shape = layouts[0].root.shape
        record = with_addresses(shape, as_read(record), sources_of(record))
        for place, layout in enumerate(layouts):
            if place and not layout.owner:  # of several sessions of one forum, say
                if record["slug"] in self.made:
                    continue
                self.made.add(record["slug"])
            for owner, one in objects_of(record, layout.path[1:]):
                yield place, [self.value(column, one, owner, version) for column in layout.columns]

    def value(self, column, record, owner, version):
        """What stands in a cell: a text or a number, None where there is nothing."""
        if column.use == OWNER:
            return owner
        if column.use == VERSION:
            return f"{MARK}{version}" if version else None
        value = record.get(column.name)
        return None if value is None else self.said(column.key, value)

    def said(self, key, value):
        """A value of the format as a cell says it."""
        if isinstance(key, Many | Listed):
            return self.several(*target_of(key), value)
        if target := target_of(key):
            return self.names.label(*target, value)
        if isinstance(key, Lines):
            return BETWEEN_TEXTS.join(text.replace(BETWEEN_TEXTS, "; \n") for text in value)
        if isinstance(key, PublicId):
            return f"{ID}{value}"
        kind = getattr(key, "value", None)
        if isinstance(kind, Choice):
            return label_of(key, value)
        return "yes" if isinstance(kind, Truth) else value

    def several(self, model, by, values):
        """The names of some records, between semicolons."""
        labels = [str(self.names.label(model, by, value)) for value in values]
        return f"{SEPARATOR} ".join(labels)


def objects_of(record, path, owner=""):
    """Pairs of the short name of the owner and an object, of all at a path of lists."""
    if not path:
        yield owner, record
        return
    for one in record.get(path[0]) or []:
        yield from objects_of(one, path[1:], record.get("slug", ""))


def sheets_of(kind):
    """The sheets of a kind of records: its own first."""
    return [layout for layout in LAYOUTS if layout.kind == kind]
