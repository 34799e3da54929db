"""Pieces of memory by name, in one file that is mapped."""

import mmap
from pathlib import Path

import msgspec

MAGIC = b"DWSindex"
ALIGNED = 8  # so that numbers in a piece are read as they lie there
SIZE = 8  # bytes that say how long the table of the pieces is


def write(path, pieces):
    """Write pieces, buffers by name, into a new file."""
    buffers = {name: memoryview(piece).cast("B") for name, piece in pieces.items()}
    table, at = {}, 0
    for name, buffer in buffers.items():
        table[name] = (at, len(buffer))
        at += padded(len(buffer))
    head = msgspec.msgpack.encode(table)
    with Path(path).open("xb") as file:
        for part in (MAGIC, len(head).to_bytes(SIZE, "little"), head, *buffers.values()):
            file.write(part)
            file.write(b"\0" * (padded(len(part)) - len(part)))


def read(path):
    """The pieces of a file by name. They stay where they are when the file is removed."""
    with Path(path).open("rb") as file:
        mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    start = len(MAGIC) + SIZE
    if mapped[: len(MAGIC)] != MAGIC:
        raise ValueError(f"{path} is no file of pieces.")
    end = start + int.from_bytes(mapped[len(MAGIC) : start], "little")
    body = mapped[padded(end) :]
    table = msgspec.msgpack.decode(mapped[start:end], type=dict[str, tuple[int, int]])
    return {name: body[at : at + length] for name, (at, length) in table.items()}


def padded(length):
    """The length with what follows up to where the next piece begins."""
    return -(-length // ALIGNED) * ALIGNED
