"""Makes the files of a day beside those that are read, and puts them in place in one step."""

import hashlib
import json
import os
import shutil
from collections import defaultdict
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.models import Max
from django.db.models.functions import Greatest

from core import revision
from core.http_cache.version import version
from core.models import PublicRecord
from core.records.changes import Token
from portal import downloads
from portal.data import package, sets
from portal.data.changes import NAME as CHANGES
from portal.data.changes import write_changes
from portal.data.csv_files import CsvWriter
from portal.data.kinds import KINDS
from portal.data.lines import LinesWriter
from portal.data.sqlite_file import SqliteWriter
from portal.data.tables import roots
from portal.exchange.exporting import one_moment

KEPT_DAYS = 30
SUMS = "SHA256SUMS"
DRAFT = "draft"


def make(*, day=None, days=KEPT_DAYS, again=False, tell=lambda sentence: None):
    """Make the files of a day, today's by default, and remove those that are kept no longer.

    What was made on that day already stays as it is, unless it is withheld or to be made again.
    days: how many days are kept; tell: is told what is being done. Returns the DataSet.
    """
    root = sets.root()
    root.mkdir(parents=True, exist_ok=True)
    with downloads.locked(root / "lock"):
        known = sets.kept()
        clear(root, known)
        day = day or datetime.now(UTC).date()
        hidden = sets.withheld(known, latest=day)
        made = next((one for one in known if one.day == day), None)
        others = [one for one in known if one.day != day and one.day not in hidden]
        if made is None or again or day in hidden:
            made = written(root / DRAFT, day, made, known, tell)
        oldest = day - timedelta(days=days)
        others = [one for one in others if one.day > oldest]
        keep(root, sorted([made, *others], key=lambda one: one.day, reverse=True))
        return made


def clear(root, known):
    """Remove what no note tells of: sets that are kept no longer, or were never finished."""
    folders = {one.folder for one in known}
    for path in root.iterdir():
        if path.is_dir() and path.name not in folders:
            shutil.rmtree(path)


def keep(root, known):
    """Have just these sets be there: first the note, then their folders."""
    draft = root / f"{sets.NOTE}.{DRAFT}"
    draft.write_text(sets.note_of(known))
    downloads.replace(draft, root / sets.NOTE)
    clear(root, known)


def written(draft, day, former, known, tell):
    """Write the files of a day: the DataSet, which no note tells of yet.

    former: that of the same day, or None; known: those of all days, the latest first.
    """
    draft.mkdir()
    before = next((one for one in known if one.day < day), None)
    if before and Token.behind(before.first_token.revision) != before.first_token:
        before = None  # of a history that is no more: nobody knows what changed since
    with one_moment():
        token = Token.behind(revision.current(fresh=True))
        made = moment()
        created = last_change()
        write_records(draft, created, tell)
        tell("exchange format")
        write_exchange(draft / package.EXCHANGE_NAME)
        if before:
            tell("changes")
            write_changes(draft / CHANGES, before.first_token, before.first_made)
    files = described(draft, created)
    for one in known:
        share(draft, files, one)
    for file in files:
        with (draft / file.name).open("rb") as written_file:
            os.fsync(written_file.fileno())
    folder = f"{day}-{digest_of(files)[:12]}"
    if not (draft.parent / folder).exists():
        draft.rename(draft.parent / folder)
    return sets.DataSet(
        day=day,
        made=made,
        token=token,
        first_made=former.first_made if former else made,
        first_token=former.first_token if former else token,
        created=created,
        changed_since=before and before.day,
        folder=folder,
        files=tuple(files),
    )


def moment():
    """The time of the database, by which records are dated; asked behind what is read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def last_change():
    """When what the public sees last changed: the date of the catalogue."""
    changed = PublicRecord.objects.aggregate(last=Max(Greatest("modified", "withdrawn")))["last"]
    return changed or datetime.now(UTC)


def write_records(folder, created, tell):
    """Write all records in all forms, reading them once, a few at a time."""
    path = folder / package.CSV_NAME
    with (
        LinesWriter(folder) as lines,
        CsvWriter(path, folder / "csv", created) as csv_files,
        SqliteWriter(folder / package.SQLITE_NAME) as database,
    ):
        for kind in KINDS:
            table, count = roots()[kind.name], 0
            for records in kind.read():
                lines.add(kind, records)
                rows = defaultdict(list)
                for record in records:
                    for name, row in table.rows(record):
                        rows[name].append(row)
                for name, some in rows.items():
                    csv_files.add(name, some)
                    database.add(name, some)
                count += len(records)
                tell(f"{kind.name} {count:,}")


def write_exchange(path):
    """The exchange format: what stands ready already, if it is of this moment."""
    ready = downloads.latest()
    state = (revision.current(), version())
    if ready and (ready.revision, ready.release) == state and ready.path.exists():
        os.link(ready.path, path)
    else:
        downloads.write_archive(path)


def described(folder, created):
    """Add what describes the files of a folder: the Files of all, in the order of a page."""
    write_json(folder / "dictionary.json", package.dictionary())
    write_json(folder / "metadata.json", package.datasette_metadata(created))
    names = [
        *(f"{kind.name}.jsonl.gz" for kind in KINDS),
        package.CSV_NAME,
        package.SQLITE_NAME,
        package.EXCHANGE_NAME,
        "metadata.json",
        "dictionary.json",
    ]
    files = [file_of(folder / name) for name in names]
    write_json(folder / "datapackage.json", package.set_package(files, created))
    files.append(file_of(folder / "datapackage.json"))
    if (folder / CHANGES).exists():
        files.append(file_of(folder / CHANGES))
    sums = "".join(f"{file.digest}  {file.name}\n" for file in files)
    (folder / SUMS).write_text(sums)
    return [*files, file_of(folder / SUMS)]


def write_json(path, said):
    path.write_text(json.dumps(said, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def file_of(path):
    """The File at a path."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return sets.File(path.name, path.stat().st_size, digest)


def digest_of(files):
    """A digest of all files of a set."""
    return hashlib.sha256("".join(file.digest for file in files).encode()).hexdigest()


def share(folder, files, other):
    """Let files that another set has with the same bytes be the same on the disk."""
    for file in files:
        if other.file(file.name) == file:
            (folder / file.name).unlink()
            os.link(other.path / file.name, folder / file.name)


def disk_use():
    """How many bytes all sets take on the disk; what several have in common counts once."""
    paths = [path for path in sets.root().rglob("*") if path.is_file()]
    return sum({(one.st_dev, one.st_ino): one.st_size for one in map(os.stat, paths)}.values())
