"""Where the benchmark keeps what it makes."""

from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
BENCH_DIR = BASE_DIR / "var" / "bench"
BASE_DATABASE = "bench_base"  # the launch catalogue, from which the larger ones are made
