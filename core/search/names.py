"""Names that begin like what somebody is typing: kept in memory, sorted, at one revision."""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from copy import copy
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from heapq import nsmallest
from itertools import chain, groupby
from operator import itemgetter

import msgspec

from core.search.beginnings import Beginnings
from core.search.language import EMPTY_WORDS, words_of
from core.search.packed import PLACE, Packed, text, texts, unpacker

MOST = 8  # suggestions at a time
MOST_OF_A_KIND = 3  # while there are others
LONGEST = 80  # characters that are looked at
STARTS = 6  # words of a name with which what is typed may begin
LOOKED_AT = 400  # the best of the names that begin alike, among which all kinds are looked for
KNOWN = 5_000  # names that need not be cut into words again with the next revision
AFTER_ALL = chr(0x10FFFF)
PREFIX = "names."  # of the pieces that a file keeps
FACT = "Q"  # the code of an array of larger numbers
ACRONYM = re.compile(r"\((\S+)\)$")
encoded = msgspec.msgpack.Encoder().encode


@dataclass(frozen=True)
class Suggestion:
    """A name and where it leads.

    rank: 0 comes first among names that begin alike; key: what is called so, as addresses have it.
    """

    name: str
    kind: str
    url: str
    rank: int
    key: str = ""


@dataclass(frozen=True)
class FoundName:
    """A Suggestion that was found; spelling: under which name, where that is not the one shown."""

    suggestion: Suggestion
    spelling: str
    is_whole: bool  # whether all of the spelling has been typed


class SuggestedNames:
    """All public names at one revision.

    suggestions: pairs of a Suggestion and the spellings under which it is found. One that has
    further spellings of another rank is there again with these. `state`: of what they were read
    from, see `reads.py`; None where it is not known.
    """

    state = None

    def __init__(self, revision, suggestions):
        self.revision = revision
        suggestions = [(suggestion, tuple(spellings)) for suggestion, spellings in suggestions]
        ranked, spelled = [], {}
        for number, (suggestion, spellings) in enumerate(suggestions):
            for key, (start, spelling) in beginnings_of(spellings).items():
                place = (start > 0, suggestion.rank, len(key), suggestion.name, len(ranked))
                ranked.append((*place, key, number, spelled.setdefault(spelling, len(spelled))))
        ranked.sort()
        keys = [key for *_, key, _, _ in ranked]
        places = array(PLACE, sorted(range(len(keys)), key=keys.__getitem__))
        keys = [keys[place] for place in places]
        begun = bisect_left(ranked, (True,))
        packed = {
            "suggestions": Packed.of((encoded(one) for one, _ in suggestions), None),
            "spellings": texts(spelled),
            "keys": texts(keys),
            "beginnings": texts(dict.fromkeys(key.partition(" ")[0] for key in keys)),
        }
        keyed = [number for number, (suggestion, _) in enumerate(suggestions) if suggestion.key]
        self._have(
            {
                "suggested": array(PLACE, [number for *_, number, _ in ranked]),
                "spelled": array(PLACE, [number for *_, number in ranked]),
                "places": places,
                "keyed": array(PLACE, keyed),
                "facts": array(FACT, [begun, fingerprint_of(suggestions)]),
            }
            | {name: piece for one in packed for name, piece in packed[one].pieces(one).items()}
        )

    @classmethod
    def restored(cls, revision, pieces):
        """The names of which `pieces` keeps what they consist of."""
        names = cls.__new__(cls)
        names.revision = revision
        own = (name for name in pieces if name.startswith(PREFIX))
        names._have({name.removeprefix(PREFIX): pieces[name] for name in own})
        return names

    def pieces(self):
        """What a file has to keep of them, by name."""
        return {f"{PREFIX}{name}": piece for name, piece in self._pieces.items()}

    def _have(self, pieces):
        self._pieces = pieces = {name: memoryview(piece) for name, piece in pieces.items()}
        numbers = {
            name: pieces[name].cast("B").cast(PLACE)
            for name in ("suggested", "spelled", "places", "keyed")
        }
        # By their rank: what is suggested, and by which spelling, as numbers.
        self._suggested, self._spelled = numbers["suggested"], numbers["spelled"]
        self._suggestions = Packed.restored(pieces, "suggestions", unpacker(Suggestion))
        self._spellings = Packed.restored(pieces, "spellings", text)
        # In order: what may be typed, and the places of what is then suggested among those.
        self._places, self._keys = numbers["places"], Packed.restored(pieces, "keys", text)
        self._beginnings = Beginnings(Packed.restored(pieces, "beginnings", text))
        self._keyed = numbers["keyed"]
        # From which place on they are found by a word within the spelling.
        self._begun, self._fingerprint = pieces["facts"].cast("B").cast(FACT)

    def followed_by(self, revision, suggestions):
        """The names at a later revision: the same ones, sorted already, unless one has changed."""
        suggestions = [(suggestion, tuple(spellings)) for suggestion, spellings in suggestions]
        if fingerprint_of(suggestions) != self._fingerprint:
            return SuggestedNames(revision, suggestions)
        return self.at(revision)

    def at(self, revision):
        """The same names at another revision."""
        names = copy(self)
        names.revision = revision
        return names

    @cached_property
    def known(self):
        """The Suggestions that have a key, by kind and key."""
        having = (self._suggestions[number] for number in self._keyed)
        return {(one.kind, one.key): one for one in having}

    def beginning_with(self, text, kinds=()):
        """The best FoundNames for what has been typed so far; kinds: the only ones, if any."""
        typed = " ".join(words_of(text[:LONGEST]))
        return self._best([typed], kinds) if typed else []

    def nearly_beginning_with(self, text, kinds=()):
        """The best FoundNames that begin nearly so: for what nothing begins with as it is typed."""
        meant = self._beginnings.meant_by(words_of(text[:LONGEST]))
        for _, alike in groupby(meant, key=itemgetter(0)):
            if found := self._best([" ".join(words) for _, words in alike], kinds):
                return found
        return []

    def _best(self, beginnings, kinds):
        """The best FoundNames that begin in one of some ways: a few of each kind, if there are."""
        best, others, of_a_kind = {}, {}, Counter()
        for place in self._places_of(beginnings):
            suggestion = self._suggestions[self._suggested[place]]
            url, kind = suggestion.url, suggestion.kind
            if url in best or url in others or (kinds and kind not in kinds):
                continue
            of_a_kind[kind] += 1
            is_one_of_few = kinds or of_a_kind[kind] <= MOST_OF_A_KIND
            (best if is_one_of_few else others)[url] = place
            if len(best) == MOST:
                break
        places = [*best.values(), *others.values()][:MOST]
        found = [self._found(place, beginnings) for place in sorted(places)]
        return sorted(found, key=lambda one: not one.is_whole)

    def _places_of(self, beginnings):
        """The places of the names that begin in one of some ways, the best first.

        Those that are no longer than that lead, whatever they are.
        """
        whole, begun = set(), set()
        for beginning in beginnings:
            first = bisect_left(self._keys, beginning)
            last = bisect_right(self._keys, beginning, first)
            whole.update(place for place in self._places[first:last] if place < self._begun)
            begun.update(self._places[first : bisect_left(self._keys, beginning + AFTER_ALL, last)])
        return [*sorted(whole), *nsmallest(LOOKED_AT, begun)]

    def _found(self, place, beginnings):
        suggestion = self._suggestions[self._suggested[place]]
        spelling = self._spellings[self._spelled[place]]
        name = f" {' '.join(words_of(suggestion.name))}"
        is_shown = any(f" {beginning}" in name for beginning in beginnings)
        is_whole = " ".join(words_of(spelling)) in beginnings
        return FoundName(suggestion, "" if is_shown else spelling, is_whole)


def fingerprint_of(suggestions):
    """A number that is another one when a name has changed; the same in every process."""
    digest = blake2b(digest_size=8)
    for suggestion, spellings in suggestions:
        digest.update(encoded((suggestion, spellings)))
    return int.from_bytes(digest.digest(), "little")


@lru_cache(KNOWN)
def beginnings_of(spellings):
    """What may be typed for a name: by that, the word of a spelling that it begins with, and which.

    Nobody begins with the second half of a name at its "of".
    """
    found = {}
    for spelling in chain.from_iterable(map(with_acronym, spellings)):
        words = words_of(spelling)
        for start, word in enumerate(words[:STARTS]):
            if start == 0 or word not in EMPTY_WORDS:
                key = " ".join(words[start:])
                if key not in found or found[key][0] > start:
                    found[key] = (start, spelling)
    return found


def with_acronym(spelling):
    """A spelling, and what it has in brackets at its end if that is one word: "(ECOWAS)"."""
    acronym = ACRONYM.search(spelling)
    return [spelling, acronym[1]] if acronym else [spelling]
