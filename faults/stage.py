"""Three servers on one database, with readers and a curator, on which things are tried."""

import contextlib
import json
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from faults.client import ask
from faults.database import NothingHappened
from faults.disks import Disk
from faults.neighbours import Cache, Pooler, Proxy
from faults.people import (
    CURATOR,
    PROBE,
    READER,
    Comparer,
    Log,
    Prober,
    Pulse,
    Reader,
    Visitor,
    moments_without_service,
    wait_for,
)
from faults.servers import FILES, Server
from faults.setting import (
    INITIATIVES,
    OURS,
    at_work,
    environment_of,
    fill,
    serving,
    signed_in,
)
from faults.verdict import Try
from faults.watching import stale_though_it_answered

WORKERS = {"first": 2, "second": 1, "third": 1}
POOLED = "third"  # the server whose requests reach the database by the pooler
MEGABYTES = 64  # of the disk that servers write to
READERS = 4
PATIENCE = 60  # seconds after which readers are given up
SEEN_WITHIN = 15  # seconds; an edit is in all servers after one or two, and this machine is busy


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
    """All that a fault can be done to.

    `database`, `servers`, `curator`; `pooler`, `cache`, `proxy`, each a Neighbour that may be
    missing; `files`, the Disk that servers write to; `ports`, of all servers that readers ask.
    """

    def __init__(self, database):
        self.database = database
        self.log = Log()
        self.files = Disk(FILES, MEGABYTES)
        self.pooler, self.cache = Pooler(database.server.connection_params()), Cache()

    @contextlib.contextmanager
    def set(self, say):
        """Prepare all, and have everybody at work while the block runs."""
        with contextlib.ExitStack() as stack:
            stack.callback(self.files.unmount)
            self.files.mount()
            self.environment = environment_of(DATABASE_URL=self.database.url)
            say("Preparing a new database: migrations, the launch catalogue, drafts")
            fill(self.environment)
            self.schema = self.database.schema()  # before anything is done to it
            if self.start(self.cache, stack, say):
                self.environment["CACHE_URL"] = self.cache.url
            past_pooler = {}
            if self.start(self.pooler, stack, say):
                past_pooler["DATABASE_URL"] = self.pooler.url
                past_pooler["DATABASE_DIRECT_URL"] = self.database.url
            say(f"Starting {len(WORKERS)} servers with {sum(WORKERS.values())} workers")
            self.servers = [
                Server(name, workers, self.environment | (past_pooler if name == POOLED else {}))
                for name, workers in WORKERS.items()
            ]
            stack.enter_context(serving(*self.servers))
            self.ports = [server.port for server in self.servers]
            self.proxy = Proxy(list(self.ports))
            self.start(self.proxy, stack, say)
            stack.enter_context(at_work(self.gather()))
            yield

    def start(self, neighbour, stack, say):
        """Start a Neighbour, and tell where it is missing: whether it is here."""
        stack.callback(neighbour.stop)
        is_here = neighbour.start()
        if not is_here:
            say(f"Going without: {neighbour.why_missing}")
        return is_here

    def gather(self):
        """Everybody who is at work on the stage."""
        log, ports = self.log, self.ports
        initiatives = self.database.rows(INITIATIVES, OURS)
        self.slugs = [slug for _, slug, _ in initiatives]
        self.curator = signed_in(log, list(ports), initiatives, self.environment)
        self.pulse = Pulse(log, self.database.connect)
        people = [Reader(log, ports, self.slugs) for _ in range(READERS)]
        people += [Prober(log, port) for port in ports]
        if not self.proxy.why_missing:
            people.append(Visitor(log, self.proxy, self.slugs))
        return [*people, Comparer(log, ports, self.curator.edits), self.curator, self.pulse]

    def attempt(self, act):
        """Do one thing, wait until readers are served again, and tell what came of it: a Try."""
        self.log.clear()
        known = self.curator.ledger.acknowledged
        self.start_clock()
        try:
            findings = act(self) or Findings()
        except NothingHappened as error:
            findings = Findings(objections=[str(error).rstrip(".")])
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
            stale=stale_though_it_answered(self.log.stale, list(self.pulse.beats)),
            wrong=self.log.wrong,
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
        while not (all(map(self.is_well, self.servers)) and self.is_proxy_well()):
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

    def is_proxy_well(self):
        """Whether readers are answered by way of the proxy, where there is one."""
        return bool(self.proxy.why_missing) or self.proxy.ask("/initiatives/").status == 200

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
        slug, title = curator.edits[-1].slug, curator.edits[-1].title
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


def title_in(server, slug):
    """The title of an initiative as a server's API tells it; None where it does not."""
    answer = ask(server.port, f"/api/v1/initiatives/{slug}/")
    return json.loads(answer.body)["title"] if answer.status == 200 else None
