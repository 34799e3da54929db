"""A question as it was typed, with some of its words left out, exchanged or in quotation marks.

What is known of a question is known by folded words; readers are told of it, and click on it, in
their own writing.
"""

import re
from itertools import combinations

from core.search.language import EMPTY_WORDS, WEAK_WORDS, words_of

PARTING = r"\s\-\u2010-\u2015/\u2192'\u2019\u02bc"  # signs between words
# A text in pieces that hold a word each, with the signs that part it from the next; a minus that
# excludes belongs to the word behind it.
PIECE = re.compile(rf"[{PARTING}]*[^{PARTING}]+(?:(?!\s-\S)[{PARTING}])*")
# What may stand beside words and is none of them.
BESIDE = ' .,;:!?()[]{}<>¡¿"«»/-\u2010\u2013\u2014\u2018\u201c\u201d\u201e\u2192'


def without(text, words):
    """A text without some of its words, which stand there in this order; apart, perhaps."""
    left, kept = list(words), []
    for piece in PIECE.findall(text):
        folded = words_of(piece)
        if folded and left[: len(folded)] == folded:
            left = left[len(folded) :]
        else:
            kept.append(piece)
    return "".join(kept).strip()


def unread(text, readings):
    """A text for those who read nothing: with the names of places, without the words around."""
    for reading in readings:
        named = [word for phrase in reading.phrases for word in phrase if reading.is_place]
        text = without(text, [word for word in reading.typed if word not in named])
    return text


def in_quotes(text, phrases):
    """A text with some phrases of it, tuples of folded words, in quotation marks."""
    pieces = PIECE.findall(text)
    for phrase in phrases:
        if run := run_of(pieces, phrase):
            bare = "".join(pieces[run]).strip(BESIDE).replace('"', "")
            pieces[run] = [f' "{bare}" ']
    return " ".join("".join(pieces).split())


def as_typed(text, phrases):
    """Some phrases, tuples of folded words, as they stand in a text."""
    pieces = PIECE.findall(text)
    runs = (run_of(pieces, phrase) for phrase in phrases)
    return " … ".join("".join(pieces[run]).strip(BESIDE) for run in runs if run)


def run_of(pieces, phrase):
    """Where in the pieces of a text a phrase stands, as a slice; None where it does not."""
    for start, end in combinations(range(len(pieces) + 1), 2):
        is_near = end - start <= len(phrase) + 2  # "d'Ivoire" is two pieces
        if is_near and words_of("".join(pieces[start:end]).strip()) == list(phrase):
            return slice(start, end)
    return None


def telling(text):
    """A text without the words at its ends that ask for nothing, and empty if it has no others."""
    parts = text.split()
    while parts and all(word in EMPTY_WORDS for word in words_of(parts[-1])):
        parts.pop()
    while parts and all(word in EMPTY_WORDS for word in words_of(parts[0])):
        parts.pop(0)
    words = [word for part in parts for word in words_of(part)]
    if all(word in EMPTY_WORDS or word in WEAK_WORDS for word in words):
        return ""
    return " ".join(parts).strip(" ,;:")


def with_replaced(text, pairs):
    """The text with words exchanged, whatever their case and accents."""
    meant = dict(pairs)

    def replaced(part):
        words = words_of(part)
        return " ".join(meant.get(word, word) for word in words) if meant.keys() & words else part

    return " ".join(map(replaced, text.split()))
