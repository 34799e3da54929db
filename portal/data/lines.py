"""JSON Lines: one object to a line, a file for each kind of record, compressed by gzip."""

import gzip
from contextlib import ExitStack, contextmanager

import msgspec

from portal.data.fields import plain
from portal.data.kinds import KINDS

encoder = msgspec.json.Encoder()


@contextmanager
def compressed(path):
    """A binary file to write that is compressed and holds no time, so that bytes tell contents."""
    with (
        path.open("wb") as raw,
        gzip.GzipFile("", "wb", compresslevel=6, fileobj=raw, mtime=0) as file,
    ):
        yield file


class LinesWriter:
    """Writes the records of all kinds as JSON Lines into a folder."""

    def __init__(self, folder):
        self.files = {}
        self._stack = ExitStack()
        for kind in KINDS:
            path = folder / f"{kind.name}.jsonl.gz"
            self.files[kind.name] = self._stack.enter_context(compressed(path))

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._stack.close()

    def add(self, kind, records):
        """Write some records of a kind behind those before them."""
        lines = [plain(kind.fields, record) for record in records]
        self.files[kind.name].write(encoder.encode_lines(lines))
