"""Files that are edited, DOCX and ODT: what stands in them in which order, and how they are packed.

Both are archives of XML. They are written here from our own elements: what is ours to say is less
than a library for each would ask of us, and the same brief gives the same bytes, by which caches
know it.
"""

from abc import ABC, abstractmethod
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from core.briefs.fitting import ROOM, fitted
from core.briefs.model import Paragraph, Points, Table, Words, line

PARTS = Path(__file__).with_name("parts")
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
QR_SIZE = 24  # millimetres
MARGIN = 19  # millimetres
PAPERS = {"a4": (210, 297), "letter": (215.9, 279.4)}  # millimetres
ROOM_OF_PAPER = {"a4": ROOM * 0.72, "letter": ROOM * 0.66}  # usual letters are wider than the PDF's
STAGES = ("replicated", "adapting", "exchange", "interested")  # that have a badge of their own
FACTS = (24, 76)  # percent of the width, for what a fact is and what it says


class TextFile(ABC):
    """A brief as a file for a word processor. paper: one of PAPERS."""

    def __init__(self, brief, paper):
        self.brief = fitted(brief, ROOM_OF_PAPER[paper])
        self.paper = PAPERS[paper]
        self.width = self.paper[0] - 2 * MARGIN
        self.numbers = {note.number for note in self.brief.notes}

    @abstractmethod
    def heading(self, text): ...

    @abstractmethod
    def paragraph(self, style, words):
        """A paragraph of Words; a tab within them goes to the right end of the line."""

    @abstractmethod
    def points(self, lines, *, is_numbered): ...

    @abstractmethod
    def table(self, style, shares, head, rows):
        """A table. head: paragraphs of the first row, or None; rows: of lists of them."""

    @abstractmethod
    def note(self, note): ...

    @abstractmethod
    def picture(self, description):
        """A paragraph with the QR code; description: for who does not see it."""

    def body(self):
        """The elements of the text, in their order."""
        return "".join(self._body())

    def _body(self):
        brief = self.brief
        day = f"\tAs of {brief.day}" if brief.day else ""
        site = Words("Decent Work Solutions", is_strong=True)
        yield self.paragraph("Kind", line(site, f"  {brief.kind}{day}"))
        for style, words in (
            ("Title", line(brief.title)),
            ("Subtitle", line(brief.subtitle)),
            ("Notice", line(brief.notice)),
            ("Summary", brief.summary),
            ("Route", brief.route),
        ):
            if words:
                yield self.paragraph(style, words)
        yield self._facts(brief.facts)
        for section in brief.sections:
            yield self.heading(section.heading)
            yield from map(self._block, section.blocks)
        if brief.asked:
            yield self.heading("Who to ask")
            yield self._facts(brief.asked)
        yield self.heading("The whole record")
        yield self.picture(f"QR code that leads to {brief.address}")
        yield self.paragraph("Hint", line(Words(brief.address, url=brief.address)))
        if brief.only_there:
            yield self.paragraph("Hint", line(brief.only_there))
        if brief.notes:
            yield self.heading("Sources")
            yield from map(self.note, brief.notes)
        if brief.notes_left_out:
            url = f"{brief.address}#sources"
            yield self.paragraph(
                "Hint", line(f"{brief.notes_left_out} more: ", Words(url, url=url))
            )

    def _facts(self, facts):
        rows = [
            [
                self.paragraph("CellHead", line(fact.label)),
                self.paragraph("Cell", fact.line),
            ]
            for fact in facts
        ]
        return self.table("Facts", FACTS, None, rows) if rows else ""

    def _block(self, block):
        if isinstance(block, Paragraph):
            return self.paragraph("Hint" if block.is_hint else "Normal", block.line)
        if isinstance(block, Points):
            return self.points(block.points, is_numbered=block.is_numbered)
        if isinstance(block, Table):
            head = [self.paragraph("CellHead", line(text)) for text in block.head]
            rows = [[self.paragraph("Cell", cell) for cell in row] for row in block.rows]
            return self.table("Ruled", block.widths, head, rows)
        cells = [
            self.paragraph("Figure", line(tile.value))
            + self.paragraph("Cell", line(Words(f"{tile.unit} ", is_soft=True), tile.label))
            for tile in block.tiles
        ]
        return self.table("Plain", [100 // len(cells)] * len(cells), None, [cells])


def style_of(words):
    """The name of the style of characters for some Words, or nothing."""
    if words.badge:
        return f"Stage{words.badge.capitalize()}" if words.badge in STAGES else "StageExchange"
    if words.hue:
        return f"Theme{words.hue.capitalize()}"
    if words.url:
        return "Link"
    return "Soft" if words.is_soft else ""


def quoted(text):
    """A text within an element or an attribute."""
    return escape(str(text), {'"': "&quot;"})


def part(path, **words):
    """A file of `parts/`; words: what stands in it for names in capitals, such as %TITLE%."""
    text = (PARTS / path).read_text(encoding="utf-8")
    for name, word in words.items():
        text = text.replace(f"%{name.upper()}%", quoted(word))
    return text


def archive(parts):
    """The bytes of an archive. parts: bytes or text by name; a `mimetype` has to be the first."""
    written = BytesIO()
    with ZipFile(written, "w") as file:
        for name, content in parts.items():
            entry = ZipInfo(name)  # of 1980: the day of writing would make other bytes each time
            entry.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            file.writestr(entry, content)
    return written.getvalue()
