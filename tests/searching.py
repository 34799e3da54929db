"""The engine in memory, as readers meet it, without a thread.

- `client` asks by an index that follows whatever the test has written, committed or not. What the
  worker asks of the database is not counted as the request's: in a server it has a connection of
  its own, and knows the revision by listening. Nor are the ways of replications, which the first
  request behind an edit reads for all: `tests/initiatives/search/test_ways.py` counts that.
- `read` brings the index to what the test sees, for tests that ask without a client.
- `without_index` has the database answer, as it does in the first seconds of a server.
"""

import contextlib
from unittest import mock

import pytest
from django.db import connection
from django.test import Client

from core import revision
from core.revision.listener import listener
from core.search.worker import worker
from initiatives.search.ways import KeptWays
from tests.databases import uses_database


class IndexedClient(Client):
    """Brings what a request asks of the index up to date, and nothing else: it takes its time."""

    def request(self, **request):
        with uncounted(connection):
            present = revision.current(fresh=True)
        index = mock.patch.object(worker, "_current", brought_up)
        ways = mock.patch.object(KeptWays, "__call__", ways_brought_up)
        with known(present), index, ways:
            return super().request(**request)


def brought_up(part, patience=None):
    """The Snapshot with this part of it as the test sees it in the database."""
    with uncounted(connection):
        worker.build_now(part)
    return worker.snapshot


read_ways = KeptWays.__call__


def ways_brought_up(kept):
    """The ways of replications as the test sees them in the database."""
    with uncounted(connection):
        return read_ways(kept)


@pytest.fixture(autouse=True)
def is_indexed(request):
    """Whether the test asks by an index.

    Then it goes on with that of the test before: of the same catalogue it is the same, and of
    another one the revision tells. Other tests find none.
    """
    asks = uses_database(request) and "client" in request.fixturenames
    is_indexed = asks and "without_index" not in request.fixturenames
    if not is_indexed:
        worker.clear()
    return is_indexed


@pytest.fixture
def client(is_indexed):
    """A client as Django's, of a server that has its index."""
    return IndexedClient() if is_indexed else Client()


@pytest.fixture
def without_index():
    """The database answers."""


@pytest.fixture
def read():
    """Bring the index to what the test sees in the database: its Snapshot."""

    def build():
        worker.build_now()
        return worker.snapshot

    return build


@contextlib.contextmanager
def uncounted(connection):
    """Leave no trace in the log of queries, by which tests count those of a request."""
    log = connection.queries_log
    before = len(log)
    yield
    while len(log) > before:
        log.pop()


@contextlib.contextmanager
def known(present):
    """Know the revision, as a process does that listens."""
    listener.heard(present)
    listener._revision, listener._good_until = present, float("inf")
    yield
    listener.__init__()
