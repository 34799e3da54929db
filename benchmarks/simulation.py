"""How much of what readers ask each cache answers, by how often the catalogue is edited.

    python -m benchmarks.simulation --records 10000
    python -m benchmarks.simulation --events 200000 --requests 100 --edits 60

Without `--events` a table, from formulas: of an address that is asked for at random moments, what
share of the requests finds it kept? With it a site is played, request by request, and what its
caches did stands beside what the formulas say. Nothing but Python is needed, and nothing is asked.
What is taken for given stands in `mix.py`, what it comes to in docs/sizing.md.
"""

import argparse
from dataclasses import dataclass, replace
from math import ceil, exp, inf

from benchmarks import events
from benchmarks.mix import (
    DESK,
    EDIT_MS,
    FRONT_SECONDS,
    MIX,
    SHARED_SECONDS,
    costs_for,
    mix_with,
)

BUSY = 0.6  # what of its processors a machine may be busy with, at the hour that it is sized for
CORES = 2  # of a machine, and processes on it
RATES = (10, 100, 1_000, 10_000)  # requests a second
EDITS = (0.1, 1, 10, 60, 600)  # an hour
FEW = 200  # addresses that are counted one by one; the others in groups
GROUPS = 1.2  # by which factor the rank in a group may differ


@dataclass(frozen=True)
class Site:
    """What is simulated.

    records: of the catalogue; rate: requests a second; edits: an hour, each a revision; processes:
    of all machines; edges: caches in front among which readers are spread, 0 for none;
    front_seconds: for which these keep a page; more than FRONT_SECONDS, and they are told to forget
    everything with each revision. page_cache_mb: of each process; shared_mb: of the cache that all
    share, 0 for none.
    """

    records: int = 10_000
    rate: float = 100
    edits: float = 10
    processes: int = 2
    edges: int = 0
    front_seconds: float = FRONT_SECONDS
    page_cache_mb: float = 64
    shared_mb: float = 0
    mix: tuple = MIX


@dataclass
class Shares:
    """Of all requests, the share that each answers: the four come to 1."""

    front: float = 0.0
    process: float = 0.0
    shared: float = 0.0
    made: float = 0.0
    milliseconds: float = 0.0  # of processors, for a request on average, edits left out

    @property
    def origin(self):
        """The share that reaches the portal."""
        return 1 - self.front


def popularity(count, skew):
    """How often the addresses of a kind are asked for: pairs of how many, and the share of each."""
    ranks, first = [], 1
    while first <= count:
        last = first if first <= FEW else min(count, int(first * GROUPS))
        middle = (first * last) ** 0.5
        ranks.append((last - first + 1, middle**-skew))
        first = last + 1
    total = sum(many * weight for many, weight in ranks)
    return [(many, weight / total) for many, weight in ranks]


def kept_share(rate, edits, seconds):
    """Of the requests for one address, `rate` a second, how many find it kept since the last edit
    and not longer than some seconds ago.
    """
    if rate <= 0:
        return 0.0
    ending = rate + edits
    return rate / ending * (1 - exp(-ending * seconds))


def stays_for(requests, capacity):
    """For how many seconds what nobody asks for again stays in a memory (Che's approximation).

    requests: triples of how many addresses, requests a second for each, its kilobytes; an address
    that is asked for once counts as many times as there are of it in a second, at a rate of 0.
    """

    def filled(seconds):
        return sum(
            many * size * (1 - exp(-rate * seconds) if rate else seconds)
            for many, rate, size in requests
        )

    low, high = 0.0, 1.0
    while filled(high) < capacity:
        high *= 2
        if high > 1e9:  # it never fills
            return inf
    while high - low > high / 200:
        middle = (low + high) / 2
        low, high = (middle, high) if filled(middle) < capacity else (low, middle)
    return high


@dataclass(frozen=True)
class Group:
    """Addresses of a kind that are asked for alike: how many, and requests a second for each, by
    readers and of these at the portal; of those asked once, how many a second, and no rate.
    """

    kind: object
    many: float
    asked: float = 0.0
    reaching: float = 0.0


def groups_of(site):
    """All Groups of a site."""
    edits = site.edits / 3600 if is_purged(site) else 0
    for kind in site.mix:
        asked = kind.share * site.rate
        if kind.addresses is None:
            yield Group(kind, asked)
            continue
        for many, share in popularity(kind.addresses(site.records), kind.skew):
            one = reaching = asked * share
            if site.edges:
                at_edge = one / site.edges
                reaching *= 1 - at_edge / (at_edge + edits + 1 / site.front_seconds)
            yield Group(kind, many, one, reaching)


def is_purged(site):
    """Whether what stands in front forgets everything with each revision."""
    return site.edges and site.front_seconds > FRONT_SECONDS


def found(site, group, processes, seconds):
    """Of the requests for a Group that reach the portal, what so many processes find in a memory
    that is theirs, and in which pages stay for so long.
    """
    edits = site.edits / 3600
    if not group.reaching:
        return 0.0
    if not is_purged(site):  # what it passes on comes at any time: as if there were fewer readers
        return kept_share(group.reaching / processes, edits, seconds)
    # What it passes on comes when the portal, too, has forgotten everything.
    missing = 1 - kept_share(group.asked / processes, edits, seconds)
    return max(0.0, 1 - missing * group.asked / group.reaching)


def simulate(site):
    """The Shares of a site, by formulas."""
    costs = costs_for(site.records)
    groups = list(groups_of(site))
    sizes = [(g.many, g.reaching, g.kind.kilobytes) for g in groups]
    common = min(stays_for(sizes, site.shared_mb * 1000), SHARED_SECONDS)
    of_one = [
        (many if rate else many / site.processes, rate / site.processes, kilobytes)
        for many, rate, kilobytes in sizes
    ]
    own = stays_for(of_one, site.page_cache_mb * 1000)
    shares = Shares()
    for group in groups:
        reaching = group.many * (group.reaching or 1) / site.rate
        here = anywhere = found(site, group, site.processes, own)
        if site.shared_mb:
            anywhere = max(here, found(site, group, 1, common))
        shares.process += reaching * here
        shares.shared += reaching * (anywhere - here)
        shares.made += reaching * (1 - anywhere)
        shares.milliseconds += reaching * (
            costs.kept * here
            + costs.shared * (anywhere - here)
            + costs.of(group.kind) * (1 - anywhere)
        )
    shares.front = max(0.0, 1 - shares.process - shares.shared - shares.made)
    shares.milliseconds += shares.origin * costs.proxy
    return shares


def cores(site, shares):
    """Processors at work on average: for readers, for the desk, and in each process for edits."""
    for_edits = site.edits / 3600 * EDIT_MS / 1000 * site.processes
    for_desk = DESK * costs_for(site.records).desk / 1000
    return site.rate * shares.milliseconds / 1000 + for_desk + for_edits


def sized(site):
    """The same site with as many processes as it needs, its Shares and the processors at work.

    The more there are, the less each finds kept: so what fewer need is the least that more need.
    """
    machines = 1
    while True:
        site = replace(site, processes=machines * CORES)
        shares = simulate(site)
        needed = cores(site, shares)
        if needed <= machines * CORES * BUSY:
            return site, shares, needed
        machines = max(machines + 1, ceil(needed / CORES / BUSY))


HEAD = (
    "| requests a second | edits an hour | in front | portal asked | made | {}cores | machines |",
    "| ---: | ---: | ---: | ---: | ---: | {}---: | ---: |",
)


def table(start):
    """The lines of a table: how each cache of a site does, by requests and edits."""
    yield HEAD[0].format("shared | " if start.shared_mb else "")
    yield HEAD[1].format("---: | " if start.shared_mb else "")
    for rate in RATES:
        for edits in EDITS:
            site, shares, needed = sized(replace(start, rate=rate, edits=edits))
            shared = f"{100 * shares.shared:.1f} % | " if start.shared_mb else ""
            yield (
                f"| {rate:,} | {edits:g} | {100 * shares.front:.0f} % "
                f"| {rate * shares.origin:,.0f}/s | {100 * shares.made:.1f} % | {shared}"
                f"{needed:,.2f} | {site.processes // CORES} |"
            )


def compare(site, count, seed):
    """The lines of a table: the shares by formulas and in so many requests that are played."""
    yield "| answered by | formulas | played |"
    yield "| --- | ---: | ---: |"
    said, played = simulate(site), events.play(site, count, seed)
    for name in ("front", "process", "shared", "made"):
        yield f"| {name} | {100 * getattr(said, name):.1f} % | {100 * played[name]:.1f} % |"


def main():
    """Print what the arguments ask for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.simulation", description=__doc__)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--requests", type=float, default=100, help="a second, with --events")
    parser.add_argument("--edits", type=float, default=10, help="an hour, with --events")
    parser.add_argument("--edges", type=int, default=1, help="caches in front; 10 for a CDN")
    parser.add_argument("--front-seconds", type=float, default=FRONT_SECONDS)
    parser.add_argument("--processes", type=int, default=4, help="with --events")
    parser.add_argument("--shared", type=float, default=0, help="MB of the cache that all share")
    parser.add_argument("--once", type=float, default=10, help="percent of searches asked once")
    parser.add_argument("--events", type=int, help="requests that are played")
    parser.add_argument("--seed", type=int, default=44)
    asked = parser.parse_args()
    mix = mix_with(asked.once / 100)
    if asked.events:
        site = Site(
            asked.records,
            asked.requests,
            asked.edits,
            asked.processes,
            edges=asked.edges,
            front_seconds=asked.front_seconds,
            shared_mb=asked.shared,
            mix=mix,
        )
        print(*compare(site, asked.events, asked.seed), sep="\n")
        return
    for edges in (0, asked.edges):
        start = Site(asked.records, edges=edges, shared_mb=asked.shared, mix=mix)
        start = replace(start, front_seconds=asked.front_seconds)
        print(f"\n{asked.records:,} records, {edges or 'no'} cache{'s' * (edges != 1)} in front\n")
        print(*table(start), sep="\n")


if __name__ == "__main__":
    main()
