"""The sets of files that are kept, one for each day, and which of them may be read.

In `settings.DOWNLOADS_ROOT/data` stand a folder for each set, whose files never change, and a note
that says which sets there are. The note is replaced in one step, so there is a whole set or none.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import lru_cache

from django.conf import settings
from django.db import connection

from core.models import PublicRecord
from core.records.changes import Token

NOTE = "sets.json"
TYPES = {
    ".gz": "application/gzip",
    ".zip": "application/zip",
    ".sqlite": "application/vnd.sqlite3",
    ".json": "application/json",
}
WITHHELD = """
SELECT kept.day FROM unnest(
    %s::text[], %s::bigint[], %s::bigint[], %s::timestamptz[], %s::boolean[]
) AS kept (day, revision, mark, made, is_latest)
WHERE kept.mark <> coalesce(
    (SELECT mark FROM portal_revisionmark AS past WHERE past.revision = kept.revision), 0
) OR EXISTS (SELECT FROM portal_publicrecord AS known
    WHERE known.withdrawn IS NOT NULL  -- few are, and an index has them
    AND known.sequence > kept.revision AND known.first_published <= kept.made
    AND (kept.is_latest OR known.state = %s))
"""


@dataclass(frozen=True)
class File:
    """A file of a set. size: in bytes; digest: its SHA-256, in hexadecimal digits."""

    name: str
    size: int
    digest: str

    @property
    def media_type(self):
        suffix = self.name[self.name.rfind(".") :] if "." in self.name else ""
        return TYPES.get(suffix, "text/plain; charset=utf-8")


@dataclass(frozen=True)
class DataSet:
    """The files of one day.

    made, token: when, and the place in the order of changes of which they are; first_made,
    first_token: the same of those that were made first on this day, from which the changes of the
    next day count; created: when the catalogue had last changed; changed_since: the day of the set
    before, None where it has no changes; folder: the name of that.
    """

    day: date
    made: datetime
    token: Token
    first_made: datetime
    first_token: Token
    created: datetime
    changed_since: date | None
    folder: str
    files: tuple

    @property
    def path(self):
        return root() / self.folder

    @property
    def size(self):
        return sum(file.size for file in self.files)

    def file(self, name):
        """The File of this name, or None."""
        return next((file for file in self.files if file.name == name), None)


def root():
    """The folder of all sets."""
    return settings.DOWNLOADS_ROOT / "data"


def kept():
    """All sets, the latest first."""
    path = root() / NOTE
    try:
        status = path.stat()
    except FileNotFoundError:
        return ()
    return noted(path, status.st_ino, status.st_mtime_ns)


@lru_cache(maxsize=1)
def noted(path, *state):
    return tuple(read(said) for said in json.loads(path.read_text()))


def read(said):
    """The DataSet that a note tells of."""
    since = said["changed_since"]
    return DataSet(
        **said
        | {
            "day": date.fromisoformat(said["day"]),
            "token": Token(**said["token"]),
            "first_token": Token(**said["first_token"]),
            "made": datetime.fromisoformat(said["made"]),
            "first_made": datetime.fromisoformat(said["first_made"]),
            "created": datetime.fromisoformat(said["created"]),
            "changed_since": since and date.fromisoformat(since),
            "files": tuple(File(**file) for file in said["files"]),
        }
    )


def note_of(sets):
    """The text of the note that tells of some sets."""
    return json.dumps([asdict(one) for one in sets], default=lambda value: value.isoformat())


def withheld(sets, latest=None):
    """The days of those among some sets that nobody may read any more.

    latest: the day of the latest set of all, by default that of the first.

    A set that tells of a record that has vanished since, whatever its day: what a person asks to
    have removed is removed from former days, too. The latest set also where it tells of anything
    that was withdrawn; those of former days tell what was public then. And sets of a history that
    is no more, since a backup was restored: nobody can say what was withdrawn after them.
    """
    if not sets:
        return set()
    parameters = [
        [str(one.day) for one in sets],
        [one.token.revision for one in sets],
        [one.token.mark for one in sets],
        [one.made for one in sets],
        [one.day == (latest or sets[0].day) for one in sets],
        PublicRecord.State.VANISHED,
    ]
    with connection.cursor() as cursor:
        cursor.execute(WITHHELD, parameters)
        return {date.fromisoformat(day) for (day,) in cursor.fetchall()}


def is_due():
    """Whether there are no files that may be read as the latest."""
    sets = kept()
    return not sets or sets[0].day in withheld(sets[:1])
