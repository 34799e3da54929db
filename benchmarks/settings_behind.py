"""The portal of the benchmark where it shares a cache and stands behind something."""

import os

from benchmarks.settings import *  # noqa: F403
from core.environment import cache_from

CACHE_URL = os.environ.get("BENCH_CACHE_URL", "")  # CACHE_URL is not ours to read
CACHES = {"default": cache_from(CACHE_URL)}
CLIENT_SHARE = 100  # one address asks for all readers
