"""A brief that fits two pages: what there is no room for is left out, and it is said where it is.

How much room something takes is guessed from its letters, alike for all forms and rather too high.
Texts of any length come in: each is cut at a bound, and a bounded number of them is looked at, so
that no record makes a file slow or large.
"""

from itertools import islice
from math import ceil

from msgspec import convert, to_builtins
from msgspec.structs import replace

from core.briefs.model import Brief, Fact, Paragraph, Points, Table, Tiles, Words, text_of
from core.text import tidied

ROOM = 150  # lines of two pages at most, by this guess
ASIDE = 120  # and of the column for notes beside them, where a form has one
ACROSS = 92  # letters of a line
HEAD = 6  # lines for title, kind and the address at the end
TILES, HEADING = 4.2, 2.3  # lines that these take, with the space around them
BETWEEN = {Paragraph: 0.5, Points: 0.2, Table: 0.6}  # lines of space that follow a part of these
CLIPPED = "…"
LONGEST = {Paragraph: 1600, Points: 500, Table: 260, Tiles: 160}  # letters of one line of these
OF_LINE, OF_FACT, OF_SUMMARY = 250, 420, 700  # letters of titles; of facts; of the summary
MOST_PARTS, MOST_FACTS, MOST_NOTES = 60, 14, 40
ENOUGH = 2  # parts of each section that come before any section has more, ...
ESSENTIAL = 5  # ... as far as it is of this rank or a lower one


def fitted(brief, room=ROOM, aside=0, across=ACROSS):
    """The Brief with what has room in it.

    room, aside: lines for the text, and for notes in a column of their own where a form has one. A
    writer that has counted says fewer. across: letters of a line.
    """
    brief = bounded(convert(readable(to_builtins(brief)), Brief))
    notes = {note.number: note for note in brief.notes}
    drafts = [Draft(section, across) for section in brief.sections]
    room = Room(room - height_of_head(brief), aside)
    named = [words.note for line in lines_of_head(brief) for words in line if words.note in notes]
    room.take(0, [notes[number] for number in named])
    in_order = sorted(drafts, key=lambda draft: draft.section.rank)
    essential = [draft for draft in in_order if draft.section.rank <= ESSENTIAL]
    for most, round_of in ((ENOUGH, essential), (MOST_PARTS * len(drafts), in_order)):
        for draft in round_of:
            while len(draft.taken) < most and (part := draft.next_part()):
                height = part.height if draft.taken else part.height + HEADING
                if not room.take(height, [notes[one] for one in part.notes if one in notes]):
                    break
                draft.taken.append(part)
    for note in islice(brief.notes, MOST_NOTES):  # that nothing names: the text rests on them all
        room.take(0, [note])
    return replace(
        brief,
        sections=tuple(draft.section_of_taken(brief.address) for draft in drafts if draft.taken),
        left_out=tuple(draft.section.heading for draft in drafts if not draft.taken),
        notes=tuple(note for note in brief.notes if note.number in room.noted),
        notes_left_out=len(brief.notes) - len(room.noted),
    )


class Room:
    """Lines that are left, and the numbers of the notes that have a place.

    text, aside: lines for the text and beside it; without any beside it, notes follow the text.
    """

    def __init__(self, text, aside):
        self.text, self.aside, self.has_aside = text, aside, bool(aside)
        self.noted = set()

    def take(self, height, notes):
        """Take the lines of something and of the notes to it, if they are there, and say so."""
        new = {note.number: note for note in notes if note.number not in self.noted}
        of_notes = sum(map(height_beside if self.has_aside else height_below, new.values()))
        aside = of_notes if self.has_aside else 0
        text = height if self.has_aside else height + of_notes
        if text > self.text or aside > self.aside:
            return False
        self.text, self.aside = self.text - text, self.aside - aside
        self.noted |= new.keys()
        return True


class Part:
    """What stands or goes as a whole: a paragraph, a point, a row, the large figures."""

    def __init__(self, block, lines, across):
        self.block, self.across = block, across
        self.lines = tuple(clipped(line, LONGEST[type(block)]) for line in lines)
        self.is_whole = self.lines == tuple(lines)
        self.notes = {words.note for line in self.lines for words in line if words.note}

    @property
    def height(self):
        """Lines that it takes, about."""
        block = self.block
        if isinstance(block, Tiles):
            return TILES
        widths = block.widths if isinstance(block, Table) else [100]
        lines = (
            lines_of(text_of(line), self.across * width / 100)
            for line, width in zip(self.lines, widths, strict=True)
        )
        return max(lines) + BETWEEN[type(block)]


class Draft:
    """A section, and those of its parts, from the first, that were taken so far."""

    def __init__(self, section, across):
        self.section, self.taken = section, []
        parts = [Part(block, lines, across) for block in section.blocks for lines in block.parts]
        before = sum(len(block.parts) for block in section.blocks[:-1])
        self.total = max(before + section.total, len(parts))
        self.parts = parts[:MOST_PARTS]

    def next_part(self):
        """The part to take next, or None."""
        return self.parts[len(self.taken)] if len(self.taken) < len(self.parts) else None

    def section_of_taken(self, address):
        """The Section of what was taken; where something is missing, its last line says so."""
        parts = {}
        for part in self.taken:
            parts.setdefault(id(part.block), (part.block, []))[1].append(part.lines)
        blocks = [block.holding(lines) for block, lines in parts.values()]
        missing = self.total - len(self.taken)
        if missing or not all(part.is_whole for part in self.taken):
            is_list = isinstance(self.section.blocks[-1], Table | Points)
            said = f"{missing} more: " if is_list and missing else "The rest is at "
            url = self.section.rest_url or address
            blocks.append(Paragraph((Words(said), Words(url, url=url)), is_hint=True))
        return replace(self.section, blocks=tuple(blocks))


def readable(said):
    """What a Brief says, without signs that no file may hold."""
    match said:
        case str():
            return tidied(said, is_line=True)
        case list() | tuple():
            return [readable(one) for one in said]
        case dict():
            return {name: readable(one) for name, one in said.items()}
    return said


def bounded(brief):
    """A Brief whose title, facts and notes have an end."""
    return replace(
        brief,
        title=short(brief.title),
        subtitle=short(brief.subtitle),
        summary=clipped(brief.summary, OF_SUMMARY),
        route=clipped(brief.route, OF_LINE),
        facts=facts(brief.facts),
        asked=facts(brief.asked),
        notes=tuple(
            replace(note, title=short(note.title), said=short(note.said)) for note in brief.notes
        ),
    )


def facts(listed):
    return tuple(
        Fact(short(fact.label), clipped(fact.line, OF_FACT)) for fact in listed[:MOST_FACTS]
    )


def short(text):
    """A text of one line, cut at OF_LINE."""
    return text_of(clipped((Words(text),), OF_LINE))


def clipped(line, most):
    """A Line, cut between words where it has more letters."""
    words = []
    for one in line:
        if len(one.text) > most:
            begun = one.text[:most]
            text = (begun.rpartition(" ")[0] or begun).rstrip(" ,;:") + CLIPPED
            return (*words, replace(one, text=text))
        most -= len(one.text)
        words.append(one)
    return tuple(words)


def lines_of(text, across):
    """Lines that a text takes where so many letters fit in one."""
    return max(1, ceil(len(text) / across))


def lines_of_head(brief):
    """The Lines above the sections and beside them."""
    return [brief.summary, brief.route, *(fact.line for fact in (*brief.facts, *brief.asked))]


def height_of_head(brief):
    """Lines of what stands above the sections; facts are in two columns."""
    facts = sum(lines_of(fact.label + text_of(fact.line), ACROSS / 2) for fact in brief.facts)
    told = (brief.subtitle, brief.notice, text_of(brief.summary) * 2, text_of(brief.route))
    title = 2 * lines_of(brief.title, ACROSS / 2)
    return HEAD + title + facts / 2 + sum(lines_of(text, ACROSS) for text in told if text)


def height_beside(note):
    """Lines of a source in a narrow column, in small letters."""
    return 0.6 + lines_of(f"{note.title} {note.said} {note.shown_url}", 38)


def height_below(note):
    """Lines of a source over the whole width, in small letters."""
    return 0.75 * lines_of(f"{note.title} {note.said} {note.shown_url}", ACROSS * 1.4) + 0.1
