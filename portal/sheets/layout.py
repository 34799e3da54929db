"""Which sheets there are, and which columns each has: made of the exchange format's declaration.

What a record says once stands on the sheet of its kind, one row for each record; each list of
objects is a sheet of its own, whose first column names the record that the row belongs to.
"""

import re
from dataclasses import dataclass, replace
from functools import cached_property

from portal.exchange.catalogue import FILES, SOURCE
from portal.exchange.keys import Children, Key, Shape
from portal.exchange.special_keys import Sources
from portal.sheets.nearest import nearest

KINDS = ("initiatives", "organizations", "people", "resources", "forums")
OWNER, VERSION, KEY = "owner", "version", "key"  # what a column is for

TITLES = {
    ("initiatives", "sources"): "Initiative sources",
    ("organizations", "links"): "Channels",
    ("organizations", "sources"): "Organization sources",
    ("people", "sources"): "People sources",
    ("resources",): "Documents",
    ("resources", "sources"): "Document sources",
    ("forums", "sources"): "Forum sources",
    ("forums", "sessions", "figures"): "Session figures",
}
ONE = {
    "initiatives": "Initiative",
    "organizations": "Organization",
    "people": "Person",
    "resources": "Document",
    "forums": "Forum",
    "sessions": "Session",
}
HEADINGS = {
    "slug": "Short name",
    "url": "Web address",
    "local_title_language": "Language of local title",
    "title_language": "Language of title",
    "sdgs": "SDGs",
    "resources": "Documents",
    "copy": "Is a copy",
    "type": "Type of evidence",
    "archived_url": "Archived copy",
    "status_source": "Source of status",
}
HEADINGS_OF = {("replications", "status"): "Stage"}


@dataclass(frozen=True)
class Column:
    """A column of a sheet: its heading, the key of the format, and what it is for."""

    heading: str
    name: str
    key: Key | None = None
    use: str = KEY

    @property
    def is_required(self):
        return self.use == OWNER or bool(self.key and self.key.required)


@dataclass(frozen=True, eq=False)
class Layout:
    """One sheet. path: the name of the file of the format, and of each list within."""

    path: tuple[str, ...]
    shape: Shape
    owner: "Layout | None" = None

    @property
    def kind(self):
        return self.path[0]

    @property
    def root(self):
        """The sheet of the records of which this one holds a part, however deep."""
        return self.owner.root if self.owner else self

    @property
    def part(self):
        """The key of the owner's list that the sheet holds; empty for the records themselves."""
        return self.path[-1] if self.owner else ""

    @property
    def title(self):
        return TITLES.get(self.path) or words_of(self.path[-1])

    @property
    def stem(self):
        """The name of the sheet as a file of CSV, without its ending."""
        return self.title.lower().replace(" ", "-")

    @property
    def one(self):
        """What one record of the sheet is called by sheets of its parts."""
        return ONE[self.path[-1]]

    @property
    def has_names(self):
        """Whether each row is a record with a short name of its own."""
        return any(key.name == "slug" for key in self.shape.keys)

    @cached_property
    def columns(self):
        columns = [Column(self.owner.one, "", use=OWNER)] if self.owner else []
        for key in self.shape.keys:
            if not isinstance(key, Children | Sources):
                columns.append(Column(self._heading(key.name), key.name, key))
        if not self.owner:
            columns.append(Column("Version", "", use=VERSION))
        return tuple(columns)

    def _heading(self, name):
        return HEADINGS_OF.get((self.path[-1], name)) or HEADINGS.get(name) or words_of(name)

    def only(self, names):
        """The same with the columns that have these names, what identifies a row beside them."""
        kept = tuple(
            column
            for column in self.columns
            if column.use != KEY or column.name in ("slug", "id") or column.name in names
        )
        chosen = replace(self)
        chosen.__dict__["columns"] = kept
        return chosen

    @cached_property
    def _known(self):
        known = {plain(column.name): column for column in self.columns if column.name}
        return known | {plain(column.heading): column for column in self.columns}

    def column(self, heading):
        """The column that a heading or key names, or None."""
        return self._known.get(plain(heading))

    def nearest(self, heading):
        """The headings that may be meant by one that no column has."""
        return [self._known[name].heading for name in nearest(plain(heading), self._known)]


def words_of(name):
    """A name of the format as a heading: `start_year` is "Start year"."""
    return name.replace("_", " ").capitalize()


def plain(heading):
    """A heading without what tells spellings apart, and without the star of required columns."""
    return re.sub(r"[^a-z0-9]+", " ", heading.casefold()).strip()


def layouts_of(path, shape, owner=None):
    """The sheet of a shape, and those of its lists."""
    layout = Layout(path, shape, owner)
    yield layout
    for key in shape.keys:
        if isinstance(key, Sources):
            yield Layout((*path, key.name), key.shared, layout)
        elif isinstance(key, Children):
            yield from layouts_of((*path, key.name), key.shape, layout)


FILES_BY_NAME = {file.name: file for file in FILES}
RECORDS = tuple(
    layout for kind in KINDS for layout in layouts_of((kind,), FILES_BY_NAME[kind].shape)
)
# Sources that are there, whoever cites them; new ones stand on a sheet of those who do.
SOURCES = Layout(("sources",), SOURCE)
LAYOUTS = (*RECORDS, SOURCES)
# The exports by the list above which each is offered: that of replications follows from another.
EXPORT_OF = {FILES_BY_NAME[kind].shape.model._meta.model_name: kind for kind in KINDS} | {
    "session": "sessions",
    "source": "sources",
}
LAYOUTS_BY_PATH = {layout.path: layout for layout in LAYOUTS}
BY_TITLE = {plain(layout.title): layout for layout in LAYOUTS} | {
    plain(layout.kind): layout for layout in LAYOUTS if not layout.owner
}


def layout_called(title):
    """The sheet of this title (or file of this name, without its ending), or None.

    Files have a day behind their name, or the number of a copy.
    """
    words = plain(title).split()
    while words and (words[-1].isdigit() or words[-1] == "copy"):  # "initiatives (1)"
        words.pop()
    return BY_TITLE.get(plain(title)) or BY_TITLE.get(" ".join(words))


def nearest_title(title):
    """The titles that may be meant by one that no sheet has."""
    return [BY_TITLE[name].title for name in nearest(plain(title), BY_TITLE)]
