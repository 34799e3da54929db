"""How long it takes to carry all initiatives away, and what that costs the server in memory.

As files of the whole list, by pages of the API, and as the file of the day, which a command has
made before; beside Datasette, page by page, over the columns and long texts of the same initiatives
(what they say of partners, replications, figures and sources stands in ours alone). Nothing has
been asked for before.
"""

import os
import subprocess
import sys
import time
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from benchmarks.load import ask
from benchmarks.paths import BASE_DIR
from benchmarks.servers import ServerFailed, descendants

LARGEST = 10_000  # initiatives: of more, a harvest takes longer than all else
PATIENCE = 600  # seconds
DATASETTE_PAGE = 1000  # rows: as many as it gives at once
FILES = ("/initiatives.jsonl", "/initiatives.csv", "/initiatives.xlsx")
OF_THE_DAY = "/data/latest/initiatives.jsonl.gz"
PAGES = "/api/v1/initiatives/?fields=*&page_size=100&cursor="
TABLES = ("initiatives", "texts")  # of sqlite_copy
FORGET_PEAK = "5"  # to clear_refs: see man 5 proc


def make_files_of_the_day(database):
    """Have what a command makes once a day; the seconds that it took."""
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "manage.py", "make_data", "--again", "--verbosity", "0"],
        cwd=BASE_DIR,
        env=os.environ | {"BENCH_DATABASE": database},
        check=True,
    )
    return time.perf_counter() - begun


def of_portal(running):
    """What is measured of the portal, as JSON takes it."""
    files = [carried(running, path, files_at(running.port, path)) for path in (*FILES, OF_THE_DAY)]
    return [*files, carried(running, PAGES, pages(running.port, PAGES, "next"))]


def of_datasette(running, database):
    """The same of Datasette."""
    question = f"_size={DATASETTE_PAGE}&_nocount=1&_nofacet=1"
    firsts = [f"/{database}/{table}.json?{question}" for table in TABLES]
    bodies = (body for first in firsts for body in pages(running.port, first, "next_url"))
    return [carried(running, " and ".join(firsts), bodies)]


def carried(running, what, bodies):
    """How long it takes until the last of some bodies is there, each of which is asked for in turn.

    seconds; megabytes that came; memory: megabytes by which the server grew meanwhile, at most.
    """
    forget_peak(running)
    before = peak(running)
    begun = time.perf_counter()
    size = sum(map(len, bodies))
    return {
        "what": what,
        "seconds": time.perf_counter() - begun,
        "megabytes": size / 1e6,
        "memory": peak(running) - before,
    }


def files_at(port, *paths):
    """Yield the body at each path."""
    for path in paths:
        yield asked(port, path)


def asked(port, path):
    """The body at a path."""
    answer = ask(port, path, patience=PATIENCE)
    if answer.status != HTTPStatus.OK:
        raise ServerFailed(f"{path}: status {answer.status}")
    return answer.body


def pages(port, path, following):
    """Yield the body of each page of a list; following: its field with the address of the next."""
    page = msgspec.json.Decoder(msgspec.defstruct("Page", [(following, str | None, None)]))
    while path:
        body = asked(port, path)
        yield body
        address = urlsplit(getattr(page.decode(body), following) or "")
        path = address.path and f"{address.path}?{address.query}"


def forget_peak(running):
    """Have the system note anew how large a server's processes become."""
    for pid in family(running):
        Path(f"/proc/{pid}/clear_refs").write_text(FORGET_PEAK)


def peak(running):
    """How large they have been at most, in MB: pages that several share count for each."""
    kilobytes = 0
    for pid in family(running):
        status = dict(
            line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        )
        kilobytes += int(status["VmHWM"].split()[0])
    return kilobytes * 1024 / 1e6


def family(running):
    """The server's processes."""
    return [running.process.pid, *descendants(running.process.pid)]
