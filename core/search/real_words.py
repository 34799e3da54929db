"""Words that people write in the languages of most readers, whether the catalogue has them or not.

The lists are those of pyspellchecker. Of the words digests are kept, five bytes each instead of
the hundred that Python takes for a word: of 2,000 words that are none, one passes for a word.
"""

import gzip
from array import array
from functools import cache
from importlib.resources import files
from zlib import crc32

import orjson
from pyroaring import BitMap

from core.search.language import spellings, stem_analyzer, surface_analyzer, word_list

LANGUAGES = ("en", "es", "fr", "pt")
PLURALS = ("s", "es")
SPANISH = stem_analyzer("spanish")
SURFACE = surface_analyzer()

MORE = "real_words.txt"  # what the lists lack, above all Spanish verbs that change their stem


def is_real(word):
    """Whether a word, as words_of gives it, is one of English, French, Spanish or Portuguese.

    The Spanish list has few forms of verbs, so that a Spanish ending to a stem of it will do.
    """
    words, spanish_stems = real_words()
    if any(digest(form) in words for form in forms(word)):
        return True
    return any(stem != word and digest(stem) in spanish_stems for stem in SPANISH.analyze(word))


def forms(word):
    """The word, its British or American twin, and what either may be the plural of."""
    for twin in spellings(word):
        yield twin
        yield from (twin.removesuffix(ending) for ending in PLURALS if twin.endswith(ending))


def digest(word):
    """A number of 32 bits that hardly another word has."""
    return crc32(word.encode())


@cache
def real_words():
    """The digests of all words, and those of the stems of Spanish ones. Read once, in a second."""
    lists = {language: listed(language) for language in LANGUAGES}
    words = BitMap.union(*(digests(SURFACE, text) for text in lists.values()))
    words |= digests(SURFACE, " ".join(word_list(MORE)))
    return words, digests(SPANISH, lists["es"])


def listed(language):
    """The words of a language, as a text."""
    path = files("spellchecker") / "resources" / f"{language}.json.gz"
    return " ".join(orjson.loads(gzip.decompress(path.read_bytes())))


def digests(analyzer, text):
    """The digests of what an analyzer makes of the words of a text."""
    return BitMap(array("I", sorted(map(digest, analyzer.analyze(text)))))
