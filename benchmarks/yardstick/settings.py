"""The portal's settings without its middleware and pages."""

from benchmarks.settings import *  # noqa: F403

MIDDLEWARE = []
ROOT_URLCONF = "benchmarks.yardstick.urls"
SEARCH_INDEX = REVISION_LISTENS = False  # nothing but the page
