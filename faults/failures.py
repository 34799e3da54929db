"""What breaks by itself: processes, connections, the database. Each is a function of the Stage."""

import time

from faults.client import ask
from faults.database import LISTENING, OTHERS, NothingHappened
from faults.people import wait_for
from faults.records import RETURNING
from faults.servers import CRASH_LOOP, FOLDER
from faults.stage import Findings, Trial

LOCKED = 20  # seconds; as long as a migration of a large table might take
TABLES = ("initiatives_initiative", "forum_forum")
ALL_WITHIN = 20  # seconds in which all workers show what the database holds, and ...
WATCHED = 3  # ... seconds in which nobody may show anything else


def kill_worker(stage):
    """One of the processes that answer is killed."""
    kill_one_of(stage.servers[0], stage)


def kill_only_worker(stage):
    """The same where a server has no other."""
    kill_one_of(stage.servers[1], stage)


def kill_one_of(server, stage):
    """Kill a worker, long enough after the one before."""
    server.rest()
    stage.start_clock()
    server.kill_worker()


def kill_worker_twice(stage):
    """The new worker is killed as well: its server takes that for a crash loop and ends."""
    server = stage.servers[1]
    kill_one_of(server, stage)
    if not wait_for(server.is_whole, CRASH_LOOP):
        raise NothingHappened("There is no new worker that could be killed.")
    server.kill_worker()


def kill_server(stage):
    """The main process of a server is killed."""
    stage.servers[0].kill()


def cut_listening(stage):
    """The connections on which servers hear of changes break."""
    stage.database.cut(LISTENING)


def cut_all(stage):
    """All connections to the database break."""
    stage.database.cut(OTHERS)


def restart_database(stage):
    """PostgreSQL is restarted, as for an upgrade."""
    stage.database.restart_fast()


def kill_database(stage):
    """PostgreSQL is killed and started again."""
    stage.database.kill()


def lock_tables(stage):
    """Tables are locked as by a migration: nobody can read them."""
    with stage.database.locked(*TABLES):
        time.sleep(LOCKED)


def restore(stage):
    """An earlier dump is restored while all servers run; meanwhile a draft had been published.

    What the curator edited after a dump is undone by restoring it, so he rests.
    """
    dump = FOLDER / "catalogue.dump"
    findings = Findings()
    with stage.curator.resting:
        stage.database.dump(dump)
        stage.database.run(
            "UPDATE initiatives_initiative SET publication = 'published' WHERE slug = %s",
            RETURNING.key,
        )
        if not become(lambda: all(shown(stage))):
            findings.objections.append(f"a published record is not seen after {ALL_WITHIN} s")
        stage.start_clock()
        stage.database.restore(dump)
        if not become(lambda: not any(shown(stage))):
            findings.leaked.append(f"{RETURNING.key}, {ALL_WITHIN} s after the restore")
    return findings


def become(is_so):
    """Wait until something is so each time one looks, for a while: whichever worker answers."""
    began = missed = time.monotonic()
    while time.monotonic() < missed + WATCHED:
        if not is_so():
            missed = time.monotonic()
        if missed > began + ALL_WITHIN:
            return False
    return True


def shown(stage):
    """Yield for each place where the returning record might be whether it is there."""
    key, secret = RETURNING.key, RETURNING.secret.encode()
    paths = [
        f"/initiatives/{key}/",
        f"/initiatives/?q={key}",
        f"/api/v1/initiatives/?q={key}",
        f"/suggest/?q={key}",
        f"/search/?q={key}",
    ]
    for server in stage.servers:
        yield from (secret in ask(server.port, path).body.lower() for path in paths)


FAILURES = [
    Trial("A worker of two is killed (-9)", kill_worker, 10),
    Trial("The only worker of a server is killed (-9)", kill_only_worker, 10),
    Trial("The only worker is killed twice (-9), so that its server ends", kill_worker_twice, 40),
    Trial("The main process of a server is killed (-9)", kill_server, 40),
    Trial("The connections that hear of changes are cut", cut_listening, 5),
    Trial("All connections to the database are cut", cut_all, 10),
    Trial("PostgreSQL is restarted (fast)", restart_database, 10),
    Trial("PostgreSQL is killed (-9) and started again", kill_database, 15),
    Trial(f"Tables are locked for {LOCKED} s (ACCESS EXCLUSIVE)", lock_tables, LOCKED + 10, 2),
    Trial("An earlier dump is restored while servers run", restore, 20, 2),
]
