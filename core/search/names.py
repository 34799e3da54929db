"""Names that begin like what somebody is typing: kept in memory, sorted, at one revision."""

from bisect import bisect_left
from dataclasses import dataclass

from core.search.language import words_of

MOST = 8  # suggestions at a time
MOST_OF_A_KIND = 4
LONGEST = 80  # characters that are looked at
STARTS = 6  # words of a name with which what is typed may begin
LOOKED_AT = 400  # names that begin alike, of which the best are taken


@dataclass(frozen=True)
class Suggestion:
    """A name and where it leads. rank: 0 comes first among names that begin alike."""

    name: str
    kind: str
    url: str
    rank: int


class SuggestedNames:
    """All public names at one revision.

    suggestions: pairs of a Suggestion and the spellings under which it is found.
    """

    def __init__(self, revision, suggestions):
        self.revision = revision
        entries = {}
        for suggestion, spellings in suggestions:
            for spelling in spellings:
                words = words_of(spelling)
                for start in range(min(len(words), STARTS)):
                    key = " ".join(words[start:])
                    entries.setdefault((key, suggestion.url), (key, start > 0, suggestion))
        self._entries = sorted(entries.values(), key=lambda entry: entry[0])
        self._keys = [entry[0] for entry in self._entries]

    def beginning_with(self, text):
        """The best suggestions for what has been typed so far."""
        typed = " ".join(words_of(text[:LONGEST]))
        if not typed:
            return []
        at = bisect_left(self._keys, typed)
        found = []
        for key, is_inside, suggestion in self._entries[at : at + LOOKED_AT]:
            if not key.startswith(typed):
                break
            found.append((is_inside, suggestion.rank, len(key), suggestion.name, suggestion))
        best, of_a_kind = {}, {}
        for *_, suggestion in sorted(found, key=lambda one: one[:4]):
            if suggestion.url not in best and of_a_kind.get(suggestion.kind, 0) < MOST_OF_A_KIND:
                best[suggestion.url] = suggestion
                of_a_kind[suggestion.kind] = of_a_kind.get(suggestion.kind, 0) + 1
        return list(best.values())[:MOST]
