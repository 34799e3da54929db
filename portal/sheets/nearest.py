"""What may be meant by a name that nothing has."""

from rapidfuzz import fuzz, process

from core.search.writing import plain
from portal.sheets.faults import shown

NEAR = 75  # of 100: how like a name has to be to be offered
CLOSE = 6  # of 100: how much less like another one may be that is offered, too
MOST = 3  # names that are offered
CODES = (3, 4)  # letters of what may be the beginning of a name: GER


class Nearest:
    """Names, so that those like another one are found again and again."""

    def __init__(self, names):
        self.names = list(names)
        self._plain = [plain(name).replace("-", " ") for name in self.names]

    def to(self, text):
        """The names that may be meant by a text, the likest first; few, and perhaps none."""
        asked, scores = plain(text).replace("-", " "), {}
        for scorer in (fuzz.ratio, fuzz.token_sort_ratio):  # the words in any order
            found = process.extract(
                asked, self._plain, scorer=scorer, limit=MOST, score_cutoff=NEAR
            )
            for _, score, place in found:
                scores[place] = max(score, scores.get(place, 0))
        if not scores and len(asked) in CODES:
            begun = [
                name
                for name, one in zip(self.names, self._plain, strict=True)
                if one.startswith(asked)
            ]
            return begun if len(begun) == 1 else []
        least = max(scores.values(), default=0) - CLOSE
        order = sorted(scores, key=lambda place: (-scores[place], place))
        return [self.names[place] for place in order if scores[place] >= least]


def nearest(text, names):
    """The names that may be meant by a text, among some that are asked about once."""
    return Nearest(names).to(text)


def meant(names):
    """The question whether one of some names is meant, as it stands behind a sentence."""
    names = list(dict.fromkeys(names))[:MOST]
    return f". Did you mean {' or '.join(map(shown, names))}?" if names else ""
