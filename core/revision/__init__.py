"""The revision of the catalogue: a number that rises with every change committed to public data.

Whoever keeps something made of public data keeps the revision beside it and compares. Triggers of
the database raise it (see `core/migrations/0001_revision.py`), whatever the way of the change.
"""

import threading
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps

from core.database import replicas
from core.database.outage import OUTAGE
from core.revision.database import (
    is_unwritten,
    raise_for_everything,
    read,
    read_changes,
    sees_commits_alone,
)
from core.revision.listener import listener

__all__ = [
    "Changes",
    "aside",
    "at_a_replica",
    "cached_per_revision",
    "changes_since",
    "current",
    "is_aside",
    "is_unwritten",
    "raise_for_everything",
    "wait",
]


@dataclass(frozen=True)
class Changes:
    """What has changed up to a revision.

    revision: up to which this tells; everything: any record of the catalogue may have changed;
    records: else the ids of those that have, deleted ones and drafts included. Both may be empty:
    then something changed that they do not show.
    """

    revision: int
    everything: bool
    records: frozenset[int]


def current(*, fresh=False):
    """The present revision: microseconds since 1970, rising, never used twice.

    It falls where a backup is restored, and only there: whoever keeps something compares for being
    the same, not for being older.

    It costs nothing while this process listens to the database, and lags a few milliseconds
    behind, a second where a pooler lets nobody listen; else it costs one tiny query.
    fresh: ask the database in any case, for somebody who has just changed something. Inside a
    transaction the answer counts that transaction's own changes, if the database is asked.
    While the database does not answer, what was last known stands for an hour: what is kept goes on
    being shown. Raises one of OUTAGE where nothing is known, or `fresh` is asked for.
    """
    if is_aside():
        return _aside.revision
    here = replicas.revision()
    if here is not None:
        return _of_replica(here, fresh)
    revision = None if fresh else listener.known()
    if revision is not None:
        return revision
    try:
        revision = read()
    except OUTAGE:
        revision = None if fresh else listener.make_do() or _newest_of_replicas()
        if revision is None:
            raise
        return revision
    _tell(revision)
    return revision


def at_a_replica(present):
    """Read public data in this thread, and nothing else, from a replica if one is at a revision.

    A context. Where a later revision is heard of meanwhile the rest is read where that one is.
    """
    return replicas.reading(present, _is_present)


def _of_replica(here, fresh):
    """The revision for a thread that reads a replica at `here`."""
    if fresh:
        revision = read()
        replicas.saw(revision)
        listener.heard(revision)
        return revision
    known = listener.known()
    if known in (None, here):
        return here
    replicas.follow(known)
    return known


def _is_present(revision):
    """Whether a revision that a replica has is the present one; None if nobody can tell."""
    try:
        present = read()
    except OUTAGE:
        return None
    listener.heard(present)
    return present == revision


def _newest_of_replicas():
    """What they know, where this process has just begun and the primary does not answer."""
    revision = replicas.newest()
    if revision is not None:
        listener.heard(revision)
    return revision


_aside = threading.local()


@contextmanager
def aside():
    """Read in this thread what is never committed: nothing that is made of it is kept for others.

    The revision is meanwhile what it was before, and nobody's changes are counted.
    """
    _aside.revision = current()
    try:
        yield
    finally:
        _aside.revision = None


def is_aside():
    """Whether this thread reads what is never committed."""
    return getattr(_aside, "revision", None) is not None


def changes_since(revision):
    """What has changed since a revision, as Changes.

    Everything where that is long ago, or where a backup has been restored that knows nothing of it.
    """
    present = current(fresh=True)
    rows = read_changes(revision, present)
    revisions = [row for row, _ in rows]
    later = [records for _, records in rows[1:]]
    if revisions[:1] != [revision] or revisions[-1] != present or None in later:
        return Changes(present, True, frozenset())
    return Changes(present, False, frozenset().union(*later))


def _tell(revision):
    """Have this process know of a revision that has been read, if others can read it too."""
    if sees_commits_alone():
        listener.heard(revision)


def wait(revision, timeout=None):
    """Wait until another revision than this one is heard of: that one, or None after `timeout`.

    timeout: in seconds, None for as long as it takes. Only a process that listens hears anything;
    while it has lost the database it hears nothing, and on its return all at once.
    """
    return listener.wait(revision, timeout)


def cached_per_revision(make):
    """Decorate a function of no arguments: what it makes is kept while the revision stands.

    Every request and thread gets the same thing, and changes nothing in it.
    """
    state = (None, None)

    @wraps(make)
    def made():
        nonlocal state
        if is_aside():
            return make()
        present = current()  # before anything is read, so that it is at least as new
        revision, value = state
        if revision != present:
            value = make()
            state = (present, value)
        return value

    return made
