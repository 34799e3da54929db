"""Portals of two processes each behind something, and what they count of themselves."""

import http.client
import re
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from benchmarks import servers
from benchmarks.load import load
from benchmarks.measure import wait_for_index
from topology import parts

SETTINGS = "benchmarks.settings_behind"
WORKERS = 2
CONNECTIONS = 8
COUNTED = r'^portal_kept_pages_total\{kept="(\w+)"\} ([\d.e+]+)$'
HEAD = """| | requests | statuses | made | median | 95 % within | slowest | a second | processor |
| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |"""


class Site:
    """As a context it answers when the block begins, and is gone after it.

    database: of the benchmark; portals: how many; front: a function of a folder, a port and the
    ports of the portals that gives a Program; shares: whether they share a cache, which is `cache`.
    """

    def __init__(self, database, portals, front, *, shares=False):
        self.database, self.number, self.make_front = database, portals, front
        self.shares, self.stack = shares, ExitStack()
        self.port = None
        self.portals, self.metrics = [], [servers.free_port() for _ in range(portals)]
        self.front = self.cache = None

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.stack.close()
            raise
        return self

    def __exit__(self, *error):
        self.stack.close()

    def start(self):
        folder = self.folder()
        environment = {
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "BENCH_DATABASE": self.database,
            "WORKERS": str(WORKERS),
            "MAKE_DOWNLOADS": "False",
            "DO_IMPORTS": "False",
        }
        if self.shares:
            port = servers.free_port()
            self.cache = self.run(parts.cache(folder, port))
            environment["BENCH_CACHE_URL"] = f"redis://127.0.0.1:{port}/0"
        for number, metrics in enumerate(self.metrics):
            portal = servers.started(
                f"behind-{self.database}-{number}",
                [sys.executable, "manage.py", "serve"],
                environment | {"METRICS": f"127.0.0.1:{metrics}"},
                ready="/readyz",
            )
            self.portals.append(self.stack.enter_context(portal))
        for portal in self.portals:
            wait_for_index(portal, workers=WORKERS)
        self.put_in_front(self.make_front)

    def put_in_front(self, front):
        """Have something else stand in front, at another port; see Site."""
        if self.front:
            self.front.stop()
        self.port = servers.free_port()
        ports = [portal.port for portal in self.portals]
        self.front = self.run(front(self.folder(), self.port, ports))

    def folder(self):
        """A folder that goes with the site."""
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o711)  # started by root, nginx works as somebody else
        return folder

    def run(self, program):
        """A program that ends with the site; returns when it is ready."""
        self.stack.callback(program.stop)
        program.wait()
        return program

    def pages(self):
        """How many public pages the portals have been asked for, by whether they were kept."""
        counted = Counter()
        for port in self.metrics:
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            asked.request("GET", "/metrics")
            text = asked.getresponse().read().decode()
            asked.close()
            for kept, number in re.findall(COUNTED, text, re.MULTILINE):
                counted[kept] += int(float(number))
        return counted

    def processor_seconds(self):
        """What portals, PostgreSQL and the shared cache have spent on processors so far."""
        roots = [portal.process.pid for portal in self.portals] + [servers.postgres()]
        roots += [self.cache.process.pid] if self.cache else []
        return sum(map(servers.spent_by, roots))

    def front_seconds(self):
        """The same of what stands in front."""
        return servers.spent_by(self.front.process.pid)

    def measured(self, name, requests, **how):
        """Have requests answered: a line of a table, and what the portals were asked meanwhile."""
        pages, spent = self.pages(), self.processor_seconds()
        outcome = load(self.port, requests, connections=CONNECTIONS, **how)
        spent, asked = self.processor_seconds() - spent, self.pages()
        asked.subtract(pages)
        return row(name, outcome, asked, spent), asked


def row(name, outcome, asked, spent):
    """A line of the table below HEAD."""
    wrong = ", ".join(f"{what}: {number}" for what, number in outcome.errors.items())
    return (
        f"| {name} | {outcome.count:,} | {wrong or 'all 200'} | {asked['no']:,} "
        f"| {outcome.milliseconds(0.5):.1f} ms | {outcome.milliseconds(0.95):.1f} ms "
        f"| {outcome.milliseconds(1):,.0f} ms | {outcome.per_second:,.0f} "
        f"| {1000 * spent / outcome.count:.2f} ms |"
    )
