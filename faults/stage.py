"""Three servers on one database, with readers and a curator, on which things are tried."""

import contextlib
import json
import os
import random
import secrets
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from faults.client import ask
from faults.people import (
    CURATOR,
    PROBE,
    READER,
    Curator,
    Log,
    Prober,
    Reader,
    moments_without_service,
    wait_for,
)
from faults.records import CURATOR as NAME_OF_CURATOR
from faults.records import PASSWORD, PUBLISHED
from faults.servers import BASE_DIR, Server, production
from faults.verdict import Try

WORKERS = {"first": 2, "second": 1, "third": 1}
READERS = 4
PATIENCE = 60  # seconds after which readers are given up
SEEN_WITHIN = 15  # seconds; an edit is in all servers after one or two, and this machine is busy
INITIATIVES = """
    SELECT id, slug, title FROM initiatives_initiative WHERE publication = 'published'
    AND slug <> ALL(%s) ORDER BY id
"""


@dataclass(frozen=True)
class Trial:
    """What is tried, how often, and in how many seconds readers have to be served again.

    act: a function of the Stage, which may return Findings.
    """

    what: str
    act: Callable
    within: float
    tries: int = 3


@dataclass
class Findings:
    """What an attack was answered, by status, and what it found besides, in sentences."""

    sent: Counter = field(default_factory=Counter)
    leaked: list = field(default_factory=list)
    objections: list = field(default_factory=list)


class Stage:
    """All that a fault can be done to: `database`, `servers`, `curator`."""

    def __init__(self, database):
        self.database = database
        self.log = Log()

    @contextlib.contextmanager
    def set(self, say):
        """Prepare all, and have everybody at work while the block runs."""
        password = secrets.token_urlsafe(16)
        environment = production(self.database.url) | {PASSWORD: password}
        say("Preparing a new database: migrations, the launch catalogue, drafts")
        for command in (["manage.py", "prepare", "--verbosity=0"], ["-m", "faults.write_records"]):
            subprocess.run(  # noqa: S603 our own commands
                [sys.executable, *command],
                cwd=BASE_DIR,
                env=os.environ | environment,
                stdout=subprocess.DEVNULL,
                check=True,
            )
        say(f"Starting {len(WORKERS)} servers with {sum(WORKERS.values())} workers")
        with contextlib.ExitStack() as stack:
            self.servers = [
                stack.enter_context(Server(name, workers, environment))
                for name, workers in WORKERS.items()
            ]
            for server in self.servers:
                server.wait_until_up()
                wait_for(lambda server=server: has_index(server), PATIENCE)
            people = self.gather(password)
            for somebody in people:
                somebody.start()
            yield
            for somebody in people:
                somebody.stopping.set()
            for somebody in people:
                somebody.join()

    def gather(self, password):
        """Everybody who is at work on the stage."""
        ports = [server.port for server in self.servers]
        ours = [record.key for record in PUBLISHED]
        initiatives = self.database.rows(INITIATIVES, ours)
        self.curator = Curator(self.log, ports, initiatives)
        self.curator.sign_in(NAME_OF_CURATOR, password)
        self.slugs = [slug for _, slug, _ in initiatives]
        readers = [Reader(self.log, ports, self.slugs) for _ in range(READERS)]
        return [*readers, *(Prober(self.log, port) for port in ports), self.curator]

    def attempt(self, act):
        """Do one thing, wait until readers are served again, and tell what came of it: a Try."""
        self.log.clear()
        known = self.curator.ledger.acknowledged
        self.start_clock()
        findings = act(self) or Findings()
        back = self.seconds_until_served()
        findings.objections += [*self.what_is_not_whole(), *self.what_is_not_seen()]
        served = self.log.of(READER, CURATOR)
        probes = [answer.seconds for answer in self.log.of(PROBE)]
        return Try(
            served=Counter(answer.status for answer in served),
            sent=findings.sent,
            acknowledged=self.curator.ledger.acknowledged - known,
            lost=self.lost(),
            leaked=[*findings.leaked, *self.log.leaks],
            objections=findings.objections,
            healthz=max(probes, default=0.0),
            back=back,
        )

    def start_clock(self):
        """From now on it counts how long readers are not served."""
        self.began = time.monotonic()

    def seconds_until_served(self):
        """Seconds from the start of the clock to the last moment at which a reader was not served.

        None where servers do not serve within PATIENCE after the fault is over.
        """
        rounds = 0
        deadline = time.monotonic() + PATIENCE
        while not all(self.is_well(server) for server in self.servers):
            rounds += 1
            if time.monotonic() > deadline:
                return None
            time.sleep(0.1)
        moments = moments_without_service(self.log.of(READER))
        if rounds:
            moments.append(time.monotonic())
        return max([0.0, *(moment - self.began for moment in moments)])

    def is_well(self, server):
        """Whether a server answers, from its memory and from the database."""
        slug = random.choice(self.slugs)  # noqa: S311 one that it may not have kept
        paths = ("/healthz", "/readyz", "/initiatives/", f"/initiatives/{slug}/")
        return all(ask(server.port, path).status == 200 for path in paths)

    def what_is_not_whole(self):
        """Sentences on servers that lack a worker."""
        return [
            f"server {server.name} has lost a worker for good"
            for server in self.servers
            if not wait_for(server.is_whole, PATIENCE)
        ]

    def what_is_not_seen(self):
        """Sentences on servers that do not show what is edited now."""
        curator = self.curator
        known = curator.ledger.acknowledged
        if not wait_for(lambda: curator.ledger.acknowledged > known, PATIENCE):
            return ["the desk takes no edits any more"]
        slug, title = curator.last
        return [
            f"server {server.name} does not show an edit after {SEEN_WITHIN} s"
            for server in self.servers
            if not wait_for(lambda server=server: title_in(server, slug) == title, SEEN_WITHIN)
        ]

    def lost(self):
        """Sentences on acknowledged edits that the database does not hold."""
        with self.curator.resting:
            return self.curator.ledger.lost(self.titles())

    def titles(self):
        """The titles of initiatives in the database, by their keys."""
        return dict(self.database.rows("SELECT id, title FROM initiatives_initiative"))


def has_index(server):
    """Whether a server answers from its index."""
    answer = ask(server.port, "/readyz")
    return answer.status == 200 and json.loads(answer.body)["search"] == "index"


def title_in(server, slug):
    """The title of an initiative as a server's API tells it; None where it does not."""
    answer = ask(server.port, f"/api/v1/initiatives/{slug}/")
    return json.loads(answer.body)["title"] if answer.status == 200 else None
