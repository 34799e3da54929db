"""Keys in an order, as lazy sequences."""

from collections.abc import Sequence


class SortedKeys(Sequence):
    """Some keys in the order of all (KeysInOrder); sorted no further than is asked for."""

    FEW = 4_000  # below, sorting the keys beats walking along the list

    def __init__(self, keys, order):
        self.keys, self.order = keys, order

    def __len__(self):
        return len(self.keys)

    def __iter__(self):
        return iter(self[:])  # all at once: each one by itself would be looked for from the start

    def __getitem__(self, index):
        if not isinstance(index, slice):
            return self[index : index + 1][0] if index >= 0 else list(self)[index]
        start, stop, step = index.indices(len(self))
        if len(self.keys) < self.FEW:
            return sorted(self.keys, key=self.order.rank)[start:stop:step]
        found = []
        for key in self.order:
            if key in self.keys:
                found.append(key)
                if len(found) >= stop:
                    break
        return found[start:stop:step]


class RankedKeys(Sequence):
    """Keys that match words, the best first; scored no further than is asked for."""

    def __init__(self, snapshot, matches, keys, chosen):
        self.snapshot, self.matches, self.chosen = snapshot, matches, chosen
        self.complete = keys & matches.complete
        self.partial = [pk for pk in matches.partial if pk in keys]

    def __len__(self):
        return len(self.complete) + len(self.partial)

    def __iter__(self):
        return iter(self[:])  # all at once: each one by itself would be looked for from the start

    def __getitem__(self, index):
        if not isinstance(index, slice):
            return self[index : index + 1][0] if index >= 0 else list(self)[index]
        start, stop, step = index.indices(len(self))
        found = self._best(min(stop, len(self.complete))) + self.partial
        return found[start:stop:step]

    def _best(self, wanted):
        """The best complete matches: asked for within the facets, so that few are scored."""
        if wanted < 1:
            return []
        texts = self.snapshot.texts
        asked = self.matches.understood
        if not asked.concepts:
            return self.snapshot.sorted(next(iter(self.snapshot.orders)), self.complete)[:wanted]
        query = texts.all_of(asked)
        for name, values in self.chosen:
            query = texts.narrowed(query, {name: values})
        limit = wanted
        while True:
            hits = texts.best(query, limit)
            found = [pk for _, pk in hits if pk in self.complete]
            if len(found) >= wanted or len(hits) < limit:
                return found[:wanted]
            limit *= 4
