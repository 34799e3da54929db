"""`python -m faults.failover`: lose the primary, promote its replica, and tell what came of it.

Two portals read from a replica whose disk each commit waits for (`synchronous_commit`). Readers ask
for pages that nobody keeps, a curator edits, an editor withdraws records. Then every process of the
primary is killed; some seconds later the replica is promoted, as Patroni would. No setting of the
portals changes. The table says who was answered what in which of the three times.
"""

import argparse
import contextlib
import os
import random
import secrets
import shutil
import signal
import sys
import time
from collections import Counter
from itertools import count

import psycopg

from benchmarks import marks
from core.embedded.system import processes_in
from faults import report
from faults.client import ask
from faults.people import CURATOR, PAGES, READER, Log, Reader, Somebody, wait_for
from faults.servers import BASE_DIR, FOLDER, Server
from faults.setting import INITIATIVES, OURS, at_work, environment_of, fill, serving, signed_in
from tests.servers import free_port
from topology.postgres import Primary, Replica

DOCUMENT = BASE_DIR / "docs" / "replicas.md"
BEGIN = "<!-- Made by `python -m faults.failover --write`. -->"
PORTALS = ("one", "two")
READERS = 4
BEFORE, AWAY, AFTER = 20, 6, 15  # seconds until the loss, until the promotion, and after it
SHOWN_FOR = 1.0  # seconds after a commit in which somebody may still see what it withdrew
PATIENCE = 60  # seconds
NAMES = ("POSTGRES_PASSWORD", "DATABASE_PASSWORD", "REPLICATION_PASSWORD")
WITHDRAW = "UPDATE initiatives_initiative SET publication = 'draft' WHERE id = %s"
STREAMING = "SELECT count(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')"
HEAD = ["time", "seconds", "answers to readers", "answers to the curator"]


class Servers:
    """A primary, and the replica that its commits wait for."""

    def __init__(self, folder):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o711, parents=True)
        passwords = {name: secrets.token_hex(16) for name in NAMES}
        self.primary = Primary("primary", folder, free_port(), passwords)
        self.replica = Replica("replica", folder, free_port(), passwords)

    def environment(self):
        """What tells portals of both, whichever is the primary."""
        both = f"127.0.0.1:{self.primary.port},127.0.0.1:{self.replica.port}"
        one = self.primary.url()
        url = one.replace(f"127.0.0.1:{self.primary.port}", both)
        return {
            "DATABASE_URL": f"{url}?target_session_attrs=read-write",
            "DATABASE_REPLICA_URLS": f"{one},{self.replica.url()}",
            "DATABASE_DIRECT_URL": "",
        }

    def follow(self):
        """Start the replica, and have commits wait for it from now on."""
        self.replica.make(self.primary)
        with self.primary.connect("postgres", "postgres") as primary:
            primary.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
            primary.execute("SELECT pg_reload_conf()")
            if not wait_for(lambda: primary.execute(STREAMING).fetchone() == (1,), PATIENCE):
                sys.exit("The replica does not follow.")

    def lose_primary(self):
        """An end without any order, of all its processes."""
        for process in processes_in(self.primary.data):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

    def promote(self):
        with self.replica.connect("postgres", "postgres") as replica:
            replica.execute("SELECT pg_promote()")

    def stop(self):
        self.replica.stop()
        self.primary.stop()


class Searcher(Reader):
    """Reads pages that nobody has kept."""

    numbers = count(1)

    def path(self, slug):
        pages = [f"/initiatives/{slug}/", "/initiatives/", "/countries/BRA/", "/search/"]
        fresh = f"{random.choice(pages)}?again={next(self.numbers)}"  # noqa: S311
        return random.choice([fresh, f"/api/v1/initiatives/{slug}/", *PAGES[:4]])  # noqa: S311


class Editor(Somebody):
    """Withdraws one record after another where it can, and looks whether any of them is shown."""

    def __init__(self, log, ports, initiatives, servers):
        super().__init__(log)
        self.ports, self.initiatives, self.servers = ports, list(initiatives), servers
        self.withdrawn = []  # slugs, titles and when it was committed
        self.shown = []
        self.asked = self.turns = 0

    def act(self):
        self.turns += 1
        if self.turns % 5 == 0 and self.initiatives:
            self.withdraw(*self.initiatives.pop())
        for slug, title, when in self.withdrawn[-3:]:
            for path in (
                f"/initiatives/{slug}/?again={self.turns}",
                f"/api/v1/initiatives/{slug}/",
            ):
                answer = ask(random.choice(self.ports), path)  # noqa: S311
                self.asked += 1
                if title.encode() in answer.body and answer.began > when + SHOWN_FOR:
                    self.shown.append(path)

    def withdraw(self, key, slug, title):
        for server in (self.servers.primary, self.servers.replica):
            with contextlib.suppress(psycopg.Error), server.connect() as connection:
                connection.execute(WITHDRAW, [key])
                self.withdrawn.append((slug, title, time.monotonic()))
                return


def main(servers=Servers, name="failover", begin=BEGIN, said=__doc__):
    """Do it, and tell the table. begin: the mark in docs/replicas.md behind which it stands."""
    parser = argparse.ArgumentParser(prog=f"python -m faults.{name}", description=said)
    parser.add_argument("--write", action="store_true", help="put the table into docs/replicas.md")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    servers = servers(FOLDER / name)
    try:
        made, is_well = run(servers)
    finally:
        servers.stop()
    print(f"\n{made}")
    if options.write:
        marks.write(DOCUMENT, begin, made)
    return 0 if is_well else 1


def run(servers):
    """Do all of it: the table, and whether nothing was lost or shown."""
    say("Starting the primary: migrations, the launch catalogue, drafts")
    servers.primary.make()
    environment = environment_of(**servers.environment())
    fill(environment)
    say("Starting the replica and two portals")
    servers.follow()
    portals = [Server(name, 1, environment) for name in PORTALS]
    with serving(*portals):
        return watch(servers, [portal.port for portal in portals], environment)


def watch(servers, ports, environment):
    """Have people at work, do what is to be tried, and tell what they saw."""
    log = Log()
    with servers.primary.connect() as primary:
        rows = primary.execute(INITIATIVES, [OURS]).fetchall()
    edited, withdrawn = rows[::2], rows[1::2]
    curator = signed_in(log, ports, edited, environment)
    editor = Editor(log, ports, withdrawn, servers)
    slugs = [slug for _, slug, _ in edited]
    people = [*(Searcher(log, ports, slugs) for _ in range(READERS)), curator, editor]
    with at_work(people):
        began = time.monotonic()
        time.sleep(BEFORE)
        say("Killing the primary")
        lost_at = time.monotonic()
        servers.lose_primary()
        known = curator.ledger.acknowledged
        time.sleep(AWAY)
        say("Promoting the replica")
        promoted_at = time.monotonic()
        servers.promote()
        is_saving = wait_for(lambda: curator.ledger.acknowledged > known, PATIENCE)
        saved_at = time.monotonic()
        time.sleep(AFTER)
    with servers.replica.connect() as present:
        stored = dict(present.execute("SELECT id, title FROM initiatives_initiative").fetchall())
    lost = curator.ledger.lost(stored)
    times = [
        ("before", began, lost_at),
        ("without a primary", lost_at, promoted_at),
        ("after the promotion", promoted_at, time.monotonic()),
    ]
    errors = sum(answer.status != 200 for answer in log.of(READER))
    facts = [
        f"Errors readers saw: **{errors}** of {len(log.of(READER))} answers.",
        f"The desk saved again {saved_at - promoted_at:.1f} s after the promotion began"
        f" ({saved_at - lost_at:.1f} s after the loss)."
        if is_saving
        else "The desk did not save again.",
        f"Edits acknowledged: {curator.ledger.acknowledged}, lost: **{len(lost)}**.",
        f"Records withdrawn: {len(editor.withdrawn)}, asked for {editor.asked} times, shown"
        f" {SHOWN_FOR:.0f} s after their withdrawal or later: **{len(editor.shown)}**.",
        f"Drafts shown: **{len(log.leaks)}**.",
    ]
    made = "\n".join([table(log, times), "", *(f"- {fact}" for fact in facts)])
    return made, is_saving and not (errors or lost or editor.shown or log.leaks)


def table(log, times):
    """Who was answered what at which time, in Markdown."""
    lines = [HEAD, ["---", "---:", "---", "---"]]
    for name, began, ended in times:
        told = [
            Counter(answer.status for answer in log.of(who) if began <= answer.ended < ended)
            for who in (READER, CURATOR)
        ]
        lines.append([name, f"{ended - began:.0f}", *map(report.statuses, told)])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def say(text):
    """Tell what is being done."""
    print(f"  {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
