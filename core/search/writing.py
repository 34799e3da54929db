"""One way to write what can be written in many: letters, signs, numbers and acronyms made alike.

Texts and questions go through the same function, `plain`, before they are cut into words, so that
whatever is written finds itself however it is typed. Most texts are plain ASCII, and what is done
to these has to be fast: patterns that begin with one sign are found ten times as fast as others.
"""

import re
import unicodedata


def _signs(category):
    """The signs of Unicode's first plane in a general category, as the ranges of a pattern."""
    codes = [code for code in range(0x10000) if unicodedata.category(chr(code)) == category]
    starts = [code for code in codes if unicodedata.category(chr(code - 1)) != category]
    ends = [code for code in codes if unicodedata.category(chr(code + 1)) != category]
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in zip(starts, ends, strict=True))


MARKS = _signs("Mn")  # accents, vowel marks, tones: what stands above, below or within a letter
SPACED_MARKS = _signs("Mc")  # vowels of the scripts of India and its neighbours
# Soft hyphens, joiners, blanks of no width, marks of direction.
INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
APOSTROPHES = "\u2018\u2019\u201b\u02b9\u02bb-\u02bf\u02c8\u2032\u00b4`\ua78c\uff07"
QUOTES = "\u201c-\u201f\u2033\u00ab\u00bb\u2039\u203a\u300c-\u300f\u301d-\u301f\uff02"
HYPHENS = "\u2010\u2011\u2212\ufe63\uff0d"
DASHES = "\u2012-\u2015\ufe58"

# Scripts without blanks: each sign is a word, and what is written in a row is looked for so. Thai,
# Lao, Burmese and Khmer; Japanese and Chinese.
UNBROKEN = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\U00020000-\U0003ffff"
)


def _table(exchanges):
    """What str.translate takes: for each set of signs, written as in a pattern, its exchange."""
    table = {}
    for signs, exchanged in exchanges.items():
        for first, last in re.findall("(.)(?:-(.))?", signs):
            for code in range(ord(first), ord(last or first) + 1):
                table[code] = exchanged
    return table


SIGNS = _table({INVISIBLE: "", APOSTROPHES: "'", QUOTES: '"', HYPHENS: "-"})
# Dotless i is the small letter of I; what is raised behind a name is no part of it.
LETTERS = SIGNS | _table({DASHES: "-", "\u0131": "i", "\u2122\u2120\u00ae\u00a9": " "})
ALL_MARKS = re.compile(f"[{MARKS}]+")
NUMERAL = re.compile(r"[^\D0-9]")
EACH = re.compile(f"[{UNBROKEN}]")
ROW = re.compile(f"[{UNBROKEN}][{UNBROKEN}{MARKS}]*")

ARABIC = re.compile("[\u0620-\u06d3]")
FINAL_SIGMA = str.maketrans("\u03c2", "\u03c3")
ARABIC_LETTERS = str.maketrans(
    "\u0629\u0649\u06cc\u06a9\u0671", "\u0647\u064a\u064a\u0643\u0627", "\u0640"
)
# The article, with the particles that are written in one with it, where a word is left.
ARTICLE = re.compile(
    r"\b(?:\u0627\u0644(?=\w\w)|[\u0648\u0641\u0628\u0643]\u0627\u0644(?=\w{3})|\u0644\u0644(?=\w{3}))"
)

OWNER = re.compile(r"'s\b(?<=[^\W_]'s)")
LETTER_O = re.compile(r"'(?<=[og]')(?=[^\W\d_])")  # O'zbekiston, G'ijduvon, O'Brien
TWICE_O = re.compile(r"o-o(?<=co-o)(?=p|rd)")  # co-operation, co-ordination
CODE = re.compile(r"-(?:(?<=\b[a-z]-)|(?<=\b[a-z][a-z]-))(?=[0-9])")  # G-20
PLUS = re.compile(r"\+(?<=[^\W\d_][0-9]\+)")  # g7+
US = re.compile(r"\bu\.s\b(?!\.\w)")  # without its dots it would be the pronoun
ACRONYM = re.compile(r"\.(?<=\b[^\W\d_]\.)(?=[^\W\d_]\b)")  # U.A.E.
DIGIT = re.compile("[0-9]")
BEHIND_WORD = re.compile(r"[0-9](?<=[^\W\d_]{3}[0-9])(?=[0-9]*\b)")  # covid19
BLANKS = " \u00a0\u2007\u2009\u202f"
NUMBER = re.compile(
    rf"[1-9](?<![\w.,][1-9])[0-9]{{0,2}}([{BLANKS}.,'])[0-9]{{3}}(?:\1[0-9]{{3}})*(?![0-9])"
)
NOT_DIGITS = re.compile("[^0-9]+")


def plain(text):
    """A text as it is cut into words, in small letters; accents of Latin letters are taken off.

    It does not bear being done twice to Arabic words, which lose one article each time.
    """
    text = text.lower().replace("`", "'") if text.isascii() else _in_plain_letters(text)
    if "'" in text:
        text = LETTER_O.sub("", OWNER.sub("", text))
    if "-" in text:
        text = CODE.sub("", TWICE_O.sub("oo", text))
    if "+" in text:
        text = PLUS.sub("plus", text)
    if "." in text:
        if "u.s" in text:
            text = US.sub("usa", text)
        text = ACRONYM.sub("", text)
    if DIGIT.search(text):
        text = BEHIND_WORD.sub(r" \g<0>", with_whole_numbers(text))
    return text


def _in_plain_letters(text):
    text = unicodedata.normalize("NFKD", text.translate(LETTERS))
    text = unicodedata.normalize("NFC", ALL_MARKS.sub("", text)).lower()
    text = ALL_MARKS.sub("", text)
    if text.isascii():
        return text
    if ARABIC.search(text):
        text = ARTICLE.sub("", text.translate(ARABIC_LETTERS))
    text = text.translate(FINAL_SIGMA)
    text = NUMERAL.sub(lambda numeral: str(unicodedata.digit(numeral[0])), text)
    return EACH.sub(r" \g<0> ", text)


def with_whole_numbers(text):
    """A text with its thousands not set apart: 5,000 and 5 000 are 5000."""
    return NUMBER.sub(lambda number: NOT_DIGITS.sub("", number[0]), text)


SINGLE_QUOTES = re.compile(
    r"(?<!\S)[\u2018\u201a\u201b]((?:[^\u2018\u2019]|\u2019(?=\w))+)[\u2018\u2019](?!\w)"
)
MINUS = re.compile(r"(?<=\S\s)\u2013(?=\w)")


def typed(text):
    """A question with plain signs instead of those that phones and word processors make of them.

    Its letters stay as they are. Quotation marks of all kinds are those that make phrases, hyphens
    those that exclude; a dash excludes where it leads a word behind another one.
    """
    if text.isascii():
        return text
    text = MINUS.sub("-", SINGLE_QUOTES.sub(r'"\1"', text)).translate(SIGNS)
    return unicodedata.normalize("NFKC", text)


def asked(text):
    """The same as the index is asked: numbers whole, and scripts without blanks as phrases."""
    text = with_whole_numbers(typed(text))
    return text if text.isascii() or '"' in text else ROW.sub(r' "\g<0>" ', text)


# What is one word in `plain`, and more or fewer to the eye; for finding words where they stand.
TOGETHER = (
    r"[1-9][0-9]{0,2}(?:[%(blanks)s.,'%(apostrophes)s][0-9]{3})+(?![0-9])"
    r"|[^\W\d_](?:\.[^\W\d_]\b)+"
    r"|[cC][oO][-%(hyphens)s][oO](?:[pP]|[rR][dD])[^\W_]*"
    r"|[^\W\d_]{1,2}[-%(hyphens)s][0-9]+\b"
    r"|[oOgG]['%(apostrophes)s][^\W_]+"
    r"|[^\W\d_][0-9]\+"
)
ASCII_TOGETHER = TOGETHER % {"blanks": " ", "apostrophes": "`", "hyphens": ""}
WORD = re.compile(
    TOGETHER % {"blanks": BLANKS, "apostrophes": APOSTROPHES, "hyphens": HYPHENS}
    + rf"|[{UNBROKEN}][{MARKS}]*"
    + rf"|(?:(?![{UNBROKEN}])[^\W_])"
    + rf"(?:(?![{UNBROKEN}])[^\W_]|[{MARKS}{SPACED_MARKS}{INVISIBLE}])*"
)
