"""Names that begin like what somebody is typing: kept in memory, sorted, at one revision."""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from copy import copy
from dataclasses import dataclass
from functools import cached_property, lru_cache
from heapq import nsmallest
from itertools import chain, groupby
from operator import itemgetter

from core.search.beginnings import Beginnings
from core.search.language import EMPTY_WORDS, words_of

MOST = 8  # suggestions at a time
MOST_OF_A_KIND = 3  # while there are others
LONGEST = 80  # characters that are looked at
STARTS = 6  # words of a name with which what is typed may begin
LOOKED_AT = 400  # the best of the names that begin alike, among which all kinds are looked for
KNOWN = 5_000  # names that need not be cut into words again with the next revision
AFTER_ALL = chr(0x10FFFF)
ACRONYM = re.compile(r"\((\S+)\)$")


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
    further spellings of another rank is there again with these.
    """

    def __init__(self, revision, suggestions):
        self.revision = revision
        suggestions = [(suggestion, tuple(spellings)) for suggestion, spellings in suggestions]
        self._fingerprint = hash(tuple(suggestions))
        ranked = []
        for suggestion, spellings in suggestions:
            for key, (start, spelling) in beginnings_of(spellings).items():
                place = (start > 0, suggestion.rank, len(key), suggestion.name, len(ranked))
                ranked.append((*place, key, suggestion, spelling))
        ranked.sort()
        # By their rank: what is suggested, and by which spelling.
        self._suggestions = [suggestion for *_, suggestion, _ in ranked]
        self._spellings = [spelling for *_, spelling in ranked]
        self._begun = bisect_left(ranked, (True,))  # from there on, by a word within the spelling
        # In order: what may be typed, and the places of what is then suggested in those lists.
        keys = [key for *_, key, _, _ in ranked]
        self._places = array("l", sorted(range(len(keys)), key=keys.__getitem__))
        self._keys = [keys[place] for place in self._places]
        self._beginnings = Beginnings(key.partition(" ")[0] for key in self._keys)

    def followed_by(self, revision, suggestions):
        """The names at a later revision: the same ones, sorted already, unless one has changed."""
        suggestions = [(suggestion, tuple(spellings)) for suggestion, spellings in suggestions]
        if hash(tuple(suggestions)) != self._fingerprint:
            return SuggestedNames(revision, suggestions)
        names = copy(self)
        names.revision = revision
        return names

    @cached_property
    def known(self):
        """The Suggestions that have a key, by kind and key."""
        return {(one.kind, one.key): one for one in self._suggestions if one.key}

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
            suggestion = self._suggestions[place]
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
        suggestion, spelling = self._suggestions[place], self._spellings[place]
        name = f" {' '.join(words_of(suggestion.name))}"
        is_shown = any(f" {beginning}" in name for beginning in beginnings)
        is_whole = " ".join(words_of(spelling)) in beginnings
        return FoundName(suggestion, "" if is_shown else spelling, is_whole)


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
