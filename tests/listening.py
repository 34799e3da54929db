"""A process that hears of new revisions, for the tests that ask for `listening`."""

import time

import pytest

from core import revision
from core.revision.listener import listener


@pytest.fixture
def listening(transactional_db, settings):
    """The listener of this process, at work in the database of this test."""
    settings.REVISION_LISTENS = True
    listener.__init__()
    revision.current()
    wait_until(lambda: listener.known() is not None)
    yield listener
    listener.stop()
    listener.__init__()


def wait_until(condition, seconds=60):
    """Wait for a condition: how many seconds it took."""
    started = time.monotonic()
    while not condition():
        assert time.monotonic() < started + seconds
        time.sleep(0.002)
    return time.monotonic() - started
