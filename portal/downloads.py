"""The whole catalogue as one file to take away: made beside the server, never while somebody waits.

In `settings.DOWNLOADS_ROOT` stand the file, named by its digest so that it never changes, and a
note that says which one is the present one and of which revision. The note is replaced in one step.
Each machine makes its own.
"""

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from core import revision
from core.http_cache.version import version
from forum.models import Session
from portal.exchange.catalogue import FILES
from portal.exchange.exporting import export, one_moment

NOTE = "catalogue.json"
README = """The published catalogue of Decent Work Solutions, in its exchange format.

Wording: CC BY 4.0, https://creativecommons.org/licenses/by/4.0/
Facts belong to everyone; the sources named in the records keep their own rights.
"""


@dataclass(frozen=True)
class Download:
    """A made file.

    made: when; revision: of which it is; release: the code that made it; digest: of its bytes;
    size: in bytes; records: the primary keys of those it holds, by kind.
    """

    made: datetime
    revision: int
    release: str
    digest: str
    size: int
    records: dict

    @property
    def path(self):
        return settings.DOWNLOADS_ROOT / f"catalogue-{self.digest}.zip"

    def is_current(self):
        """Whether nothing has changed since, neither the catalogue nor the code."""
        return (self.revision, self.release) == (revision.current(), version())

    def is_withheld(self):
        """Whether it holds a record that the public may no longer see."""
        if self.revision == revision.current():
            return False
        public = public_records()
        return any(not keys <= public[name] for name, keys in self.records.items())


def latest():
    """The present file, or None where none has been made yet."""
    try:
        status = (settings.DOWNLOADS_ROOT / NOTE).stat()
    except FileNotFoundError:
        return None
    return _noted(settings.DOWNLOADS_ROOT / NOTE, status.st_ino, status.st_mtime_ns)


@lru_cache(maxsize=1)
def _noted(path, *state):
    note = json.loads(path.read_text())
    note["made"] = datetime.fromisoformat(note["made"])
    note["records"] = {name: frozenset(keys) for name, keys in note["records"].items()}
    return Download(**note)


def make():
    """Make the file anew if it is not of the present revision: the Download.

    One process makes it, others that come meanwhile wait and find it made.
    """
    folder = settings.DOWNLOADS_ROOT
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder / "lock"):
        former = latest()
        if former and former.is_current() and former.path.exists():
            return former
        draft = folder / "draft"
        with one_moment():
            present = revision.current(fresh=True)
            records = {name: sorted(keys) for name, keys in read_public_records().items()}
            write_archive(draft)
        with draft.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()[:32]
        note = {
            "made": datetime.now(UTC).isoformat(timespec="seconds"),
            "revision": present,
            "release": version(),
            "digest": digest,
            "size": draft.stat().st_size,
            "records": records,
        }
        replace(draft, folder / f"catalogue-{digest}.zip")
        draft.write_text(json.dumps(note))
        replace(draft, folder / NOTE)
        made = latest()
        kept = {made.path, former and former.path}  # somebody may be about to read the former
        for path in set(folder.glob("catalogue-*.zip")) - kept:
            path.unlink()
        return made


def write_archive(path):
    """Write a ZIP of the exchange format: what `import_catalogue` of another portal reads."""
    with (
        tempfile.TemporaryDirectory() as folder,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        export(folder)
        archive.writestr(entry("README.txt"), README)
        for file in sorted(Path(folder).iterdir()):
            with file.open("rb") as text, archive.open(entry(file.name), "w") as member:
                shutil.copyfileobj(text, member)


def entry(name):
    """A member of the archive without a time, so that the same catalogue gives the same bytes."""
    member = zipfile.ZipInfo(f"catalogue/{name}")
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def replace(draft, path):
    """Put a written file in the place of another in one step, so that it outlives a power cut."""
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(path)


@contextmanager
def locked(path):
    """Alone among the processes of this machine."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def read_public_records():
    """The primary keys of all records that the public may see, by kind."""
    querysets = {file.name: file.shape.queryset() for file in FILES}
    querysets["sessions"] = Session.objects.public()
    return {
        name: frozenset(queryset.order_by().values_list("pk", flat=True))
        for name, queryset in querysets.items()
    }


public_records = revision.cached_per_revision(read_public_records)
