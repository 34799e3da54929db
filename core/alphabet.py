# ruff: noqa: RUF001 - signs that look alike are what this is about
"""The order in which people look for names: without case, accents, and the signs before them.

The database says it and Python says the same, whatever order a database itself gives to letters:
`g7+` stands among the names in G, `Élise` before `Maria`, `“Ubuntu” fund` under U.
"""

import re
import unicodedata
from functools import lru_cache
from string import ascii_lowercase, ascii_uppercase

from django.db.models import Func, TextField

BEFORE_NAMES = " \"'([<?!.,"  # signs that unaccent has made of those of other languages, too

# Letters and signs that do not come apart into a plain one and an accent, as unaccent has them.
WHOLE = {
    "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "ß": "ss", "Þ": "TH", "þ": "th", "Ø": "O", "ø": "o",
    "Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "Ð": "D", "ð": "d", "Ħ": "H", "ħ": "h", "Ŧ": "T",
    "ŧ": "t", "ı": "i", "“": '"', "”": '"', "„": ",,", "‘": "'", "’": "'", "‚": ",", "«": "<<",
    "»": ">>", "‹": "<", "›": ">", "¡": "!", "¿": "?", "–": "-", "—": "-", "‐": "-", "‑": "-",
    "Ŋ": "N", "ŋ": "n", "Ɓ": "B", "ɓ": "b", "Ɗ": "D", "ɗ": "d", "Ƙ": "K", "ƙ": "k", "Ƴ": "Y",
    "ƴ": "y", "Ɛ": "E", "ɛ": "e",
}  # fmt: skip
FOREIGN = re.compile(f"[\u00c0-\u024f\u1e00-\u1eff{''.join(WHOLE)}]")
SMALL = str.maketrans(ascii_uppercase, ascii_lowercase)


class Alphabetical(Func):
    """A name by its place in the alphabet: what orders are made of, a key behind it."""

    template = (
        'ltrim(lower(unaccent(%(expressions)s) COLLATE "C"), '
        f"""'{BEFORE_NAMES.replace("'", "''")}') COLLATE "C\""""
    )
    output_field = TextField()


def folded(text):
    """A text in small letters without accents."""
    if text.isascii():
        return text.lower()
    return FOREIGN.sub(_plain, text).translate(SMALL)


@lru_cache(20_000)  # of the same names, facet by facet, with each request
def alphabetically(text):
    """A name by its place in the alphabet, as a key to sort by."""
    return folded(text).lstrip(BEFORE_NAMES)


def _plain(sign):
    return WHOLE.get(sign[0]) or unicodedata.normalize("NFD", sign[0])[0]
