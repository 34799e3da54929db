"""What the processes of a machine keep of one database's index: a generation that is never changed.

    current         which generation counts, of which revision, with checksums of its files
    lock            held by who makes a generation
    generations/    each in a folder: `pieces`, and texts
    drafts/         texts that somebody is making

What a process changes is its own: it borrows the texts of a generation into a folder in memory.
Where something is missing, damaged, of another release or another history, it is made anew.
"""

import json
import os
import stat
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.search.disk import folders, locks, pieces, texts

PIECES = "pieces"
AT_ONCE = 1 << 20  # bytes that are read at a time
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - our folder there lets nobody else in


class Useless(Exception):
    """What is there cannot be used; the message says why."""


@dataclass(frozen=True)
class Generation:
    """The index at one revision, mapped.

    mark: of the revision, by which histories differ; pieces: by name; folder: that of the texts.
    """

    revision: int
    mark: int
    pieces: Mapping[str, memoryview]
    folder: folders.Folder


class Store:
    """The index of one database. All methods raise OSError where the disk does not do.

    root: the folder; form: what its files mean, a text: those of another form are of no use.
    """

    def __init__(self, root, form):
        self.root = Path(root)
        self.form = form
        self._current = self.root / "current"
        self._generations, self._drafts = self.root / "generations", self.root / "drafts"
        self._making = None

    def prepare(self):
        """Have the folder, and nothing in it that nobody uses."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        folders.clean(self._memory)
        if self.begin():
            self._clean()
            self.end()

    # What is there.

    def revision(self):
        """The revision of the generation that counts; None where there is none that is whole."""
        try:
            return self._read()["revision"]
        except (Useless, FileNotFoundError):
            return None

    def open(self):
        """The Generation that counts; None where there is none. Raises Useless."""
        for _ in range(3):  # it may be replaced while it is being opened
            try:
                found = self._read()
                folder = folders.use(self._generations / found["name"])
                is_current = folder is not None and self._read() == found
            except FileNotFoundError:
                return None
            if is_current:
                for name, (length, checksum) in found["files"].items():
                    check(folder.path / name, length, checksum)
                kept = pieces.read(folder.path / PIECES)
                return Generation(found["revision"], found["mark"], kept, folder)
        raise Useless("its files are missing")

    def throw_away(self):
        """Let nobody use what is there; for who has begun."""
        self._current.unlink(missing_ok=True)

    def _read(self):
        checksum, _, written = self._current.read_bytes().partition(b"\n")
        if checksum != checksum_of_bytes(written):
            raise Useless("it is damaged")
        found = json.loads(written)
        if found["form"] != self.form:
            raise Useless("it is of another release")
        return found

    # Making another one.

    def begin(self):
        """Be the one who makes a generation, until `end`; False where somebody else is."""
        if self._making is None:
            self._making = locks.hold(self.root / "lock")
        return self._making is not None

    @property
    def is_making(self):
        return self._making is not None

    def end(self):
        """Let others make one."""
        if self._making is not None:
            os.close(self._making)
            self._making = None

    def start(self, of_texts):
        """A Folder for another generation, with its texts; for who has begun.

        of_texts: by name the path of each index, to which nobody writes meanwhile.
        """
        folder = folders.make(self._generations, locks.SHARED)
        for name, source in of_texts.items():
            texts.keep(source, folder.path / name)
        return folder

    def finish(self, folder, revision, mark, kept):
        """Have the generation count that has been started; kept: its pieces by name."""
        pieces.write(folder.path / PIECES, kept)
        files = {}
        for path in [path for path in folder.path.rglob("*") if path.is_file()]:
            files[path.relative_to(folder.path).as_posix()] = (
                path.stat().st_size,
                checksum_of(path),
            )
            sync(path)
        sync(folder.path)
        about = {"form": self.form, "revision": revision, "mark": mark}
        written = json.dumps(about | {"name": folder.path.name, "files": files}).encode()
        new = self._current.with_suffix(".new")
        new.write_bytes(checksum_of_bytes(written) + b"\n" + written)
        sync(new)
        new.replace(self._current)
        sync(self.root)
        folder.close()
        self._clean()

    # Folders of this process, which are there for as long as it holds them.

    def draft(self):
        """A new Folder for texts that are made anew."""
        return folders.make(self._drafts)

    def borrow(self, generation, name):
        """A new Folder that begins with texts of a generation."""
        folders.clean(self._memory)
        room = folders.make(self._memory, based_on=generation.folder)
        texts.borrow(generation.folder.path / name, room.path)
        return room

    @property
    def _memory(self):
        """Where changes are written without waiting for the disk; there, where there is no such."""
        ours = SHARED_MEMORY / f"decent-work-index-{os.geteuid()}"
        try:
            ours.mkdir(mode=0o700, exist_ok=True)
            found = ours.lstat()
        except OSError:
            return self.root / "rooms"
        is_ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()
        return ours if is_ours else self.root / "rooms"

    def _clean(self):
        """Remove the generations that nobody uses; for who has begun: none becomes the current."""
        try:
            current = self._generations / self._read()["name"]
        except (Useless, FileNotFoundError):
            current = None
        folders.clean(self._generations, but=current)
        folders.clean(self._drafts)


def check(path, length, checksum):
    """Raise Useless where a file is not as it was written."""
    try:
        is_whole = path.stat().st_size == length and checksum_of(path) == checksum
    except FileNotFoundError:
        is_whole = False
    if not is_whole:
        raise Useless(f"{path.name} is damaged")


def checksum_of(path):
    """A number that is another one when a file is."""
    checksum = 0
    with path.open("rb", buffering=0) as file:
        while part := file.read(AT_ONCE):
            checksum = zlib.crc32(part, checksum)
    return checksum


def checksum_of_bytes(content):
    """The same of some bytes, written out."""
    return b"%08x" % zlib.crc32(content)


def sync(path):
    """Wait until a file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
