"""Words that people write in the languages of most readers, whether the catalogue has them or not.

The lists are those of pyspellchecker. Of the words digests are kept, four bytes each instead of
the hundred that Python takes for a word: of 2,000 words that are none, one passes for a word.
"""

import gzip
from array import array
from bisect import bisect_left
from functools import cache
from importlib.metadata import distribution
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
    if any(has(words, form) for form in forms(word)):
        return True
    return any(stem != word and has(spanish_stems, stem) for stem in SPANISH.analyze(word))


def forms(word):
    """The word, its British or American twin, and what either may be the plural of."""
    for twin in spellings(word):
        yield twin
        yield from (twin.removesuffix(ending) for ending in PLURALS if twin.endswith(ending))


def has(digests, word):
    """Whether the digest of a word is among some that are in order."""
    wanted = digest(word)
    place = bisect_left(digests, wanted)
    return place < len(digests) and digests[place] == wanted


def digest(word):
    """A number of 32 bits that hardly another word has."""
    return crc32(word.encode())


@cache
def real_words():
    """The digests of all words, and those of the stems of Spanish ones, in order.

    Read once, in a second.
    """
    words = digests(SURFACE, " ".join(word_list(MORE)))
    for language in LANGUAGES:  # one by one: a union of many takes a hundred times as much memory
        words |= digests(SURFACE, listed(language))
    return array("I", words), array("I", digests(SPANISH, listed("es")))


def listed(language):
    """The words of a language, as a text."""
    file = f"spellchecker/resources/{language}.json.gz"  # whose package need not be imported
    packed = distribution("pyspellchecker").locate_file(file).read_bytes()
    return " ".join(orjson.loads(gzip.decompress(packed)))


def digests(analyzer, text):
    """The digests of what an analyzer makes of the words of a text."""
    return BitMap(array("I", sorted(map(digest, analyzer.analyze(text)))))
