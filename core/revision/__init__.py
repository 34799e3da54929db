"""The revision of the catalogue: a number that rises with every change committed to public data.

Whoever keeps something made of public data keeps the revision beside it and compares. Triggers of
the database raise it (see `portal/migrations/0001_revision.py`), whatever the way of the change.
"""

from dataclasses import dataclass
from functools import wraps

from core.database.outage import OUTAGE
from core.revision.database import read, read_changes
from core.revision.listener import listener

__all__ = ["Changes", "cached_per_revision", "changes_since", "current", "wait"]


@dataclass(frozen=True)
class Changes:
    """What has changed up to a revision.

    revision: up to which this tells; everything: any initiative may have changed; initiatives:
    else the ids of those that have, deleted ones and drafts included. Both may be empty: then
    something changed that initiatives do not show.
    """

    revision: int
    everything: bool
    initiatives: frozenset[int]


def current(*, fresh=False):
    """The present revision: microseconds since 1970, rising, never used twice.

    It costs nothing while this process listens to the database, and lags a few milliseconds
    behind, a second where a pooler lets nobody listen; else it costs one tiny query.
    fresh: ask the database in any case, for somebody who has just changed something. Inside a
    transaction the answer counts that transaction's own changes, if the database is asked.
    While the database does not answer, what was last known stands for an hour: what is kept goes on
    being shown. Raises one of OUTAGE where nothing is known, or `fresh` is asked for.
    """
    revision = None if fresh else listener.known()
    if revision is not None:
        return revision
    try:
        revision, is_committed = read()
    except OUTAGE:
        revision = None if fresh else listener.make_do()
        if revision is None:
            raise
        return revision
    if is_committed:
        listener.heard(revision)
    return revision


def changes_since(revision):
    """What has changed since a revision, as Changes; everything where that is long ago."""
    rows = read_changes(revision)
    if not rows:  # nobody but us deletes the last one
        return Changes(current(fresh=True), True, frozenset())
    (first, _), *later = rows
    last = rows[-1][0]
    if first != revision or any(initiatives is None for _, initiatives in later):
        return Changes(last, True, frozenset())
    touched = frozenset().union(*(initiatives for _, initiatives in later))
    return Changes(last, False, touched)


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
        present = current()  # before anything is read, so that it is at least as new
        revision, value = state
        if revision != present:
            value = make()
            state = (present, value)
        return value

    return made
