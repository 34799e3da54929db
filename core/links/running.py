"""Many addresses asked side by side, each host by itself.

The asking has an event loop in a thread of its own; whoever takes the answers is in the thread of
the database.
"""

import asyncio
import logging
import queue
import threading
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings

from core.links.asking import Asker
from core.links.chain import answer_of
from core.links.guard import address
from core.links.hosts import Hosts
from core.links.outcome import Answer, Answered, Outcome
from core.links.robots import NAME

AT_ONCE = 32  # hosts
LOOKUPS = 4 * AT_ONCE  # threads: one whose name server is dead goes on after nobody waits for it
GRACE = 30  # seconds that what is being asked at the end has to come to an answer
OVER = object()
FAULT = Answer(
    Outcome.UNCLEAR, "A fault of this portal kept it from being asked.", is_told_by_it=False
)

logger = logging.getLogger(__name__)


def agent():
    """How we call ourselves, with where to complain."""
    whom = " ".join(filter(None, [settings.SITE_URL, settings.CONTACT_EMAIL]))
    text = f"{NAME}/1 (+{whom}; asks whether cited pages still answer)"
    return text.encode("ascii", "replace").decode()


def answers(addresses, *, seconds, pause):
    """Pairs of an address and its Answer, as they come in.

    What there is no time for is left out, and so is what a host does not want to be asked in this
    run. seconds: how long it may take; pause: between two requests to one host. Closed early, the
    generator ends all asking.
    """
    found = queue.SimpleQueue()
    asking = Asking(addresses, found, seconds, pause)
    thread = threading.Thread(target=asking.run, name="links", daemon=True)
    thread.start()
    try:
        while (one := found.get()) is not OVER:
            if isinstance(one, Exception):
                raise one
            yield one
    finally:
        asking.stop()
        thread.join(GRACE)


class Asking:
    """What the thread does: all addresses, a task for each host, so many hosts at once."""

    def __init__(self, addresses, found, seconds, pause):
        self.addresses, self.found, self.pause = addresses, found, pause
        self.end = time.monotonic() + seconds
        self.loop = self.task = None
        self.is_stopped = False

    def run(self):
        try:
            asyncio.run(self.ask_all())
        except asyncio.CancelledError:
            pass  # whoever stopped it knows
        except Exception as error:
            self.found.put(error)
        finally:
            self.found.put(OVER)

    def stop(self):
        """End it, from another thread."""
        self.is_stopped = True
        if self.task:
            try:
                self.loop.call_soon_threadsafe(self.task.cancel)
            except RuntimeError:
                return  # it is over already

    async def ask_all(self):
        self.loop, self.task = asyncio.get_running_loop(), asyncio.current_task()
        if self.is_stopped:
            return
        self.loop.set_default_executor(ThreadPoolExecutor(LOOKUPS, "links-lookup"))
        waiting = iter(self.by_host().values())
        async with Asker(agent()) as asker:
            hosts = Hosts(asker, self.pause)
            try:
                async with asyncio.timeout(max(0, self.end - time.monotonic()) + GRACE):
                    async with asyncio.TaskGroup() as group:
                        for _ in range(AT_ONCE):
                            group.create_task(self.ask_some(waiting, hosts))
            except TimeoutError:
                return  # what has no answer by now is asked another night

    def by_host(self):
        """The addresses of each host, in their order."""
        places = defaultdict(list)
        for text in self.addresses:
            try:
                places[address(text).raw_host].append(text)
            except Answered:
                places[b""].append(text)
        return places

    async def ask_some(self, waiting, hosts):
        """Ask one host after the other, as long as there are any that nobody asks."""
        for texts in waiting:
            for text in texts:
                if time.monotonic() >= self.end:
                    return
                answer = await self.answer_in_any_case(text, hosts)
                if answer is not None:
                    self.found.put((text, answer))

    async def answer_in_any_case(self, text, hosts):
        """The same as `answer_of`: what no one has foreseen of one address ends no other's turn."""
        try:
            return await answer_of(text, hosts)
        except Exception:
            logger.exception("Asking %s ended in a fault.", text)
            return FAULT
