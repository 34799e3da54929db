"""Who is there while things break: readers, a curator, and somebody who watches the probe."""

import contextlib
import random
import threading
import time
import urllib.parse
from collections import deque
from dataclasses import dataclass, field
from itertools import count, cycle

import psycopg

from faults.client import NO_ANSWER, ask
from faults.records import SECRET
from faults.watching import EDITS_WATCHED, SHOWN_WITHIN, Beat, Edit, Stale, is_wrong
from tests.desk import fields_of

PAUSE = 0.1  # seconds between two pages of one reader
BEATS = 20_000  # of the last half an hour
REST = 1.0  # seconds between two edits
FORM_OF = "/admin/initiatives/initiative/{}/change/"
PAGES = [
    "/",
    "/initiatives/",
    "/initiatives/?q=cooperatives",
    "/initiatives/?q=child+labour&theme=cooperatives",
    "/initiatives/feed.atom",
    "/search/?q=social+protection",
    "/suggest/?q=coop",
    "/countries/BRA/",
    "/people/",
    "/api/v1/initiatives/",
    "/api/v1/initiatives/?q=cooperatives",
]
READER, CURATOR, PROBE = "reader", "curator", "probe"


@dataclass
class Log:
    """What was answered to whom in the present try; several threads write.

    leaks, wrong: paths. stale: Stale answers.
    """

    entries: list = field(default_factory=list)
    leaks: list = field(default_factory=list)
    wrong: list = field(default_factory=list)
    stale: list = field(default_factory=list)

    def note(self, who, answer):
        self.entries.append((who, answer))

    def of(self, *who):
        """The answers to some of them."""
        return [answer for somebody, answer in list(self.entries) if somebody in who]

    def clear(self):
        """Begin another try."""
        self.entries, self.leaks, self.wrong, self.stale = [], [], [], []


class Somebody(threading.Thread):
    """Somebody who does the same thing over and over, until told to stop."""

    pause = PAUSE

    def __init__(self, log):
        super().__init__(daemon=True)
        self.log = log
        self.stopping = threading.Event()

    def run(self):
        while not self.stopping.wait(self.pause):
            self.act()


class Reader(Somebody):
    """Reads pages, feeds, suggestions and the API of whichever server.

    Sees it if a draft shows, or something that is not what was asked for.
    """

    def __init__(self, log, ports, slugs):
        super().__init__(log)
        self.ports, self.slugs = ports, slugs

    def act(self):
        path = self.path(random.choice(self.slugs))  # noqa: S311 nobody gains by guessing it
        answer = self.ask(path)
        self.log.note(READER, answer)
        if is_leak(answer.body):
            self.log.leaks.append(path)
        if is_wrong(path, answer):
            self.log.wrong.append(path)

    def path(self, slug):
        """What is read next; slug: of an initiative that it may be about."""
        records = [f"/initiatives/{slug}/", f"/api/v1/initiatives/{slug}/"]
        return random.choice(random.choice([records, PAGES]))  # noqa: S311

    def ask(self, path):
        """The answer of one of the servers."""
        return ask(random.choice(self.ports), path)  # noqa: S311


class Visitor(Reader):
    """Reads the same by way of a proxy."""

    def __init__(self, log, proxy, slugs):
        super().__init__(log, (), slugs)
        self.proxy = proxy

    def ask(self, path):
        return self.proxy.ask(path)


def is_leak(body):
    """Whether something that nobody may see stands in what a server said."""
    return SECRET.encode() in body.lower()


class Prober(Somebody):
    """Asks one server whether it is alive, as a load balancer does."""

    def __init__(self, log, port):
        super().__init__(log)
        self.port = port

    def act(self):
        self.log.note(PROBE, ask(self.port, "/healthz"))


class Comparer(Somebody):
    """Looks whether servers show what the desk has confirmed: see Stale."""

    def __init__(self, log, ports, edits):
        super().__init__(log)
        self.ports, self.edits = ports, edits

    def act(self):
        now = time.monotonic()
        old_enough = [edit for edit in list(self.edits) if edit.at + SHOWN_WITHIN <= now]
        if old_enough:
            edit = random.choice(old_enough)  # noqa: S311
            path = random.choice(edit.paths)  # noqa: S311
            answer = ask(random.choice(self.ports), path)  # noqa: S311
            if edit.is_missing_in(path, answer):
                self.log.stale.append(Stale(edit, path, answer))


class Pulse(Somebody):
    """Asks the database whether it is there; connect: gives a connection of psycopg."""

    def __init__(self, log, connect):
        super().__init__(log)
        self.connect = connect
        self.beats = deque(maxlen=BEATS)

    def act(self):
        began, is_answered = time.monotonic(), False
        with contextlib.suppress(psycopg.Error), self.connect(connect_timeout=2) as connection:
            connection.execute("SELECT 1")
            is_answered = True
        self.beats.append(Beat(began, time.monotonic(), is_answered))


class Ledger:
    """What the database has to hold: the title that was acknowledged last, of each initiative.

    After an edit that was not acknowledged both are right: it may have been saved all the same.
    """

    def __init__(self):
        self.right = {}  # titles by the key of the initiative
        self.acknowledged = 0

    def acknowledge(self, key, title):
        self.right[key] = [title]
        self.acknowledged += 1

    def attempt(self, key, before, title):
        self.right.setdefault(key, [before]).append(title)

    def lost(self, stored):
        """Sentences on the edits that are lost, each told once; stored: titles by key."""
        lost = {key: titles for key, titles in self.right.items() if stored[key] not in titles}
        for key in lost:
            self.right[key] = [stored[key]]
        return [f"{titles[0]!r} is {stored[key]!r}" for key, titles in lost.items()]


class Curator(Somebody):
    """Edits the title of one initiative after another at the desk, and keeps a ledger.

    initiatives: tuples of key, slug and title, each of which is edited in its turn, so that a lost
    edit cannot hide behind the next one.
    """

    pause = REST

    def __init__(self, log, ports, initiatives):
        super().__init__(log)
        self.ports, self.initiatives = ports, cycle(initiatives)
        self.ledger = Ledger()
        self.numbers = count(1)
        self.resting = threading.Lock()  # held by whoever wants no edit meanwhile
        self.edits = deque(maxlen=EDITS_WATCHED)  # Edits, by when they were acknowledged

    def sign_in(self, name, password):
        """Keep the cookies of a session."""
        port, path = self.port(), "/admin/login/"
        form = ask(port, path)
        token = form.cookie("csrftoken")
        fields = {"username": name, "password": password, "csrfmiddlewaretoken": token}
        answer = self.send(port, path, f"csrftoken={token}", fields | {"next": "/admin/"})
        self.cookies = "; ".join(
            f"{name}={answer.cookie(name)}" for name in ("csrftoken", "__Host-sessionid")
        )
        if answer.status != 302:
            raise RuntimeError(f"The curator cannot sign in: {answer.status}.")

    def act(self):
        with self.resting:
            self.act_at(self.port())

    def act_at(self, port):
        """Edit the next initiative; the caller holds `resting`."""
        self.edit(port, *next(self.initiatives))

    def port(self):
        """That of one of the servers."""
        return random.choice(self.ports)  # noqa: S311

    def edit(self, port, key, slug, title):
        """Change a title, as a browser would."""
        path = FORM_OF.format(key)
        form = ask(port, path, headers={"Cookie": self.cookies})
        self.log.note(CURATOR, form)
        if form.status != 200:
            return
        edited = f"{title} ({next(self.numbers)})"
        data = fields_of(form.body.decode())
        before = data["title"]
        answer = self.send(port, path, self.cookies, data | {"title": edited, "_save": "1"})
        self.log.note(CURATOR, answer)
        if answer.status == 302:
            self.ledger.acknowledge(key, edited)
            self.edits.append(Edit(slug, edited, answer.ended))
        else:
            self.ledger.attempt(key, before, edited)

    @staticmethod
    def send(port, path, cookies, fields):
        """The answer to a form that is sent."""
        headers = {"Cookie": cookies, "Referer": f"https://127.0.0.1:{port}{path}"}
        body = urllib.parse.urlencode(fields, doseq=True).encode()
        return ask(port, path, method="POST", headers=headers, body=body)


def moments_without_service(answers):
    """When answers ended that were none to a reader: errors of the server, or nothing at all."""
    return [a.ended for a in answers if a.status == NO_ANSWER or a.status >= 500]


def wait_for(condition, patience):
    """Wait until something is true, so many seconds at most: whether it is."""
    deadline = time.monotonic() + patience
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
