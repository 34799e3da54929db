"""What a brief says, whatever its form."""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from core.dates import readable

LONGEST_URL = 90  # letters of an address in print


class Words(Struct, frozen=True, omit_defaults=True):
    """Some words of a line that look alike.

    url: where they lead, empty for nowhere; badge: the slug of a stage of replication that they
    name; hue: of a theme, by the name that the style sheet has for its pillar; note: the number of
    the note that bears out what stands before: the text is then empty.
    """

    text: str = ""
    url: str = ""
    is_strong: bool = False
    is_emphasis: bool = False
    is_soft: bool = False
    badge: str = ""
    note: int = 0
    hue: str = ""


Line = tuple[Words, ...]


class Paragraph(Struct, frozen=True, tag="paragraph", omit_defaults=True):
    """A paragraph. is_hint: it says how to read what stands around it."""

    line: Line
    is_hint: bool = False

    @property
    def parts(self):
        return ((self.line,),)

    def holding(self, parts):
        return replace(self, line=parts[0][0])


class Points(Struct, frozen=True, tag="points", omit_defaults=True):
    """A list. is_numbered: its order says something."""

    points: tuple[Line, ...]
    is_numbered: bool = False

    @property
    def parts(self):
        return tuple((point,) for point in self.points)

    def holding(self, parts):
        return replace(self, points=tuple(point for (point,) in parts))


class Table(Struct, frozen=True, tag="table", omit_defaults=True):
    """A table with a heading over each column, and in each row over the row.

    widths: what part of the whole each column has, in percent.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    widths: tuple[int, ...]

    @property
    def parts(self):
        return self.rows

    def holding(self, parts):
        return replace(self, rows=tuple(parts))


class Tile(Struct, frozen=True):
    """A figure in large letters, and what it is."""

    value: str
    unit: str
    label: Line


class Tiles(Struct, frozen=True, tag="tiles", omit_defaults=True):
    """Some figures side by side."""

    tiles: tuple[Tile, ...]

    @property
    def parts(self):
        return (tuple(tile.label for tile in self.tiles),)

    def holding(self, parts):
        labels = zip(self.tiles, parts[0], strict=True)
        return replace(self, tiles=tuple(replace(tile, label=label) for tile, label in labels))


# Each has `parts`, which stand or go as a whole and are tuples of Lines, and is made anew `holding`
# some of them.
Block = Paragraph | Points | Table | Tiles


class Section(Struct, frozen=True, omit_defaults=True):
    """A part of a brief under its own heading.

    rank: those of a low rank keep more of it where there is little room; total: how many parts the
    last block has, where it holds only the first; rest_url: where all are, if not on the page.
    """

    heading: str
    blocks: tuple[Block, ...]
    rank: int = 5
    total: int = 0
    rest_url: str = ""


class Fact(Struct, frozen=True):
    """A line of the facts at a glance."""

    label: str
    line: Line


class Note(Struct, frozen=True):
    """A source. number: that of the page, by which the text names it."""

    number: int
    title: str
    said: str  # publisher, year, what sort of evidence it is
    url: str

    @property
    def shown_url(self):
        """The address as it is printed: a long one is cut, the link is whole."""
        shown = self.url.partition("//")[2].removeprefix("www.").rstrip("/") or self.url
        return shown if len(shown) <= LONGEST_URL else shown[: LONGEST_URL - 1] + "…"


class Brief(Struct, frozen=True):
    """All that stands on the two pages.

    kind: what it is about, in a word; route: countries from which to which; asked: whom to ask;
    address: of the page, which is permanent; date: when what it says last changed; notice: what has
    to be known first; is_wide: whether its tables need all the width of the paper; left_out: the
    headings of sections that had no room; notes_left_out: how many sources had none.
    """

    kind: str
    title: str
    subtitle: str
    summary: Line
    route: Line
    facts: tuple[Fact, ...]
    asked: tuple[Fact, ...]
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    address: str
    date: datetime | None
    publisher: str
    language: str = "en"
    notice: str = ""
    is_wide: bool = False
    left_out: tuple[str, ...] = ()
    notes_left_out: int = 0

    @property
    def only_there(self):
        """What of the record is not in the brief, as a sentence; empty where all is."""
        return f"Only there: {', '.join(self.left_out)}." if self.left_out else ""

    @property
    def day(self):
        """The date in words, empty without one."""
        return readable(self.date.date().isoformat()) if self.date else ""


def line(*parts):
    """A Line of texts, Words and Lines; what is empty is left out."""
    found = []
    for part in parts:
        if isinstance(part, str):
            found += [Words(part)] if part else []
        elif isinstance(part, Words):
            found += [part] if part.text or part.note else []
        else:
            found += part
    return tuple(found)


def text_of(words):
    """The text of a Line."""
    return "".join(one.text for one in words)
