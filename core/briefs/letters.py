"""A brief in the letters that its PDF has: what they do not cover is left out, never an empty box.

Word and LibreOffice take the letters of the reader's machine, so other forms say all.
"""

from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from core.briefs.model import Note, Words, text_of
from core.sharing.letters import UNKNOWN, in_known_letters

LOST = "See the page: this file has no letters for what stands there."
LOST_TITLE = "Title in letters that this file lacks"
AS_IT_IS = {
    "url",
    "rest_url",
    "address",
    "badge",
    "hue",
    "language",
}  # leads somewhere, or is a name


def in_letters(brief):
    """A Brief without what its PDF cannot show.

    Of a text of which most would be lost nothing is left: a title gives way to the kind of record,
    the title of a source and a line to a sentence about that, and a subtitle goes.
    """
    shown = _shown(brief)
    return replace(shown, title=shown.title or shown.kind)


def address_in_letters(address):
    """An address for print: signs without letters are written as in requests (RFC 3986, 2.1)."""
    return UNKNOWN.sub(lambda signs: quote(signs[0]), address)


def _shown(said):
    if isinstance(said, str):
        return in_known_letters(said)
    if isinstance(said, tuple):
        shown = tuple(map(_shown, said))
        return _as_line(said, shown) if said and isinstance(said[0], Words) else shown
    if not isinstance(said, Struct):
        return said
    names = [name for name in said.__struct_fields__ if name not in AS_IT_IS]
    shown = replace(said, **{name: _shown(getattr(said, name)) for name in names})
    return replace(shown, title=shown.title or LOST_TITLE) if isinstance(said, Note) else shown


def _as_line(line, shown):
    """What is shown of the Words of a line, or that it is not."""
    kept = tuple(words for words in shown if words.text or words.note)
    is_lost = text_of(line).strip() and not text_of(kept).strip()
    return (Words(LOST, is_soft=True), *kept) if is_lost else kept
