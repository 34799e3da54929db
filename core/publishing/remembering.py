"""What all records of a kind are known by, in memory, at the present revision.

A process reads the names of a kind once; with each further revision, only those that are new.
"""

import threading
from bisect import bisect_left
from itertools import chain

from core import revision
from core.publishing.hints import Hints
from core.publishing.likeness import Likes
from core.publishing.marks import MARKS
from core.publishing.readings import squeezed
from core.publishing.vocabulary import vocabulary

SHORTEST_BEGINNING = 8  # letters of a name that is being typed


class Memory:
    """All records of one model as Named, so that those like a new one are found at once."""

    def __init__(self, model):
        self.marks = MARKS[model]
        self._model = model
        self._lock = threading.Lock()
        self._revision = None
        self._forget(None)

    def _forget(self, known):
        self._known, self._rows, self._named = known, {}, {}
        self._likes, self._hints = Likes(), Hints()
        self._in_order = []  # pairs of a name without its blanks and the key

    def like(self, one):
        """Pairs of how likely it is, of 100, and a Named that may be of the same thing as one.

        The likeliest come first; last what is only hinted at, or what a name may become that is
        still being typed.
        """
        with self._lock:
            self._catch_up()
            found = {other.key: (likely, other) for likely, other in self._likes.like(one)}
            for other in chain(self._hints.of(one), self._begun(one)):
                found.setdefault(other.key, (1, other))
        return sorted(found.values(), key=lambda pair: (-pair[0], pair[1].name, pair[1].key))

    def _catch_up(self):
        present, known = revision.current(), vocabulary()
        if present == self._revision and known is self._known:
            return
        rows = self.marks.rows(self._model._base_manager.all())
        if known is not self._known:
            self._forget(known)
        gone = {key for key, row in self._rows.items() if rows.get(key) != row}
        for key in gone:
            one = self._named.pop(key)
            self._likes.remove(one)
            self._hints.remove(one)
        new = [self.marks.named(key, rows[key], known) for key in rows.keys() - self._named.keys()]
        for one in new:
            self._named[one.key] = one
            self._likes.add(one)
            self._hints.add(one)
        stay = [pair for pair in self._in_order if pair[1] not in gone]
        self._in_order = sorted(stay + [(squeezed(one.name), one.key) for one in new])
        self._rows, self._revision = rows, present

    def _begun(self, one):
        """Those whose name begins so, where the last word that was typed is none yet."""
        typed = squeezed(one.name)
        if len(typed) < SHORTEST_BEGINNING or one.name[-1:].isspace():
            return
        words = one.name.split()
        for name, key in self._in_order[bisect_left(self._in_order, (typed,)) :]:
            if not name.startswith(typed):
                return
            theirs = self._named[key].name.split()
            if name != typed and key != one.key and len(theirs) >= len(words) > 1:
                last, its = squeezed(words[-1]), squeezed(theirs[len(words) - 1])
                if its.startswith(last) and its != last:
                    yield self._named[key]


_memories = {}


def remembered(model):
    """The Memory of a model that is marked."""
    return _memories.setdefault(model, Memory(model))
