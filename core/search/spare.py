"""Whether the process has time to spare: what nobody waits for is put off while it has none.

Threads of Python take turns at one processor. One that works ahead takes its turns from requests,
and where they leave none idle, they come to stand in line for the sake of questions that nobody may
ask.
"""

from time import perf_counter, process_time, thread_time

MOST = 0.5  # of a processor that others take while there is time to spare


class SpareTime:
    """What the other threads of the process take, as the thread sees it that asks."""

    def __init__(self):
        self._then = self._now()

    @staticmethod
    def _now():
        return perf_counter(), process_time() - thread_time()

    def is_there(self):
        """Whether others took less than half of a processor since this was last asked."""
        (began, before), self._then = self._then, self._now()
        now, after = self._then
        return after - before <= MOST * (now - began)
