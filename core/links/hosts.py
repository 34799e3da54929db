"""Hosts: one request at a time, with a pause behind it, and what robots.txt allows."""

import asyncio
from contextlib import asynccontextmanager

from cachetools import LRUCache
from django.conf import settings

from core.links.asking import ask
from core.links.guard import address
from core.links.outcome import Answered, unclear
from core.links.robots import NAME, parsed

LONGEST_PAUSE = 20  # seconds, whatever robots.txt asks for
ROBOTS_BYTES = 512_000  # RFC 9309 wants 500 KiB to be read
ROBOTS_HOPS = 5
KEPT_ROBOTS = 100  # of megabytes each, where they are hostile
MANY = 5_000


class Host:
    """When a host may be asked again, and whether it has asked us to go away."""

    def __init__(self, pause):
        self.turn = asyncio.Lock()
        self.pause, self.next = pause, 0.0
        self.is_busy = False  # it has said 429: nothing more is asked of it in this run


class Hosts:
    """All hosts of a run. pause: seconds between two requests to one."""

    def __init__(self, asker, pause):
        self.asker, self.pause = asker, pause
        self.hosts, self.robots = {}, LRUCache(KEPT_ROBOTS)

    def of(self, url):
        """The Host of a URL."""
        name = url.raw_host
        if name not in self.hosts:
            if len(self.hosts) >= MANY:
                self.forget_idle()
            self.hosts[name] = Host(self.pause)
        return self.hosts[name]

    def forget_idle(self):
        now = asyncio.get_running_loop().time()
        self.hosts = {
            name: host
            for name, host in self.hosts.items()
            if host.is_busy or host.turn.locked() or host.next > now
        }

    @asynccontextmanager
    async def turn(self, url):
        """One's turn to ask the host of a URL."""
        loop, host = asyncio.get_running_loop(), self.of(url)
        async with host.turn:
            await asyncio.sleep(host.next - loop.time())
            try:
                yield
            finally:
                host.next = loop.time() + host.pause

    async def request(self, method, url, budget, *, most_seconds, most_bytes):
        """The Reply to a request, made when it is its turn."""
        async with self.turn(url):
            return await budget.spend(ask(self.asker, method, url, most_bytes), most_seconds)

    async def mind_robots(self, url, budget):
        """Raise Answered where robots.txt of the host has programs stay away from a URL."""
        key = (url.scheme, url.raw_host)
        if key not in self.robots:
            self.robots[key] = await self.robots_of(url, budget)
        robots = self.robots[key]
        if robots is None:
            raise unclear("Its robots.txt cannot be read, so that nothing else is asked of it.")
        wished = robots.crawl_delay(NAME) or 0
        host = self.of(url)
        host.pause = max(host.pause, min(wished, LONGEST_PAUSE) if self.pause else 0)
        if not robots.can_fetch(str(url), NAME):
            raise unclear("Its robots.txt asks programs to stay away.", is_told_by_it=True)

    async def robots_of(self, url, budget):
        """The robots.txt of the host of a URL: a Protego; None where its server has a fault.

        Whoever says that there is none lets everybody in (RFC 9309, 2.3.1.3). What keeps the host
        from being reached at all is raised: it holds of the page as well.
        """
        place = url.copy_with(path="/robots.txt", query=None)
        for _ in range(ROBOTS_HOPS + 1):
            reply = await self.request(
                "GET",
                place,
                budget,
                most_seconds=settings.LINK_SECONDS / 3,
                most_bytes=ROBOTS_BYTES,
            )
            if reply.is_redirect:
                try:
                    place = address(reply.location, place)
                except Answered:
                    return parsed(b"")
            elif 200 <= reply.status < 300:
                return parsed(reply.body)
            elif reply.status == 429:
                self.of(url).is_busy = True
                return None
            else:
                return None if reply.status >= 500 else parsed(b"")
        return parsed(b"")
