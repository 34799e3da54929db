"""What is there and does not work: a database that hangs or is full, programs beside the servers.

Each is a function of the Stage.
"""

import contextlib
import time
from itertools import count

import psycopg

from faults.attacks import status_on
from faults.client import NO_ANSWER, ask, plainly, request
from faults.desk import LARGE, SMALL, upload_picture
from faults.people import is_leak
from faults.records import PUBLISHED
from faults.stage import Findings, Trial

FROZEN = TAKEN = FULL = CLOSED = 20  # seconds
OPEN = 500  # connections
ANSWERED = 30  # seconds in which each of them is answered
HELD = 10  # seconds that they are held open after that
ZIP = "/data/catalogue.zip"
# A megabyte for the log of what is written, which has to be kept before anything else is.
WRITE = "SELECT pg_logical_emit_message(false, 'faults', repeat('x', 1000000))"


def kill_pooler(stage):
    """The pooler between a server and PostgreSQL is killed and started again."""
    stage.pooler.kill()


def kill_cache(stage):
    """The cache that servers share is killed and started again, empty."""
    stage.cache.kill()


def kill_proxy(stage):
    """The proxy in front is killed, with what readers were just being answered."""
    stage.proxy.kill()


def freeze_database(stage):
    """PostgreSQL hangs: it takes connections and answers nobody."""
    with stage.database.frozen():
        time.sleep(FROZEN)


def take_connections(stage):
    """Another program has taken all connections that PostgreSQL gives."""
    with stage.database.taken():
        time.sleep(TAKEN)


def fill_disk_of_database(stage):
    """The disk of PostgreSQL is full, and somebody writes until nothing goes any more.

    It ends then; it is started again when there is room.
    """
    with stage.database.disk.full():
        with contextlib.suppress(psycopg.Error), stage.database.connect() as connection:
            while True:
                connection.execute(WRITE)
        time.sleep(FULL)
    stage.database.start_if_gone()


def fill_files(stage):
    """The disk that servers write to is full."""
    with stage.files.full():
        return without_files(stage)


def close_files(stage):
    """What servers write to cannot be written."""
    with stage.files.read_only():
        return without_files(stage)


def without_files(stage):
    """Ask for what needs files while they cannot be written: all the time, and nothing is a 500."""
    findings = Findings()
    until = time.monotonic() + CLOSED
    while time.monotonic() < until:
        for server in stage.servers:
            answer = ask(server.port, ZIP)
            findings.sent[answer.status] += 1
            if is_leak(answer.body):
                findings.leaked.append(ZIP)
            for size in (SMALL, LARGE):
                findings.sent[upload_picture(stage, server.port, size)] += 1
        time.sleep(1)
    return findings


_again = count(1)


def open_connections(stage):
    """So many connections at once, each with a page asked for, and none closed."""
    findings = Findings()
    port, record = stage.servers[0].port, PUBLISHED[0]
    path = next(iter(record.addresses()))
    with contextlib.ExitStack() as stack:
        opened = []
        for _ in range(OPEN):
            with contextlib.suppress(OSError):
                connection = stack.enter_context(plainly(port, ANSWERED))
                asked = f"{path}?again={next(_again)}"
                connection.sendall(request(port, asked, headers={"Connection": "keep-alive"}))
                opened.append(connection)
        until = time.monotonic() + ANSWERED
        for connection in opened:
            connection.settimeout(max(0.01, until - time.monotonic()))
            findings.sent[status_on(connection)] += 1
        time.sleep(HELD)
    if len(opened) < OPEN:
        findings.objections.append(f"only {len(opened)} of {OPEN} connections were taken")
    if silent := findings.sent[NO_ANSWER]:
        findings.objections.append(f"{silent} of them are not answered within {ANSWERED} s")
    return findings


OUTAGES = [
    Trial("The pooler is killed (-9) and started again", kill_pooler, 10),
    Trial("The shared cache is killed (-9) and started again", kill_cache, 5),
    Trial("The proxy is killed (-9) and started again", kill_proxy, 10),
    Trial(f"PostgreSQL hangs for {FROZEN} s (SIGSTOP)", freeze_database, FROZEN + 10, 1),
    Trial(f"All its connections are taken for {TAKEN} s", take_connections, TAKEN + 10, 1),
    Trial(f"The disk of PostgreSQL is full for {FULL} s", fill_disk_of_database, FULL + 20, 1),
    Trial(f"The disk of the portal's files is full for {CLOSED} s", fill_files, 5, 1),
    Trial(f"The portal's files are read-only for {CLOSED} s", close_files, 5, 1),
    Trial(f"{OPEN} connections at once, held open", open_connections, 10, 1),
]
