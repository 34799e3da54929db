"""Requests that come when they come, whether or not those before have been answered.

A loop that asks again when it was answered slows down together with what it measures. Here each
request has a moment at which it is due, and its time counts from then: who stood in line behind a
slow answer is not left out (“coordinated omission”).
"""

import random
import selectors
import time
from dataclasses import dataclass

from benchmarks.load import LONGEST, Visitor

NO_ANSWER = 0  # the status of what was refused, broken off, or not answered in LONGEST


@dataclass(slots=True)
class Answered:
    """What came of one request; due: seconds since the beginning, took: seconds from then on."""

    kind: str
    due: float
    took: float
    status: int


class Arrivals:
    """Asks one server for what a Mix has, on as many connections as it takes."""

    def __init__(self, port, mix):
        self.port, self.mix = port, mix
        self.rng = random.Random(7)  # noqa: S311 no secret

    def at_rate(self, rate, seconds, note):
        """So many requests a second, each at its own time (a Poisson process).

        note: called with the Answered of each.
        """
        moment, moments = 0.0, []
        while (moment := moment + self.rng.expovariate(rate)) < seconds:
            moments.append(moment)
        self._run(note, seconds, iter(moments))

    def together(self, number, seconds, note):
        """So many at a time: a new one whenever one was answered, until the time is over."""
        self._run(note, seconds, iter([0.0] * number), again=True)

    def _run(self, note, seconds, moments, again=False):
        self.busy, self.idle = {}, []
        with selectors.DefaultSelector() as self.selector:
            begun = time.perf_counter()
            due = next(moments, None)
            while due is not None or self.busy:
                now = time.perf_counter() - begun
                while due is not None and due <= now:
                    self._send(next(self.mix), due, note, begun)
                    due = next(moments, None)
                pause = 0.1 if due is None else min(0.1, due - now)
                for key, _ in self.selector.select(max(0.0, pause)):
                    if self._hear(key.data, note, begun) and again:
                        now = time.perf_counter() - begun
                        if now < seconds:
                            self._send(next(self.mix), now, note, begun)
                self._give_up(note, begun)
            for visitor in self.idle:
                visitor.hang_up()

    def _send(self, asked, due, note, begun):
        visitor = self.idle.pop() if self.idle else Visitor(self.port, self.selector)
        self.busy[visitor] = asked, due
        try:
            visitor.ask(asked.request)
        except OSError:
            self._end(visitor, NO_ANSWER, note, begun)

    def _hear(self, visitor, note, begun):
        """Read what has come: whether a request has come to its end by that."""
        if visitor not in self.busy:  # the server ends an idle connection
            visitor.hang_up()
            self.idle.remove(visitor)
            return False
        try:
            if not visitor.hear():
                return False
        except BlockingIOError:
            return False
        except OSError:
            if visitor.is_reused and not visitor.answer.received:  # it was ended just before
                visitor.hang_up()
                asked, due = self.busy.pop(visitor)
                self._send(asked, due, note, begun)
                return False
            self._end(visitor, NO_ANSWER, note, begun)
            return True
        self._end(visitor, visitor.answer.status, note, begun)
        return True

    def _end(self, visitor, status, note, begun):
        asked, due = self.busy.pop(visitor)
        now = time.perf_counter() - begun
        answer = visitor.answer if status else None
        if answer is None or answer.closes:
            visitor.hang_up()
        else:
            self.idle.append(visitor)
        note(Answered(asked.kind, due, now - due, status))
        self.mix.hear(asked, answer)

    def _give_up(self, note, begun):
        late = time.perf_counter() - LONGEST
        for visitor in [one for one in self.busy if one.begun < late]:
            self._end(visitor, NO_ANSWER, note, begun)
