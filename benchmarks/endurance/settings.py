"""The settings of production, as the environment gives them, with the folders of the benchmark."""

from benchmarks.paths import BENCH_DIR
from portal.settings import *  # noqa: F403

STATIC_ROOT = BENCH_DIR / "static"
