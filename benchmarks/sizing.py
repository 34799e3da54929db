"""Machines on paper: what catalogues and crowds of many sizes need, from measured figures.

    python -m benchmarks.sizing           # prints the tables of docs/sizing.md
    python -m benchmarks.sizing --write   # puts them into it

Nothing but Python is needed. What it reckons with stands in `mix.py`; the simulation tells which
share of the requests has to be made.
"""

import argparse
from math import ceil
from pathlib import Path

from benchmarks import marks
from benchmarks.mix import MEASURED_SIZES, costs_for, mix_with, size_of
from benchmarks.simulation import BUSY, CORES, RATES, Site, sized

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "sizing.md"
BEGIN = "<!-- Made by `python -m benchmarks.sizing --write`. -->"
RECORDS = (10_000, 100_000, 1_000_000, 10_000_000)
EDITS = 10  # an hour
EDGES = 10  # of a CDN, among which readers are spread
ONCE = 0.1  # of the requests are searches that nobody else asks
SHARED_MB = 1024
PAGE_CACHE_MB = 64
SYSTEM_MB = 500  # the system, nginx, the main process
DUMPS = 7  # that are kept
IN_DATABASE = 0.15  # of the processors that make a page: docs/performance.md, initiative page
GROWTH = 3  # the database's disk: itself, its log, and what it leaves before it is cleared
LARGEST_MB = 64_000  # memory of a machine, before one thinks of something else
LONGEST = 600  # seconds until a machine that starts anew answers searches from memory


def portal_mb(records):
    """Memory of a machine with CORES processes."""
    size = size_of(records)
    return SYSTEM_MB + size.mapped_mb + CORES * (size.process_mb + PAGE_CACHE_MB)


def database_gb(records):
    """Memory with which the database has in it what is asked for: half of it, 2 GB at least."""
    return max(2, size_of(records).database_mb / 2000)


def disk_gb(records):
    """What the database, its dumps and a set of the files of each day take."""
    size = size_of(records)
    return (GROWTH * size.database_mb + DUMPS * size.dump_mb + 2 * size.files_mb) / 1000


def by_size():
    """The lines of a table: what each size of catalogue takes, whoever asks."""
    yield (
        "| records | | a process | shared | machine with two | index built | started again "
        "| database | its memory | disk | dump | restore |"
    )
    yield f"| ---: | --- |{' ---: |' * 10}"
    for records in RECORDS:
        size = size_of(records)
        how = "measured" if records in MEASURED_SIZES else "extrapolated"
        yield (
            f"| {records:,} | {how} | {gigabytes(size.process_mb)} | {gigabytes(size.mapped_mb)} "
            f"| {gigabytes(portal_mb(records))} | {lasting(size.index_seconds)} "
            f"| {lasting(size.restart_seconds)} | {gigabytes(size.database_mb)} "
            f"| {database_gb(records):.0f} GB | {disk_gb(records):,.0f} GB "
            f"| {lasting(size.dump_seconds)}, {gigabytes(size.dump_mb)} "
            f"| {lasting(size.restore_seconds)} |"
        )


def gigabytes(megabytes):
    return f"{megabytes:.0f} MB" if megabytes < 1000 else f"{megabytes / 1000:,.1f} GB"


def lasting(seconds):
    """A time in the largest unit of which there are two."""
    for unit, length in (("h", 3600), ("min", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.1f} {unit}"
    return f"{seconds:.0f} s" if seconds >= 2 else f"{seconds:.1f} s"


def replicas(site, shares):
    """Copies of the database that readers' pages need beside the primary."""
    costs = costs_for(site.records)
    making = shares.milliseconds - shares.process * costs.kept - shares.shared * costs.shared
    making -= shares.origin * costs.proxy
    at_work = site.rate * making / 1000 * IN_DATABASE
    return ceil(at_work / (CORES * BUSY)) - 1 if at_work > CORES * BUSY else 0


def verdict(records):
    """What ends the design at a size; nothing where it goes on."""
    ends = []
    if portal_mb(records) > LARGEST_MB:
        ends.append("memory")
    if size_of(records).restart_seconds > LONGEST:
        ends.append("a start takes too long")
    return ", ".join(ends) or "fits"


def by_rate():
    """The lines of a table: machines by size and requests, and how many there are with a CDN."""
    yield (
        "| records | requests a second | processors | machines | replicas "
        "| with a CDN: answered there | processors | machines | replicas | |"
    )
    yield "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |"
    for records in RECORDS:
        for rate in RATES:
            line = f"| {records:,} | {rate:,} "
            for edges in (0, EDGES):
                start = Site(records, rate, EDITS, edges=edges, shared_mb=SHARED_MB)
                site, shares, needed = sized(start)
                if edges:
                    line += f"| {100 * shares.front:.0f} % "
                line += f"| {needed:,.1f} | {site.processes // CORES} | {replicas(site, shares)} "
            yield f"{line}| {verdict(records)} |"


def by_searches():
    """The lines of a table: what searches that nobody else asks for come to, at 1,000 a second."""
    yield "| searches asked once | made | processors | machines |"
    yield "| ---: | ---: | ---: | ---: |"
    for once in (0.0, 0.01, 0.05, ONCE, 0.2):
        start = Site(10_000, 1_000, EDITS, shared_mb=SHARED_MB, mix=mix_with(once))
        site, shares, needed = sized(start)
        yield (
            f"| {100 * once:.0f} % | {100 * shares.made:.0f} % | {needed:.1f} "
            f"| {site.processes // CORES} |"
        )


def tables():
    """What stands in the document between its marks."""
    return "\n".join([*by_size(), "", *by_rate(), "", *by_searches()])


def main():
    """Print the tables, or put them into the document."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sizing", description=__doc__)
    parser.add_argument("--write", action="store_true", help="into docs/sizing.md")
    if not parser.parse_args().write:
        print(tables())
        return
    marks.write(DOCUMENT, BEGIN, tables())


if __name__ == "__main__":
    main()
