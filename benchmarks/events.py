"""A site played request by request: what formulas of `simulation.py` are held against."""

import random
from bisect import bisect
from collections import Counter, OrderedDict
from itertools import accumulate

from benchmarks.mix import FRONT_SECONDS, SHARED_SECONDS

FOR_ANY = -1  # revision
NEVER = (0.0, FOR_ANY)
LAYERS = ("front", "process", "shared", "made")


class Kept:
    """Pages that stay until there is no room: when each was kept and for which revision."""

    def __init__(self, megabytes):
        self.room = megabytes * 1000
        self.pages = OrderedDict()

    def has(self, page, revision, since=float("-inf")):
        """Whether a page is there, of this revision and not older."""
        found = self.pages.get(page)
        if found is None:
            return False
        self.pages.move_to_end(page)
        _, kept_for, when = found
        return kept_for == revision and when >= since

    def keep(self, page, revision, when, kilobytes):
        """Keep a page; those that nobody has asked for the longest time leave."""
        former = self.pages.pop(page, None)
        self.room += former[0] if former else 0
        self.pages[page] = kilobytes, revision, when
        self.room -= kilobytes
        while self.room < 0 and self.pages:
            _, (freed, *_) = self.pages.popitem(last=False)
            self.room += freed


class Readers:
    """Who asks: pairs of a kind and an address, by the mix."""

    def __init__(self, site, dice):
        self.dice, self.site = dice, site
        self.shares = list(accumulate(kind.share for kind in site.mix))
        self.ranks = {}
        for kind in site.mix:
            if kind.addresses is not None:
                weights = (rank**-kind.skew for rank in range(1, kind.addresses(site.records) + 1))
                self.ranks[kind.name] = list(accumulate(weights))
        self.asked_once = 0

    def ask(self):
        kind = self.site.mix[bisect(self.shares, self.dice.random() * self.shares[-1])]
        if kind.addresses is None:
            self.asked_once += 1
            return kind, (kind.name, self.asked_once)
        ranks = self.ranks[kind.name]
        return kind, (kind.name, bisect(ranks, self.dice.random() * ranks[-1]))


def play(site, count, seed, warming=0.5):
    """Play so many requests: the share of each cache in those after the first, by its name.

    warming: what of them only fills the caches. The same seed gives the same.
    """
    dice = random.Random(seed)  # noqa: S311 no secret
    readers = Readers(site, dice)
    processes = [Kept(site.page_cache_mb) for _ in range(site.processes)]
    shared = Kept(site.shared_mb)
    fresh_until = [{} for _ in range(site.edges)]
    revision, now, answered = 0, 0.0, Counter()
    next_edit = dice.expovariate(site.edits / 3600)
    for number in range(count):
        now += dice.expovariate(site.rate)
        while now > next_edit:
            revision += 1
            next_edit += dice.expovariate(site.edits / 3600)
        kind, page = readers.ask()
        edge = dice.choice(fresh_until) if site.edges else {}
        until, kept_for = edge.get(page, NEVER)
        if until > now and kept_for in (revision, FOR_ANY):
            who = "front"
        else:
            caches = dice.choice(processes), shared
            who = portal(caches, kind, page, (revision, now))
            is_purged = site.front_seconds > FRONT_SECONDS
            edge[page] = now + site.front_seconds, revision if is_purged else FOR_ANY
        if number >= count * warming:
            answered[who] += 1
    return {name: answered[name] / answered.total() for name in LAYERS}


def portal(caches, kind, page, moment):
    """Which cache of the portal has a page, or that it was made; it is kept then.

    caches: that of a process, and the shared one; moment: the revision, and the seconds.
    """
    process, shared = caches
    revision, now = moment
    if process.has(page, revision):
        return "process"
    who = "shared" if shared.has(page, revision, now - SHARED_SECONDS) else "made"
    process.keep(page, revision, now, kind.kilobytes)
    if who == "made":
        shared.keep(page, revision, now, kind.kilobytes)
    return who
