"""The keys of a record: how each is checked, kept in the database and read back.

A `Shape` is one kind of object: a model, what identifies it, and its keys in the order of the
format. A key that is not there comes as None, and goes out only where it holds something.
"""

from django.db.models import Prefetch

from core.models.identity import PUBLIC_ID
from core.models.publication import Publishable
from portal.exchange.values import MISSING, Line, Pattern, shown


class Shape:
    """One kind of object in the files.

    model: what keeps it. keys: in the order of the format; the first one names a record.
    owner: for entries of a list, the foreign key to the record that has the list.
    position: the column that keeps where in the list an entry stands.
    identity: the columns that tell one row from the next, beneath its owner unless unique of
    themselves; the first key's column if none are given.
    once: the keys that together stand once in a list. either: keys of which one is needed.
    """

    def __init__(self, model, *keys, identity=(), owner="", position="", once=(), either=()):
        self.model = model
        self.keys = keys
        self.owner = owner
        self.position = position
        self.once = once
        self.either = either
        for key in keys:
            key.bind(model)
        self.identity = tuple(identity) or (keys[0].column,)
        if owner and not (len(self.identity) == 1 and model._meta.get_field(*self.identity).unique):
            self.identity = (self.owner_column, *self.identity)

    @property
    def owner_column(self):
        """The attribute with the owner's primary key."""
        return f"{self.owner}_id"

    def label(self, number, record):
        """How messages name an entry of a list: by its slug, or else by its place from 0."""
        slug = record.get("slug") if isinstance(record, dict) else None
        return slug if isinstance(slug, str) and slug.isprintable() else number

    def clean(self, record, location):
        """The sound part of an object, by key; faults are reported."""
        if not isinstance(record, dict):
            location.report(f"is {shown(record)}; an object is due")
            return {}
        for name in record.twice:
            location.at(name).report("this key stands twice")
        allowed = [key.name for key in self.keys]
        for name in record:
            if name not in allowed:
                location.at(name).report(
                    f"is not a key of the format; keys are {', '.join(allowed)}"
                )
        sound = {}
        for key in self.keys:
            if key.name in record:
                value = key.clean(record[key.name], location.at(key.name))
                if value is not MISSING:
                    sound[key.name] = value
            elif key.required and not (location.is_draft and key.may_wait):
                location.at(key.name).report(location.words.missing(key))
        if self.either and not any(name in record for name in self.either):
            names = " nor ".join(map(location.called, self.either))
            location.report(f"has neither {names}; one of them is needed")
        return sound

    def plain(self, row, page):
        """A row as an object of the file; None if what it cannot do without is not public."""
        record = {}
        for key in self.keys:
            value = key.plain(row, page)
            if value is MISSING:
                return None
            if key.always or value not in (None, "", [], {}):
                record[key.name] = value
        return record

    def queryset(self, *, drafts=False):
        """The rows that the public may see, or all of them, with all that `plain` reads of them."""
        rows = self.model.objects.all()
        if issubclass(self.model, Publishable) and not drafts:
            rows = rows.published()
        joined = [path for key in self.keys for path in key.joined]
        prefetched = [prefetch for key in self.keys for prefetch in key.prefetched(drafts=drafts)]
        if joined:
            rows = rows.select_related(*joined)
        return rows.prefetch_related(*prefetched)


class Key:
    """A key of an object. Subclasses say what it holds."""

    joined = ()  # foreign keys that reading needs
    target = None  # the model that the key refers to
    shared = None  # the shape of records that the key describes and others describe too

    def __init__(self, name, *, required=False, column=None, always=False):
        self.name = name
        self.required = required
        self.column = column or name
        self.always = always  # written even if it holds nothing

    def bind(self, model):
        """Learn from the model what the key must know of it."""
        self.model = model

    @property
    def may_wait(self):
        """Whether a draft may lack what the key holds."""
        return True

    def clean(self, value, location):
        """The sound value, or MISSING with a fault reported."""
        raise NotImplementedError

    def columns(self, value, record):
        """What the row keeps, by column; value is None where the key is absent.

        Columns that end in `_id` and hold a `Reference` are resolved when the row is written.
        """
        return {}

    def initial(self, value):
        """What a new row keeps besides."""
        return {}

    def plain(self, row, page):
        """The value for the file; None where there is nothing; MISSING where none may be."""
        return None

    def prefetched(self, *, drafts):
        """What reading needs besides the row; drafts: whether that of drafts is read too."""
        return []

    def shared_records(self, value):
        """The records that the key describes besides its own: sources, conventions, series."""
        return value or []


class Column(Key):
    """A key that is a column."""

    def __init__(self, name, value, **options):
        super().__init__(name, **options)
        self.value = value

    def bind(self, model):
        super().bind(model)
        field = model._meta.get_field(self.column)
        self.empty = field.get_default() if field.has_default() else (None if field.null else "")
        if isinstance(self.value, Line) and self.value.limit is None:
            self.value.limit = field.max_length

    @property
    def may_wait(self):
        return self.model._meta.get_field(self.column).blank

    def clean(self, value, location):
        return self.value.clean(value, location)

    def columns(self, value, record):
        return {self.column: self.empty if value is None else value}

    def plain(self, row, page):
        value = getattr(row, self.column)
        return None if value in (None, "") else self.value.plain(value)


def required(name, value, **options):
    """A column that no record does without."""
    return Column(name, value, required=True, **options)


class PublicId(Column):
    """The id that the database has given to a row; a file that leaves it out changes none."""

    def __init__(self):
        super().__init__("id", Pattern(PUBLIC_ID, "twelve hexadecimal digits"), column="public_id")

    def columns(self, value, record):
        return {self.column: value} if value else {}


class Lines(Column):
    """A list of texts in one column."""

    def bind(self, model):
        super().bind(model)
        self.value.limit = model._meta.get_field(self.column).base_field.max_length

    def clean(self, value, location):
        return clean_list(value, location, self.value.clean)

    def columns(self, value, record):
        return {self.column: value or []}

    def plain(self, row, page):
        lines = (self.value.plain(line) for line in getattr(row, self.column))
        return [line for line in lines if line]


class Reference:
    """A record that a column refers to: its model and the value of the key that identifies it."""

    def __init__(self, model, by, value):
        self.model, self.by, self.value = model, by, value


class Link(Key):
    """A reference to one record of another file."""

    def __init__(self, name, model, *, by="slug", **options):
        super().__init__(name, **options)
        self.target = model
        self.by = by
        self.joined = (self.column,)

    @property
    def may_wait(self):
        return self.model._meta.get_field(self.column).blank

    def clean(self, value, location):
        return location.known.clean(self.target, self.by, value, location)

    def columns(self, value, record):
        reference = None if value is None else Reference(self.target, self.by, value)
        return {f"{self.column}_id": reference}

    def plain(self, row, page):
        target = getattr(row, self.column)
        if target is None:
            return None
        if not page.shows(target):
            return MISSING if self.required else None
        return getattr(target, self.by)


class Many(Key):
    """References to many records, in no order."""

    def __init__(self, name, model, *, by="slug", **options):
        super().__init__(name, **options)
        self.target = model
        self.by = by

    def bind(self, model):
        """Find the columns of the table between: `near` is this model's, `owner` whose it is."""
        super().bind(model)
        relation = model._meta.get_field(self.column)
        if relation.auto_created:  # the relation is declared on the other side
            field = relation.field
            self.near, self.far = field.m2m_reverse_name(), field.m2m_column_name()
            self.accessor = relation.get_accessor_name()
        else:
            field = relation
            self.near, self.far = field.m2m_column_name(), field.m2m_reverse_name()
            self.accessor = field.name
        self.through = field.remote_field.through
        self.owner = field.m2m_column_name()

    def clean(self, value, location):
        def clean_one(entry, there):
            return there.known.clean(self.target, self.by, entry, there)

        return clean_list(value, location, clean_one, once=True)

    def references(self, value):
        """The values of `by` of the records referred to."""
        return value or []

    def plain(self, row, page):
        return sorted(getattr(target, self.by) for target in getattr(row, self.accessor).all())

    def prefetched(self, *, drafts):
        targets = self.target.objects.all()
        if issubclass(self.target, Publishable) and not drafts:
            targets = targets.published()
        return [Prefetch(self.accessor, targets.only(self.by).order_by())]


class Parts(Key):
    """Rows of their own that belong to the record. Subclasses say how the file has them."""

    def __init__(self, name, shape, *, order=None, **options):
        """shape: of a row as an object. order: sorts these where their place does not matter."""
        super().__init__(name, **options)
        self.shape = shape
        self.order = order

    def bind(self, model):
        super().bind(model)
        self.accessor = self.shape.model._meta.get_field(self.shape.owner).remote_field.name

    def entries(self, value):
        """The objects that a value stands for, each in its place."""
        return sorted(value or [], key=self.order) if self.order else value or []

    def plain(self, row, page):
        entries = [self.shape.plain(part, page) for part in getattr(row, self.accessor).all()]
        return self.entries([entry for entry in entries if entry is not None])

    def prefetched(self, *, drafts):
        return [Prefetch(self.accessor, self.shape.queryset(drafts=drafts))]


class Children(Parts):
    """A list of objects, each a row."""

    def clean(self, value, location):
        entries = clean_list(value, location, self.shape.clean, label=self.shape.label)
        if entries is not MISSING:
            self._report_twins(entries, location)
        return entries

    def _report_twins(self, entries, location):
        seen = set()
        for number, entry in enumerate(entries):
            values = {name: entry.get(name) for name in self.shape.once}
            mark = tuple(values.values())
            if mark in seen and None not in mark:
                words = " and ".join(
                    f"{location.entry(number).called(name)} {shown(value)}"
                    for name, value in values.items()
                )
                location.entry(number).report(f"{words} stand twice in this list")
            if mark:
                seen.add(mark)


def number_of(number, entry):
    """How messages name an entry: by its place in the list, from 0."""
    return number


def clean_list(value, location, clean_one, *, once=False, label=number_of):
    """The sound entries of a list.

    clean_one: cleans an entry. once: report entries that stand twice. label: names an entry.
    """
    if not isinstance(value, list):
        location.report(f"is {shown(value)}; a list is due")
        return MISSING
    if not value:
        location.report("is an empty list; leave the key out where nothing is known")
    sound = []
    for number, entry in enumerate(value):
        there = location.entry(label(number, entry))
        kept = clean_one(entry, there)
        if kept is MISSING:
            continue
        if once and kept in sound:
            there.report(f"{shown(kept)} stands twice in this list")
        sound.append(kept)
    return sound
