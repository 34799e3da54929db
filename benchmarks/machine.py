"""On what, and of what, the numbers were measured."""

import os
import platform
import shutil
import sqlite3
from importlib.metadata import version
from pathlib import Path

from django.db import connection

PACKAGES = ["Django", "granian", "psycopg", "gunicorn", "datasette", "tantivy", "pyroaring"]


def facts():
    """The machine and the versions of all that takes part, as JSON takes them."""
    return {
        "processor": processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9),
        "system": " ".join([platform.system(), platform.release().partition("-")[0]]),
        "load_before": round(os.getloadavg()[0], 2),
        "versions": {
            "Python": platform.python_version(),
            "PostgreSQL": "{}.{}".format(*divmod(postgres_version(), 10000)),
            "SQLite": sqlite3.sqlite_version,
            **{name: version(name) for name in PACKAGES},
            "wrk": "on PATH" if shutil.which("wrk") else "missing",
        },
    }


def postgres_version():
    """The server's version as a number."""
    connection.ensure_connection()
    return connection.pg_version


def processor():
    """The name that the processor gives itself."""
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        name, _, value = line.partition(":")
        if name.strip() in ("model name", "Model"):
            return value.strip()
    return platform.machine()
