"""`python -m benchmarks`: measure. `python -m benchmarks table`: put the numbers into the docs."""

import argparse
import datetime
import json
import os
import signal
import sys
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"

import django

django.setup()

from benchmarks import catalogue, machine, marks, measure, report, sqlite_copy  # noqa: E402
from benchmarks.paths import BASE_DIR, BENCH_DIR  # noqa: E402

RESULTS = BENCH_DIR / "results.json"
LARGEST_OF_PEERS = 100_000  # initiatives; of more they do not come to an end
DOCUMENT = BASE_DIR / "docs" / "performance.md"


def main():
    """Do what the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["run", "table"], default="run")
    parser.add_argument("--sizes", default="1000,10000,100000", help="of the catalogues")
    parser.add_argument("--seconds", type=float, default=5, help="of each half of a measurement")
    options = parser.parse_args()
    if options.what == "table":
        results = json.loads(RESULTS.read_text())
        marks.write(DOCUMENT, report.BEGIN, report.table(results))
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    try:
        sys.exit(run([int(size) for size in options.sizes.split(",")], options.seconds))
    except KeyboardInterrupt:
        sys.exit("Stopped.")


def run(sizes, seconds):
    """Measure catalogues of these sizes; the exit status: 1 where an answer was wrong."""
    begun = time.monotonic()
    say("Preparing static files and PostgreSQL")
    catalogue.collect_static_files()
    catalogue.start_postgres()
    with catalogue.pointed_at("postgres"):
        results = {"date": f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}", "sizes": {}}
        results["machine"] = machine.facts()
    if results["machine"]["versions"]["wrk"] == "missing":
        say("wrk is not on PATH: our own count is not compared with its")
    for size in sizes:
        results["sizes"][str(size)] = measure_size(size, seconds)
        results["minutes"] = round((time.monotonic() - begun) / 60, 1)
        RESULTS.write_text(json.dumps(results, indent=1) + "\n")
    for size, result in results["sizes"].items():
        print(f"\n{int(size):,} initiatives", *report.facts_in_markdown(result), sep="\n  ")
    found = list(report.problems(results))
    print(*found, sep="\n")
    say(f"{results['minutes']} minutes; all numbers are in {RESULTS}")
    return 1 if found else 0


def measure_size(size, seconds):
    """All results of one size."""
    database, made_in = catalogue.prepare(size, say)
    has_peers = size <= LARGEST_OF_PEERS
    sqlite = sqlite_copy.make_copy(database, catalogue.version_of_data()) if has_peers else None
    with catalogue.pointed_at(database):
        asked = measure.questions_about(size)
    bench = measure.Bench(database, sqlite, *asked, seconds=seconds, say=say)
    return {**bench.run(), "made_in": made_in}


def say(text, again=False):
    """Tell what is being done; `again`: in the place of the line before, and only to a terminal."""
    if again and not sys.stdout.isatty():
        return
    print(f"  {text:<78}", end="\r" if again else "\n", flush=True)


if __name__ == "__main__":
    main()
