"""`python -m faults`: break and attack the portal on this machine, and tell what came of it."""

import argparse
import signal
import sys
import time

from benchmarks import marks
from faults import report
from faults.attacks import ATTACKS
from faults.clocks import CLOCKS
from faults.database import Database
from faults.failures import FAILURES
from faults.interruptions import INTERRUPTIONS
from faults.outages import OUTAGES
from faults.servers import BASE_DIR
from faults.stage import Stage
from faults.verdict import NotHere, Result, exit_status, problems

TRIALS = [*FAILURES, *OUTAGES, *INTERRUPTIONS, *CLOCKS, *ATTACKS]
DOCUMENT = BASE_DIR / "docs" / "faults.md"


def main():
    """Do what the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m faults", description=__doc__)
    parser.add_argument("--tries", type=int, help="of each; else two or three")
    parser.add_argument(
        "--only", default="", help="try what has one of these in its name: killed,full"
    )
    parser.add_argument("--write", action="store_true", help="put the table into docs/faults.md")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    try:
        sys.exit(run(options))
    except KeyboardInterrupt:
        sys.exit("Stopped.")


def run(options):
    """Try everything; the exit status: 1 where there is a problem."""
    begun = time.monotonic()
    chosen = [one for one in TRIALS if is_chosen(one.what, options.only)]
    if not chosen:
        sys.exit(f"Nothing has any of these in its name: {options.only}")
    say("Starting a private PostgreSQL")
    database = Database()
    try:
        ((postgres,),) = database.rows("SHOW server_version")
        stage = Stage(database)
        with stage.set(say):
            results = [attempted(stage, one, options.tries or one.tries, begun) for one in chosen]
    finally:
        database.close()
    found = problems(results)
    words = report.run_in_words((time.monotonic() - begun) / 60, postgres)
    made = "\n\n".join([words, report.table(results), report.verdict(found)])
    print(f"\n{made}")
    if options.write:
        marks.write(DOCUMENT, report.BEGIN, made)
    return exit_status(results)


def is_chosen(what, only):
    """Whether one of some words, with commas between them, is in a name; all are without words."""
    return any(word.strip().lower() in what.lower() for word in only.split(","))


def attempted(stage, one, tries, begun):
    """What came of a Trial, as a Result; begun: when all of it did."""
    result = Result(one.what, one.within)
    for number in range(1, tries + 1):
        try:
            result.tries.append(stage.attempt(one.act))
        except NotHere as lack:
            result.why_not = str(lack)
            say(f"{one.what}: not tried here, {lack}")
            return result
        say(f"{one.what}: try {number}, {time.monotonic() - begun:.0f} s so far")
    return result


def say(text):
    """Tell what is being done."""
    print(f"  {text}", flush=True)


if __name__ == "__main__":
    main()
