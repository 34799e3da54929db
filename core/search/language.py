"""Words of many languages: how they are cut, folded, stemmed and spelt."""

import re
from functools import lru_cache
from pathlib import Path

import tantivy

from core.search.writing import ASCII_TOGETHER, WORD, plain

_SIMPLE = tantivy.Tokenizer.simple
_FILTER = tantivy.Filter


def surface_analyzer():
    """Cuts a text into words as they are written, in lower case without accents."""
    builder = tantivy.TextAnalyzerBuilder(_SIMPLE())
    return builder.filter(_FILTER.lowercase()).filter(_FILTER.ascii_fold()).build()


# Pairs that the English stemmer makes one: cooperative and cooperation, employer and employment,
# universal and university.
# The letter exchanged keeps the length, so that places in the text stay what they are. Patterns
# that begin with plain letters are found ten times as fast.
APART = [
    (re.compile(r"ooperative(?=s?\b)"), "ooperativq"),
    (re.compile(r"mployer(?=s?\b)"), "mployeq"),
    (re.compile(r"niversal\b"), "niversaq"),
]


def kept_apart(text):
    """The text as the stemmer should read it."""
    for ending, exchanged in APART:
        text = ending.sub(exchanged, text)
    return text


def stem_analyzer(language="english"):
    """Cuts a text into the stems of a language, in lower case without accents."""
    builder = tantivy.TextAnalyzerBuilder(_SIMPLE())
    folded = builder.filter(_FILTER.lowercase()).filter(_FILTER.ascii_fold())
    return folded.filter(_FILTER.stemmer(language)).build()


def tag_analyzer():
    """Cuts a row of tags at its blanks."""
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()


_stems = stem_analyzer()
_surface = surface_analyzer()

NOTHING = re.compile(r"(?!)")


def words_of(text):
    """The words of a text as written, folded; Arabic ones without article and vowel marks."""
    return _surface.analyze(plain(text))


def stems_of(text):
    """The English stems of a text, folded, as often as they stand there."""
    return _stems.analyze(kept_apart(plain(text)))


@lru_cache(50_000)
def stem(word):
    """The English stem of a word as words_of gives it; in another script, the word itself."""
    stems = _stems.analyze(kept_apart(word))
    return stems[0] if len(stems) == 1 else word


@lru_cache(50_000)
def _stems_within(piece):
    """The stems of a word as it stands in a text: two of COVID19."""
    return frozenset(stems_of(piece))


def marked_positions(text, stems):
    """The spans (start, end) of the words of a text whose stem is among those given."""
    # Looking only at words with the same beginning is five times as fast; accents hide it.
    stems = frozenset(stems)
    words = beginning_like(stems) if text.isascii() else WORD
    return [word.span() for word in words.finditer(text) if stems & _stems_within(word[0])]


@lru_cache(500)
def beginning_like(stems):
    """Finds words that begin as one of the stems does: stemmers change the ends of words."""
    beginnings = sorted({re.escape(stem[:2]) for stem in stems if stem.isascii()})
    if not beginnings:
        return NOTHING
    begun = rf"(?:{'|'.join(beginnings)})[^\W_]*"
    return re.compile(rf"(?i)(?<![^\W_])(?:{ASCII_TOGETHER}|{begun})", re.ASCII)


BRITISH_AMERICAN = [
    (re.compile(r"^(\w{2,})our(s|ed|ers?|ing)?$"), r"\1or\2"),
    (
        re.compile(r"^(lab|behavi|neighb|harb|col|fav|hon|endeav|vap|rum)or(s|ed|ers?|ing)?$"),
        r"\1our\2",
    ),
    (re.compile(r"^(\w{3,})is(e|ed|es|er|ers|ing|ation|ations)$"), r"\1iz\2"),
    (re.compile(r"^(\w{3,})iz(e|ed|es|er|ers|ing|ation|ations)$"), r"\1is\2"),
    (re.compile(r"^(cent|theat|met|lit|fib)re(s)?$"), r"\1er\2"),
    (re.compile(r"^(cent|theat|met|lit|fib)er(s)?$"), r"\1re\2"),
    (re.compile(r"^program(s)?$"), r"programme\1"),
    (re.compile(r"^programme(s)?$"), r"program\1"),
    (re.compile(r"^(defen|offen|licen)se(s)?$"), r"\1ce\2"),
    (re.compile(r"^(defen|offen|licen)ce(s)?$"), r"\1se\2"),
    (re.compile(r"^(\w{3,})lled$"), r"\1led"),
    (re.compile(r"^(\w{3,})lling$"), r"\1ling"),
]


def spellings(word):
    """The word and its British or American twin."""
    twins = [pattern.sub(twin, word) for pattern, twin in BRITISH_AMERICAN if pattern.match(word)]
    return list(dict.fromkeys([word, *twins]))


def word_list(name):
    """The words of a text file beside this module, as words_of gives them."""
    return frozenset(words_of(Path(__file__).with_name(name).read_text(encoding="utf-8")))


# Words that carry no question of their own, in the languages that readers write in.
EMPTY_WORDS = word_list("empty_words.txt")

# Words about the question rather than its subject: they help to rank and are never required.
WEAK_WORDS = word_list("weak_words.txt")
