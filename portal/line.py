"""The line in which requests wait for a thread: never longer than what its end can hope for.

Where more is asked than can be answered, a line that takes everybody grows until nobody in it is
answered before he has gone. So readers wait two seconds at most, and half a second once the line
has not been empty for ten; then they are told to come back. An edit, after which all pages are made
anew, fills the line for some seconds: those who come then are worth waiting for. Who works at the
desk or sends a form goes first, in half of the threads, and waits longer: what somebody has typed
is dear.
"""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from time import monotonic

logger = logging.getLogger(__name__)

QUIET = 60  # seconds between two lines of the log about the same


class Full(Exception):
    """Nobody had a thread for a request in time."""


@dataclass
class Waiting:
    """Those of one kind who wait, in their order.

    most: how many; patience: seconds that each waits; short: the same once the line has not been
    empty for `long` seconds.
    """

    most: int
    patience: float
    short: float
    long: float
    turns: dict = field(default_factory=dict)  # futures, as an ordered set
    at_work: int = 0
    since: float = 0.0  # when the line was empty last

    def seconds(self):
        """How long whoever comes now may wait."""
        now = monotonic()
        if not self.turns:
            self.since = now
        return self.patience if now - self.since < self.long else self.short


class Line:
    """A pool of threads and the line before it. All but the threads is of one event loop.

    threads: how many requests are worked on at once; patience, short, long: seconds of readers.
    """

    def __init__(self, threads, patience=2.0, short=0.5, long=10.0):
        self.size = threads
        self.threads = ThreadPoolExecutor(threads, "request")
        self.readers = Waiting(200, patience, short, long)
        self.desk = Waiting(50, 15.0, 15.0, long)  # proxies wait longer than that
        self.refused, self.told = 0, -QUIET

    async def run(self, function, argument, *, is_work=False):
        """What a function says of its argument, in one of the threads.

        The place is taken until the thread is done, though whoever asked may have gone.

        is_work: whether somebody works at the desk or sends a form. Raises Full.
        """
        waiting = self.desk if is_work else self.readers
        await self._wait(waiting)
        loop = asyncio.get_running_loop()
        working = loop.run_in_executor(self.threads, function, argument)
        working.add_done_callback(lambda _: self._leave(waiting))
        return await asyncio.shield(working)

    def shutdown(self):
        """End the threads when they are done; who waits is not answered."""
        self.threads.shutdown(cancel_futures=True)

    async def _wait(self, waiting):
        if self.readers.at_work + self.desk.at_work < self.size:
            waiting.at_work += 1
            return
        if len(waiting.turns) >= waiting.most:
            raise self._refusal()
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        timer = loop.call_later(waiting.seconds(), turn_away, turn)
        waiting.turns[turn] = True
        try:
            if not await turn:
                raise self._refusal()
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and turn.result():  # called, and gone by then
                self._leave(waiting)
            raise
        finally:
            timer.cancel()
            waiting.turns.pop(turn, None)

    def _leave(self, waiting):
        """Give a place back, to whoever is next."""
        waiting.at_work -= 1
        self._call_next()

    def _call_next(self):
        """Give a place to whoever has waited longest; at the desk first, up to half of them."""
        is_desk_first = self.desk.at_work < max(1, self.size // 2)
        for waiting in (self.desk, self.readers) if is_desk_first else (self.readers, self.desk):
            while waiting.turns:
                turn = next(iter(waiting.turns))
                del waiting.turns[turn]
                if not turn.done():  # else it was turned away, or has gone, a moment ago
                    turn.set_result(True)
                    waiting.at_work += 1
                    return

    def _refusal(self):
        self.refused += 1
        if monotonic() - self.told >= QUIET:
            self.told = monotonic()
            logger.warning(
                "More is asked than can be answered: %d requests found no thread in time since this"
                " was told last.",
                self.refused,
            )
            self.refused = 0
        return Full()


def turn_away(turn):
    """Tell one who waits that it has been long enough."""
    if not turn.done():
        turn.set_result(False)
