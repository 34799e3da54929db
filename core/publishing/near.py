"""Which of all records of a kind may be like some few of them.

Names that are like each other share a shape (`likeness.py`). To read the shapes of ten thousand
names takes most of a second, and every save at the desk asks: so they are kept, as numbers.
"""

from array import array

from core.publishing.marks import MARKS


class Shapes:
    """The shapes of the records of one model that were seen last, by key: some 400 bytes each."""

    def __init__(self, model):
        self._marks = MARKS[model]
        self._seen = None, {}

    def sharing(self, rows, wanted, known):
        """Yield the keys of those records that have one of the wanted shapes, in their order.

        rows: of the records, as Marks reads them; known: the Vocabulary that names are read by.
        """
        (before, seen), wanted = self._seen, set(map(hash, wanted))
        if before is not known:
            seen = {}
            self._seen = known, seen
        for key, row in rows.items():
            said = hash(tuple(tuple(one) if isinstance(one, list) else one for one in row.values()))
            if key not in seen or seen[key][0] != said:
                seen[key] = said, array("q", map(hash, self._marks.named(key, row, known).shapes))
            if not wanted.isdisjoint(seen[key][1]):
                yield key


_shapes = {}


def shapes_of(model):
    """The Shapes of a model that is marked."""
    return _shapes.setdefault(model, Shapes(model))
