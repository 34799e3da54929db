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
from initiatives.search.kept_ways import KeptWays
from tests.databases import uses_database


class IndexedClient(Client):
    """Brings what a request asks of the index up to date, and nothing else: it takes its time.

    left: the index that a test before has left. Of the same catalogue it is the same, and of
    another one the revision tells.
    """

    left = None

    def request(self, **request):
        begin_with(self.left)
        with uncounted(connection):
            present = revision.current(fresh=True)
        index = mock.patch.object(worker, "_current", brought_up)
        ways = mock.patch.object(KeptWays, "__call__", ways_brought_up)
        with known(present), index, ways:
            return super().request(**request)


def begin_with(left):
    """Have an index that a test has left, in one that has none yet."""
    if left and not worker.snapshot.catalogue:
        worker._catalogue, worker._others, worker.snapshot = left


def leave():
    """Leave the index to the tests that follow, and have none."""
    if worker.snapshot.catalogue:
        IndexedClient.left = worker._catalogue, worker._others, worker.snapshot
    worker.clear()


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


@pytest.fixture
def client(request):
    """A client as Django's, of a server that has its index."""
    is_indexed = uses_database(request) and "without_index" not in request.fixturenames
    yield IndexedClient() if is_indexed else Client()
    leave()


@pytest.fixture
def without_index():
    """The database answers."""


@pytest.fixture
def read(request):
    """Bring the index to what the test sees in the database: its Snapshot."""
    is_of_catalogue = "catalogue" in request.fixturenames  # which takes a second to read

    def build():
        if is_of_catalogue:
            begin_with(IndexedClient.left)
        worker.build_now()
        return worker.snapshot

    yield build
    if is_of_catalogue:
        leave()
    worker.clear()


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
