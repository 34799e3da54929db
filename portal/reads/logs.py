"""Counts reads in the log of a server in front; docs/deployment.md says what it has to note.

A line is `2026-11-29T10:00:00+00:00 4f1c... 200 GET person /initiatives/a-name/`: when, a number by
chance that makes each line one of its own, the status, the method, who reads, and the path without
its question. A log is known by its first line, whatever its file is called and whether it is
packed; what has been counted of it is passed over, and looked at only to see that it is the same.
"""

import gzip
import re
import zlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from portal.reads.models import ReadCount, ReadLog
from portal.reads.requests import PERSON, PROGRAM, ROBOT, read_of

PACKED = b"\x1f\x8b"
LONGEST = 8_192  # bytes of a line
MOST = 20_000  # kinds of reads in memory
OTHERWISE = "it begins as a log that was counted, and goes on otherwise"
STATUS = re.compile("[0-9]{3}")
FIRST_DAY = date(2000, 1, 1)  # before which nobody read this
AHEAD = timedelta(days=1)  # that the clock of a server in front may be
READERS = (PERSON, PROGRAM, ROBOT)
SHOWN = 5  # lines that are not understood and are named


class Unreadable(Exception):
    """A log of which nothing was counted, and why."""


@dataclass
class Counted:
    """What came of a log: lines that are new, reads among them, and lines not understood."""

    lines: int = 0
    reads: int = 0
    odd: int = 0
    first_odd: list = field(default_factory=list)


@transaction.atomic
def count(path):
    """Count what is new in a log: Counted. All of it or nothing; Unreadable says why nothing.

    A last line that has not ended is left for the next time.
    """
    counted, reads = Counted(), Counter()
    log = digest = None
    size = 0
    try:
        with opened(path) as file:
            for number, line in enumerate(lines(file), 1):
                if log is None:
                    log, digest = known(line), sha256()
                digest.update(line)
                size += len(line)
                if size - len(line) < log.size:
                    if size >= log.size and (size, digest.hexdigest()) != (log.size, log.digest):
                        raise Unreadable(OTHERWISE)
                    continue
                note(line, number, counted, reads)
                if len(reads) >= MOST:
                    ReadCount.objects.add(reads)
                    reads.clear()
    except (OSError, EOFError, zlib.error) as error:
        raise Unreadable(f"it cannot be read: {error}") from error
    if log and size > log.size:
        ReadCount.objects.add(reads)
        log.size, log.digest, log.counted_at = size, digest.hexdigest(), timezone.now()
        log.save()
    return counted


def opened(path):
    """A log as bytes, unpacked."""
    with open(path, "rb") as file:
        is_packed = file.read(len(PACKED)) == PACKED
    return gzip.open(path) if is_packed else open(path, "rb")


def lines(file):
    """Its lines, those that are too long in pieces of which none is understood."""
    while line := file.readline(LONGEST):
        if len(line) < LONGEST and not line.endswith(b"\n"):
            return
        yield line


def known(line):
    """The ReadLog that begins with a line, made where it is new, for this transaction alone."""
    log, _ = ReadLog.objects.get_or_create(beginning=sha256(line).hexdigest())
    return ReadLog.objects.select_for_update().get(pk=log.pk)


def note(line, number, counted, reads):
    """Take one line into account."""
    counted.lines += 1
    try:
        day, read = understood(line)
    except ValueError:
        counted.odd += 1
        counted.first_odd += [number] if counted.odd <= SHOWN else []
        return
    if read:
        counted.reads += 1
        reads[(day, *read)] += 1


def understood(line):
    """The day of a line, and the Read that it tells of or None; ValueError for an odd line."""
    at, _, status, method, reader, path = line.decode("ascii").rstrip("\r\n").split(" ", 5)
    moment = datetime.fromisoformat(at)
    if moment.tzinfo is None or reader not in READERS or not path.startswith("/"):
        raise ValueError(line)
    try:
        day = moment.astimezone(UTC).date()
    except OverflowError as error:  # no year of UTC
        raise ValueError(line) from error
    is_of_our_time = FIRST_DAY <= day <= (timezone.now() + AHEAD).date()
    if not is_of_our_time or not STATUS.fullmatch(status):
        raise ValueError(line)
    return day, read_of(method, int(status), path, reader)
