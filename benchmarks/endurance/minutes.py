"""A run minute by minute, told while it goes on."""

import time
from collections import Counter, defaultdict
from dataclasses import asdict

from benchmarks.load import percentile

SHARES = (0.5, 0.95, 0.99, 1)


class Minutes:
    """Collects what is answered: `answered`, and a row for each minute in `rows`.

    watcher: has samples of the server; log: of the curator; say: is told a line each minute.
    """

    def __init__(self, watcher, log, say):
        self.watcher, self.log, self.say = watcher, log, say
        self.answered, self.rows = [], []
        self.present = []  # of the minute that goes on
        self.begun = time.monotonic()
        self.spent = watcher.samples[-1].processors
        self.since = watcher.samples[-1].moment

    def note(self, answered):
        """Take one Answered."""
        if answered.due // 60 > len(self.rows) and self.present:
            self.finish()
        self.answered.append(answered)
        self.present.append(answered)

    def finish(self):
        """End the minute that goes on."""
        sample = self.watcher.samples[-1]
        took = [one.took for one in self.present]
        by_kind = defaultdict(list)
        for one in self.present:
            by_kind[one.kind].append(one.took)
        passed = sample.moment - self.since
        row = {
            "minute": len(self.rows),
            "requests": len(took),
            **{f"p{share * 100:.0f}": percentile(took, share) for share in SHARES[:3]},
            "kinds": {
                kind: [percentile(each, share) for share in SHARES[1:3]]
                for kind, each in by_kind.items()
            },
            "statuses": Counter(one.status for one in self.present),
            "sample": asdict(sample),
            "processors": (sample.processors - self.spent) / passed if passed else 0.0,
        }
        self.spent, self.since = sample.processors, sample.moment
        self.rows.append(row)
        self.present = []
        self.say(line(row))


def line(row):
    """A minute for people to read while they wait."""
    kinds = " ".join(f"{kind} {took[0] * 1000:.0f}" for kind, took in sorted(row["kinds"].items()))
    sample = row["sample"]
    return (
        f"minute {row['minute'] + 1:>2}: {row['requests']} requests {dict(row['statuses'])}, 95 %"
        f" {row['p95'] * 1000:.0f} ms, 99 % {row['p99'] * 1000:.0f} ms ({kinds}); worker"
        f" {sample['worker']:.0f} MB, main {sample['main']:.0f}, helpers {sample['helpers']:.0f},"
        f" PostgreSQL {sample['postgres']:.0f}; {sample['descriptors']} descriptors,"
        f" {sample['threads']} threads, {sample['connections']} connections,"
        f" {row['processors']:.2f} processors"
    )


def figures(answered, desk):
    """By kind of request, the curator's and all others': how many, and how long they took."""
    took = defaultdict(list)
    for one in answered:
        took[one.kind].append(one.took)
        took["all"].append(one.took)
    took["desk"] = [answer.seconds for answer in desk]
    return {
        kind: {"requests": len(each), "took": [percentile(each, share) for share in SHARES]}
        for kind, each in took.items()
        if each
    }
