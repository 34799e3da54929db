"""The table of a run, and the page of the docs that it stands in."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version

from benchmarks.machine import processor
from faults.client import NO_ANSWER

BEGIN = "<!-- Made by `python -m faults --write`. -->"
HEAD = [
    "what",
    "tries",
    "answers to readers and the curator",
    "answers to the attack",
    "500",
    "503",
    "edits acknowledged",
    "lost",
    "drafts shown",
    "stale after 1 s",
    "wrong",
    "slowest `/healthz`",
    "readers served again after (at most)",
]


def table(results):
    """The results in Markdown, a row for each."""
    lines = [HEAD, ["---", *["---:"] * (len(HEAD) - 1)], *(row(result) for result in results)]
    return "\n".join(f"| {' | '.join(map(str, cells))} |" for cells in lines)


def row(result):
    """The cells of one result."""
    if result.why_not:
        return [result.what, 0, f"not tried here: {result.why_not}", *["-"] * (len(HEAD) - 3)]
    return [
        result.what,
        len(result.tries),
        statuses(result.served),
        statuses(result.sent),
        result.errors,
        result.unavailable,
        result.acknowledged,
        len(result.lost),
        len(result.leaked),
        len(result.stale),
        len(result.wrong),
        f"{result.healthz:.2f} s",
        f"{', '.join(seconds(one.back) for one in result.tries)} ({result.within} s)",
    ]


def statuses(counter):
    """How often which status: "200: 10, 503: 2"; what was not answered comes last."""
    known = sorted(status for status in counter if status != NO_ANSWER)
    words = [f"{status}: {counter[status]}" for status in known]
    if counter[NO_ANSWER]:
        words.append(f"none: {counter[NO_ANSWER]}")
    return ", ".join(words) or "-"


def seconds(number):
    """How long readers were not served."""
    if number is None:
        return "never"
    return f"{number:.1f} s" if number else "at once"


def run_in_words(minutes, postgres):
    """When and on what it was, and how busy that was; postgres: the server's version."""
    versions = ", ".join(f"{name} {version(name)}" for name in ("Django", "granian", "psycopg"))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return (
        f"Run on {datetime.now(UTC):%Y-%m-%d} in {minutes:.0f} minutes: "
        f"{len(os.sched_getaffinity(0))} cores of {processor()}, {memory:.0f} GB,"
        f" {platform.system()}; Python {platform.python_version()}, PostgreSQL {postgres},"
        f" {versions}. Load of the machine in its last 15 minutes: {os.getloadavg()[2]:.1f}."
    )


def verdict(found):
    """What a run says in the end."""
    if not found:
        return "Nothing was lost, nothing leaked, nothing was stale or wrong, nothing failed."
    return "\n".join(["Problems:", "", *(f"- {problem}" for problem in found)])
