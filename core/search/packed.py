"""Many small things in a few large pieces of memory, which a file can hold as they are.

A card as an object takes three times what it says, and each process needs its own. Packed, the
cards of a hundred thousand records lie in one row of bytes, and where a file has that, all
processes of a machine share it. What has changed since stands beside, as objects.
"""

from array import array
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import count

import msgspec
from pyroaring import BitMap

from core.search.keys import without

PLACE, END = "I", "Q"  # codes of arrays: of keys and places, and of ends within a row of bytes


class Packed(Sequence):
    """Things packed one behind the other, each unpacked when it is asked for.

    ends: where each ends; content: all of them; unpack: makes one of its bytes.
    """

    def __init__(self, ends, content, unpack):
        self.ends, self.content, self._unpack = memoryview(ends), memoryview(content), unpack

    @classmethod
    def of(cls, packed, unpack):
        """Pack things that are bytes already."""
        ends, content = array(END), bytearray()
        for one in packed:
            content += one
            ends.append(len(content))
        return cls(ends, content, unpack)

    @classmethod
    def restored(cls, pieces, name, unpack):
        """Those that `pieces` has given under a name."""
        return cls(pieces[f"{name}.ends"].cast("B").cast(END), pieces[name], unpack)

    def pieces(self, name):
        """What a file has to keep of it, by name."""
        return {f"{name}.ends": self.ends, name: self.content}

    def __len__(self):
        return len(self.ends)

    def __getitem__(self, at):
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        return self._unpack(self.content[self.ends[at - 1] if at else 0 : self.ends[at]])


def texts(written):
    """Texts as Packed."""
    return Packed.of((one.encode() for one in written), text)


def text(packed):
    """A text of its bytes."""
    return str(packed, "utf-8")


class PackedRecords(Mapping):
    """Records by primary key: packed as they were read, with what has changed since as objects.

    rows: Packed, in the order of their keys; keys: of these; changed: records by key; gone: the
    keys of the rows that do not count any more.
    """

    def __init__(self, rows, keys, changed=None, gone=None):
        self._rows, self._keys = rows, keys
        self._changed, self._gone = changed or {}, gone or BitMap()

    @classmethod
    def of(cls, pairs, kind):
        """Pack pairs of a key and a record; kind: the type of the records."""
        encode = msgspec.msgpack.Encoder().encode
        packed = {key: encode(record) for key, record in pairs}
        rows = Packed.of((packed[key] for key in sorted(packed)), unpacker(kind))
        return cls(rows, BitMap(packed))

    @classmethod
    def restored(cls, pieces, name, kind):
        """Those that `pieces` has given under a name."""
        keys = BitMap.deserialize(bytes(pieces[f"{name}.keys"]))
        return cls(Packed.restored(pieces, name, unpacker(kind)), keys)

    def pieces(self, name):
        """What a file has to keep of them, by name."""
        if not (self._changed or self._gone):
            return {**self._rows.pieces(name), f"{name}.keys": self._keys.serialize()}
        encode = msgspec.msgpack.Encoder().encode
        keys = self.all
        rows = Packed.of(
            (
                encode(self._changed[key]) if key in self._changed else self._packed(key)
                for key in keys
            ),
            None,
        )
        return {**rows.pieces(name), f"{name}.keys": keys.serialize()}

    def replaced(self, keys, fresh):
        """The same with some records read anew: those in `fresh`; others with these keys go."""
        changed = without(self._changed, keys) | fresh
        return PackedRecords(self._rows, self._keys, changed, self._gone | keys)

    def __getitem__(self, key):
        record = self._changed.get(key)
        if record is None:
            if key not in self._keys or key in self._gone:
                raise KeyError(key)
            record = self._rows[self._keys.rank(key) - 1]
        return record

    def __contains__(self, key):
        return key in self._changed or (key in self._keys and key not in self._gone)

    @cached_property
    def all(self):
        """The keys of all of them."""
        return self._keys - self._gone | BitMap(self._changed)

    def __iter__(self):
        return iter(self.all)

    def __len__(self):
        return len(self.all)

    def _packed(self, key):
        at = self._keys.rank(key) - 1
        ends = self._rows.ends
        return self._rows.content[ends[at - 1] if at else 0 : ends[at]]


def unpacker(kind):
    """The function that makes a record of a type of its bytes."""
    return msgspec.msgpack.Decoder(kind).decode


class KeysInOrder(Sequence):
    """The keys of all records in an order, and the rank of each in it."""

    def __init__(self, keys, ranks=None):
        self.keys = memoryview(keys)
        self._known_ranks = ranks

    @classmethod
    def of(cls, keys):
        return cls(array(PLACE, keys))

    @classmethod
    def restored(cls, pieces, name):
        """Those that `pieces` has given under a name."""
        return cls(*(pieces[part].cast(PLACE) for part in (name, f"{name}.ranks")))

    def pieces(self, name):
        """What a file has to keep of it, by name."""
        return {name: self.keys, f"{name}.ranks": memoryview(self._ranks)}

    def among(self, keys):
        """The same without those that are not among some keys."""
        if self.all <= keys:
            return self
        return KeysInOrder.of([key for key in self.keys if key in keys])

    def rank(self, key):
        """The place of a key."""
        return self._ranks[self.all.rank(key) - 1]

    @cached_property
    def all(self):
        """The keys in no order."""
        return BitMap(array(PLACE, self.keys))

    @cached_property
    def _ranks(self):
        """The places of the keys, in the order of their numbers: half the time of a mapping."""
        if self._known_ranks is not None:
            return self._known_ranks
        places = dict(zip(self.keys, count()))
        return array(PLACE, map(places.__getitem__, self.all))

    def __len__(self):
        return len(self.keys)

    def __getitem__(self, at):
        return self.keys[at]

    def __iter__(self):
        return iter(self.keys)

    def __eq__(self, other):
        return isinstance(other, KeysInOrder) and self.keys == other.keys

    __hash__ = None


def piece_of_bitmaps(groups):
    """Keys by name and value, as one piece."""
    return msgspec.msgpack.encode(
        {
            name: [(value, keys.serialize()) for value, keys in values.items()]
            for name, values in groups.items()
        }
    )


def bitmaps_restored(piece):
    """The keys by name and value of such a piece."""
    groups = msgspec.msgpack.decode(piece)
    return {
        name: {value: BitMap.deserialize(keys) for value, keys in values}
        for name, values in groups.items()
    }
