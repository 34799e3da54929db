"""What all records of a kind are known by, in memory, at the present revision.

A process reads the names of a kind once; with each further revision, only those that are new. Where
they are many, that takes seconds: whoever asks first is not kept waiting, but answered from those
records that share a long word, while all are read beside.
"""

import threading
from bisect import bisect_left
from itertools import chain

from django.db import connection
from django.db.models import Q

from core import revision
from core.publishing.hints import Hints
from core.publishing.likeness import Likes
from core.publishing.marks import MARKS
from core.publishing.readings import squeezed
from core.publishing.vocabulary import vocabulary

SHORTEST_BEGINNING = 8  # letters of a name that is being typed
FEW = 2_000  # records that are read while somebody waits
MOST_ASKED, MOST_WORDS, SHORTEST_WORD = 300, 3, 4  # of those that share a long word


def beside(function):
    """Have something done by a thread of its own, with a connection of its own."""

    def run():
        try:
            function()
        finally:
            connection.close()

    threading.Thread(target=run, name="names", daemon=True).start()


class Memory:
    """All records of one model as Named, so that those like a new one are found at once."""

    def __init__(self, model):
        self.marks = MARKS[model]
        self._model = model
        self._lock = threading.Lock()
        self._revision = None
        self._is_being_read = False
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
        if self._revision is None and self._are_many():
            if not self._is_being_read:
                self._is_being_read = True
                beside(self._read_all)
            likes, hints = self._some(one)
            return in_order(likes.like(one), hints.of(one))
        with self._lock:
            self._catch_up()
            return in_order(self._likes.like(one), chain(self._hints.of(one), self._begun(one)))

    def _are_many(self):
        keys = self._model._base_manager.order_by().values_list("pk")
        return len(keys[: FEW + 1]) > FEW

    def _read_all(self):
        try:
            with self._lock:
                self._catch_up()
        finally:
            self._is_being_read = False

    def _some(self, one):
        """Those that share an acronym, an address, or a long word of the name."""
        words = sorted(filter(None, one.name.split()), key=len)[-MOST_WORDS:]
        query = Q(pk__in=[])
        for name in self.marks.names:
            for word in words:
                if len(word) >= SHORTEST_WORD:
                    query |= Q(**{f"{name}__icontains": word})
        for name, value in ((self.marks.acronym, one.acronym), (self.marks.address, one.address)):
            if name and value:
                query |= Q(**{f"{name}__iexact": value})
        keys = self._model._base_manager.filter(query).order_by("pk")[:MOST_ASKED]
        some = self._model._base_manager.filter(pk__in=list(keys.values_list("pk", flat=True)))
        likes, hints = Likes(), Hints()
        for other in self.marks.read(some):
            likes.add(other)
            hints.add(other)
        return likes, hints

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


def in_order(alike, hinted):
    """What is alike, the likeliest first, and last what is only hinted at."""
    found = {other.key: (likely, other) for likely, other in alike}
    for other in hinted:
        found.setdefault(other.key, (1, other))
    return sorted(found.values(), key=lambda pair: (-pair[0], pair[1].name, pair[1].key))


_memories = {}


def remembered(model):
    """The Memory of a model that is marked."""
    return _memories.setdefault(model, Memory(model))
