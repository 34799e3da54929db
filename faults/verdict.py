"""What came of a fault or an attack, and what of that is a problem."""

from collections import Counter
from dataclasses import dataclass, field

UNAVAILABLE = 503  # what a reader is told while the database is away; no fault of ours
ALIVE_WITHIN = 5  # seconds in which /healthz has to answer, or a load balancer gives a server up


class NotHere(Exception):
    """Something cannot be tried on this machine; the message says in a few words what lacks."""


@dataclass
class Try:
    """What came of one try.

    served, sent: answers by status, to readers and the curator, and to whoever attacks.
    acknowledged: how many edits the desk took. lost, leaked, stale, wrong, objections: sentences.
    healthz: the seconds of its slowest answer. back: after how many seconds readers were served
    again; None where they were not.
    """

    served: Counter = field(default_factory=Counter)
    sent: Counter = field(default_factory=Counter)
    acknowledged: int = 0
    lost: list = field(default_factory=list)
    leaked: list = field(default_factory=list)
    stale: list = field(default_factory=list)
    wrong: list = field(default_factory=list)
    objections: list = field(default_factory=list)
    healthz: float = 0.0
    back: float | None = 0.0


@dataclass
class Result:
    """All tries of one thing; within: seconds in which readers have to be served again.

    why_not: why it cannot be tried on this machine; empty where it can.
    """

    what: str
    within: float
    tries: list = field(default_factory=list)
    why_not: str = ""

    @property
    def served(self):
        return sum((one.served for one in self.tries), Counter())

    @property
    def sent(self):
        return sum((one.sent for one in self.tries), Counter())

    @property
    def acknowledged(self):
        return sum(one.acknowledged for one in self.tries)

    @property
    def lost(self):
        return [edit for one in self.tries for edit in one.lost]

    @property
    def leaked(self):
        return [leak for one in self.tries for leak in one.leaked]

    @property
    def stale(self):
        return [answer for one in self.tries for answer in one.stale]

    @property
    def wrong(self):
        return [answer for one in self.tries for answer in one.wrong]

    @property
    def errors(self):
        """How many answers were faults of the server: 500, 502 ..."""
        return sum(
            count
            for status, count in (self.served + self.sent).items()
            if status >= 500 and status != UNAVAILABLE
        )

    @property
    def unavailable(self):
        """How many answers asked to try again."""
        return (self.served + self.sent)[UNAVAILABLE]

    @property
    def healthz(self):
        return max((one.healthz for one in self.tries), default=0.0)

    def problems(self):
        """Yield a sentence for each thing that must not be."""
        if not (self.tries or self.why_not):
            yield f"{self.what}: was not tried."
        if self.errors:
            yield f"{self.what}: {self.errors} answers were faults of the server (500)."
        for edit in self.lost:
            yield f"{self.what}: an acknowledged edit is lost: {edit}."
        for leak in self.leaked:
            yield f"{self.what}: a draft is seen: {leak}."
        for answer in self.stale:
            yield f"{self.what}: an answer is stale: {answer}."
        for answer in self.wrong:
            yield f"{self.what}: an answer is not what was asked for: {answer}."
        for one in self.tries:
            yield from (f"{self.what}: {objection}." for objection in one.objections)
            if not one.served:
                yield f"{self.what}: nobody read meanwhile."
            if not one.acknowledged:
                yield f"{self.what}: nobody edited meanwhile."
            if one.back is None:
                yield f"{self.what}: readers were not served again."
            elif one.back > self.within:
                yield (
                    f"{self.what}: readers were served again after {one.back:.1f} s, and not"
                    f" within {self.within} s."
                )
            if one.healthz > ALIVE_WITHIN:
                yield f"{self.what}: /healthz took {one.healthz:.1f} s."


def problems(results):
    """All problems of a run; one in which nothing was tried is a problem itself."""
    if all(result.why_not for result in results):
        return ["Nothing was tried."]
    return [problem for result in results for problem in result.problems()]


def exit_status(results):
    """1 where something was lost, leaked, stale, wrong, answered by 500 or not back; else 0."""
    return 1 if problems(results) else 0
