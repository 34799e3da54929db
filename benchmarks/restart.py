"""How soon a start answers from the search index, and what memory two workers have of their own.

`python -m benchmarks.restart --size 100000`. Three starts: with the index in memory alone, with a
disk that has none yet, and with one that has it. Then searches are asked that nobody has asked.
"""

import os
import re
import shutil
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"

import django

django.setup()

from benchmarks import catalogue, servers  # noqa: E402
from benchmarks.load import load, request_for  # noqa: E402
from benchmarks.measure import AS_BROWSERS, WARMING_UP, wait_for_index  # noqa: E402
from benchmarks.paths import BENCH_DIR  # noqa: E402
from benchmarks.workload import Questions  # noqa: E402

WORKERS = 2
KEPT = "kept on the disk"
HAS_INDEX = r"Search index: \d+ records (?:from the disk )?in "
ASKED = 600  # questions at most, for at least
SECONDS = 10
LOOK = 0.02
SETTLED = 3  # seconds until what has been kept is taken, and memory given back


def main():
    """Measure, and tell it as a table."""
    database, size = catalogue.asked_for("benchmarks.restart", __doc__.partition("\n")[0])
    with catalogue.pointed_at(database):
        questions = iter(Questions().take(3 * ASKED))
    shutil.rmtree(BENCH_DIR / "index", ignore_errors=True)
    print(f"{size:,} initiatives, load {os.getloadavg()[0]:.1f} at the beginning", flush=True)
    for what, environment in (
        ("in memory alone", {"INDEX_ROOT": "off"}),
        ("a disk that has none yet", {}),
        ("from the disk", {}),
    ):
        before = servers.processor_seconds_of_postgres()
        with servers.portal(database, workers=WORKERS, environment=environment) as running:
            ready = until(running, HAS_INDEX, WORKERS)
            spent = running.processor_seconds() - before
            if what == "a disk that has none yet":
                until(running, KEPT, 1)
            wait_for_index(running, workers=WORKERS)
            time.sleep(SETTLED)
            own = [round(one) for one in running.own_memory_of_workers()]
            asked = [f"/initiatives/?{next(questions).portal()}" for _ in range(ASKED)]
            requests = (request_for(path, AS_BROWSERS) for path in asked)
            few = {"connections": 1, "at_least": WARMING_UP, "expected": 200}
            outcome = load(running.port, requests, seconds=SECONDS, at_most=6 * SECONDS, **few)
            later = [round(one) for one in running.own_memory_of_workers()]
            log = running.log.read_text(errors="replace")
            took = re.findall(rf"{HAS_INDEX}([0-9.]+) s", log)
            print(
                f"{what}: {ready:.1f} s from the start to the index at both ({took} s each), "
                f"{spent:.1f} s of processors; "
                f"{own} MB of their own, {later} after {outcome.count} cold searches, "
                f"95 % within {outcome.milliseconds(0.95):.1f} ms, median "
                f"{outcome.milliseconds(0.5):.1f} ms; load {os.getloadavg()[0]:.1f}",
                flush=True,
            )


def until(running, pattern, times):
    """Seconds from the start of a server until its log has said something so often."""
    deadline = time.monotonic() + servers.PATIENCE
    while len(re.findall(pattern, running.log.read_text(errors="replace"))) < times:
        if time.monotonic() > deadline:
            raise servers.ServerFailed(f"{running.name}: {servers.last_words(running.log)}")
        time.sleep(LOOK)
    return time.monotonic() - running.begun


if __name__ == "__main__":
    main()
