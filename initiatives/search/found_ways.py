"""The ways that a question finds, as a list that is read page by page."""

from collections.abc import Sequence
from functools import cached_property

from core.search.full_text import is_one_of
from initiatives.models import Replication
from initiatives.records.claims import REPLICATIONS


class FoundWays(Sequence):
    """The public replications that a question finds, in order; read where they are asked for.

    ways: the Ways that they are among; keys: of all of them, as a BitMap; order: its name.
    """

    model = Replication

    def __init__(self, ways, keys, order):
        self.ways, self.keys, self.order = ways, keys, order

    @cached_property
    def ids(self):
        """The keys in order."""
        return self.ways.in_order(self.order, self.keys)

    def __len__(self):
        return len(self.keys)

    def count(self):
        return len(self.keys)

    def __getitem__(self, places):
        if not isinstance(places, slice):
            (record,) = self[places : places + 1]
            return record
        return self._read(self.ids[places])

    def behind(self, public_id, count):
        """The first so many behind a public id, in the order of ids: pairs of id and record."""
        rows = Replication.objects.public().filter(public_id__gt=public_id)
        if self.keys != self.ways.everything:
            rows = rows.filter(is_one_of(self.keys))
        records = REPLICATIONS.read(rows.order_by("public_id")[:count])
        return [(record.public_id, record) for record in records]

    @staticmethod
    def _read(keys):
        """The records with some keys, in their order; those that are gone meanwhile left out."""
        records = REPLICATIONS.read(Replication.objects.public().filter(is_one_of(keys)))
        found = {record.pk: record for record in records}
        return [found[key] for key in keys if key in found]
