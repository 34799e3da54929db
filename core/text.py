"""What a text may hold: signs that machines can carry and people can read.

One rule for the desk's forms, the import, the database and whatever goes out:

- No control characters. XML 1.0 (production 2, `Char`) has no place for most of them, nor for
  U+FFFE and U+FFFF; Word and PDFs leave them behind. Tab and line feed stay, where there are lines.
- No non-characters (Unicode 23.7: U+FDD0 to U+FDEF, and the last two of each plane) and no
  surrogates (23.6), which are half a character.
- No separators U+2028 and U+2029: a line ends with a line feed.
- In a line, which stands amid other text as titles, names and addresses do, no embeddings,
  overrides and isolates (UAX 9, 2.1 to 2.4), which turn what follows round. Marks of direction
  (2.6) are part of writing, and so are the joiners of Arabic, Persian and the scripts of India.
- Something to be seen: not only blanks and what Unicode calls Default_Ignorable_Code_Point.
- An end: PostgreSQL indexes no text of more than a megabyte, and nobody reads a tenth of it.

`core/migrations/0004_readable_text.py` says the same to the database; a test holds both together.
"""

import re
import unicodedata

OVERRIDES = "\u202a-\u202e\u2066-\u2069"
NONCHARACTERS = r"\ufdd0-\ufdef" + "".join(
    rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(0x11)
)
UNREADABLE = rf"\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff{NONCHARACTERS}"
INVISIBLE = (
    r"\t\n \xa0\u1680\u2000-\u200a\u202f\u205f\u3000"  # blanks
    r"\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
LONGEST = 100_000
OF_PROSE = re.compile(f"[{UNREADABLE}]")
OF_LINE = re.compile(rf"[\t\n{UNREADABLE}{OVERRIDES}]")
VISIBLE = re.compile(f"[^{INVISIBLE}]")
LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")  # as UAX 14 has them

KINDS = {  # by the general category of a sign
    "Cc": "the control character",
    "Cf": "the sign of direction",
    "Cn": "the non-character",
    "Cs": "the unpaired surrogate",
    "Zl": "the line separator",
    "Zp": "the paragraph separator",
}


def forbidden(is_line):
    """The pattern of signs that a line, or else prose, may not hold."""
    return OF_LINE if is_line else OF_PROSE


def fault(text, *, is_line):
    """What is wrong with a text, in words, or None. An empty one is sound."""
    if len(text) > LONGEST:
        return f"has {len(text)} characters; at most {LONGEST} are allowed"
    if sign := forbidden(is_line).search(text):
        return f"holds {named(sign[0])}"
    if text and not VISIBLE.search(text):
        return "holds nothing that can be seen"
    return None


def named(sign):
    """A sign in words: "the control character U+000B"."""
    return f"{KINDS[unicodedata.category(sign)]} U+{ord(sign):04X}"


def tidied(text, *, is_line):
    """A text without the signs it may not hold: a line's end stays one, or becomes a blank."""
    text = LINE_ENDS.sub("\n", text)
    if is_line:
        text = re.sub(r"[\t\n]", " ", text)
    return forbidden(is_line).sub("", text)
