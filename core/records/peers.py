"""What records of one answer say of others, read once for all of them."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db import connection

from core.records.reading import read_labels, sources

LABELS_OF_EACH = """
WITH asked AS MATERIALIZED
    (SELECT owner, id, row_number() OVER () AS place FROM ({keys}) AS found (owner, id))
SELECT owner, {label} FROM {table} AS r JOIN asked ON asked.id = r.id WHERE {which} ORDER BY place
"""


@dataclass(frozen=True)
class Related:
    """Records that others lead to: of one, or of many at once.

    records: makes the queryset of all that readers may see, in its order; path: the lookup from
    them to the records that they belong to.
    """

    records: Callable
    path: str

    def of(self, key):
        """The labels of those of the record with a key. One query."""
        return read_labels(self.records().filter(**{self.path: key}))

    def of_each(self, keys):
        """The labels of those of some records, by the keys of these. One query."""
        found = self.records().filter(**{f"{self.path}__in": keys})
        try:
            asked, parameters = found.values(self.path, "pk").query.sql_with_params()
        except EmptyResultSet:
            return {}
        source = sources[found.model._meta.model_name]
        sql = LABELS_OF_EACH.format(
            keys=asked, label=source.json, table=source.model._meta.db_table, which=source.which
        )
        labels = defaultdict(list)
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            for owner, label in cursor.fetchall():
                labels[owner].append(source.decoder.decode(label))
        return labels


class Peers:
    """Records of one answer, which ask together for what each would ask for by itself.

    related: by attribute what has `of_each`, a function from keys to what the record of each has.
    """

    def __init__(self, records, related):
        self.related = related
        self.keys = [record.pk for record in records]
        self.plain = set()  # names of attributes that are the record's own
        self._read = {}

    def asks_together(self, record, name):
        """Whether an attribute is read for all; one alone asks by itself where it can."""
        return name in self.related and (len(self.keys) > 1 or not hasattr(type(record), name))

    def read(self, record, name):
        """What a record has of a related attribute."""
        if name not in self._read:
            self._read[name] = self.related[name].of_each(self.keys)
        return self._read[name].get(record.pk, [])


class Peer:
    """A record among its Peers; it reads like the record."""

    __slots__ = ("_peers", "_record")

    def __init__(self, record, peers):
        self._record, self._peers = record, peers

    def __getattr__(self, name):
        record, peers = self._record, self._peers
        if name in peers.plain:
            return getattr(record, name)
        if peers.asks_together(record, name):
            return peers.read(record, name)
        said = getattr(type(record), name, None)
        if isinstance(said, property):
            return said.fget(self)  # what it is made of is asked for together, too
        peers.plain.add(name)
        return getattr(record, name)


def as_peers(records, related):
    """Some records as Peers, where they have anything to ask for."""
    if not related:
        return records
    peers = Peers(records, related)
    return [Peer(record, peers) for record in records]
