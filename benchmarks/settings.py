"""The portal as it is served, over a database of the benchmark on a private server of its own.

Whatever `.env` says of production stays out: no request of the benchmark may reach a real database.
"""

import os

os.environ |= {
    "DATABASE_URL": "",
    "CACHE_URL": "",
    "DEBUG": "False",
    "HTTPS": "False",
    "ALLOWED_HOSTS": "127.0.0.1",
    "LOG_LEVEL": "INFO",
}

from benchmarks.paths import BASE_DATABASE, BENCH_DIR
from core.environment import database_from
from portal.settings import *  # noqa: F403

DATABASES = {
    "default": database_from("", BENCH_DIR / "postgres", max_age=60)
    | {"NAME": os.environ.get("BENCH_DATABASE", BASE_DATABASE)}
}
INDEX_ROOT = None if os.environ.get("INDEX_ROOT") == "off" else BENCH_DIR / "index"
STATIC_ROOT = BENCH_DIR / "static"
MEDIA_ROOT = BENCH_DIR / "media"
DOWNLOADS_ROOT = BENCH_DIR / "downloads" / DATABASES["default"]["NAME"]
