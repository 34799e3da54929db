"""What breaks by itself: processes, connections, the database. Each is a function of the Stage."""

import time

from faults.client import ask
from faults.database import LISTENING, OTHERS
from faults.people import wait_for
from faults.records import RETURNING
from faults.servers import FOLDER
from faults.stage import Findings, Trial

LOCKED = 20  # seconds; as long as a migration of a large table might take
TABLES = ("initiatives_initiative", "forum_forum")
BACK_WITHIN = 20  # seconds until a restored state is what all see
WATCHED = 3  # seconds


def kill_worker(stage):
    """One of the processes that answer is killed."""
    stage.servers[0].kill_worker()


def kill_only_worker(stage):
    """The same where a server has no other."""
    stage.servers[1].kill_worker()


def kill_server(stage):
    """The main process of a server is killed, and started again as systemd would."""
    server = stage.servers[0]
    server.kill()
    server.start()
    server.wait_until_up()


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
        if not wait_for(lambda: all(map(shows_returning, stage.servers)), BACK_WITHIN):
            findings.objections.append(f"a published draft is not seen after {BACK_WITHIN} s")
        stage.start_clock()
        stage.database.restore(dump)
        if not wait_for(lambda: not any(map(shows_returning, stage.servers)), BACK_WITHIN):
            findings.leaked.append(f"{RETURNING.key}, {BACK_WITHIN} s after the restore")
        deadline = time.monotonic() + WATCHED
        while time.monotonic() < deadline and not findings.leaked:
            if any(map(shows_returning, stage.servers)):
                findings.leaked.append(f"{RETURNING.key}, again after it was gone")
    return findings


def shows_returning(server):
    """Whether a server shows the record that is a draft again after a restore."""
    key, secret = RETURNING.key, RETURNING.secret.encode()
    paths = [
        f"/initiatives/{key}/",
        f"/initiatives/?q={key}",
        f"/api/v1/initiatives/?q={key}",
        f"/suggest/?q={key}",
        f"/search/?q={key}",
    ]
    return any(secret in ask(server.port, path).body.lower() for path in paths)


FAILURES = [
    Trial("A worker of two is killed (-9)", kill_worker, 10),
    Trial("The only worker of a server is killed (-9)", kill_only_worker, 10),
    Trial("The main process of a server is killed (-9) and started again", kill_server, 30),
    Trial("The connections that hear of changes are cut", cut_listening, 5),
    Trial("All connections to the database are cut", cut_all, 10),
    Trial("PostgreSQL is restarted (fast)", restart_database, 10),
    Trial("PostgreSQL is killed (-9) and started again", kill_database, 15),
    Trial(f"Tables are locked for {LOCKED} s (ACCESS EXCLUSIVE)", lock_tables, LOCKED + 10, 2),
    Trial("An earlier dump is restored while servers run", restore, 20, 2),
]
