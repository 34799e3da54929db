"""Look for garbage seldom.

The code and the tests are a million objects that live as long as the process. Python looks through
the young ones after every 700 new ones, which came to a seventh of all the time of the tests, and
to two fifths of that of the migrations.
"""

import gc

import pytest

NEW_OBJECTS = 50_000  # that a search waits for
SEARCHES = 50  # among the young, that one among the older waits for


@pytest.hookimpl(trylast=True)
def pytest_collection_finish():
    """Leave out what was read to begin with, for it stays."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, SEARCHES, SEARCHES)
