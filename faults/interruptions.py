"""What is killed in the middle of much work: it has to be done whole or not at all, and then again.

Each is a function of the Stage.
"""

import contextlib
import json
import os
import re
import secrets
import signal
import subprocess
import sys
import threading
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from faults.client import ask
from faults.database import NothingHappened
from faults.desk import send_form
from faults.people import wait_for
from faults.records import SECRET
from faults.servers import BASE_DIR
from faults.stage import Findings, Trial
from tests.servers import free_port

PATIENCE = 240  # seconds for what is done again
IMPORTED = 400  # organizations
IMPORTS = "/admin/imports/"
SOURCE = {
    "url": "https://example.org/of-the-faults",
    "title": "A report",
    "publisher": "A ministry",
    "type": "agency-report",
}
UNCHECKED = ("uploaded", "checking")
STATE = "SELECT state, done FROM roof_import WHERE id = %s"
ARRIVED = "SELECT count(*) FROM initiatives_organization WHERE slug LIKE %s"
OF_LATEST = "SELECT max(id) FROM roof_import"
# The two published organizations that the fewest name, the latest first.
PAIR = """
    SELECT one.id, one.slug FROM initiatives_organization one WHERE publication = 'published'
    AND slug NOT LIKE 'skarvune%%' ORDER BY
    (SELECT count(*) FROM initiatives_partnership WHERE organization_id = one.id), id DESC LIMIT 2
"""
ORGANIZATION = "SELECT id FROM initiatives_organization WHERE id = %s"
BLOCKED = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE %s"
MERGES = "portal_merge"  # the table that a merge writes to when it has done all else
UPGRADED = "upgraded"
DONE_OF_MIGRATIONS = (0.3, 0.8)  # when whoever migrates is killed, by how many of them are done
MIGRATIONS = "SELECT count(*) FROM django_migrations"
RECORDS = "SELECT count(*) FROM initiatives_initiative WHERE publication = 'published'"


def kill_import(stage):
    """Whoever takes a large import in is killed when it has begun to write."""
    findings, word = Findings(), f"imp{secrets.token_hex(4)}"
    port = stage.servers[0].port
    records = [organization(word, number) for number in range(IMPORTED)]
    file = SimpleUploadedFile("organizations.json", json.dumps(records).encode())
    answer = send_form(stage, port, IMPORTS, files=file, empty="empty", arrival="drafts")
    if answer.status != 302:
        raise NothingHappened(f"The import was not taken: {answer.status}.")
    ((number,),) = stage.database.rows(OF_LATEST)
    page = f"{IMPORTS}{number}/"
    wait_for(lambda: state_of(stage, number)[0] not in UNCHECKED, PATIENCE)
    if state_of(stage, number)[0] != "ready":
        raise NothingHappened(f"The import is {state_of(stage, number)} and not ready.")
    send_form(stage, port, page, to=f"{page}import/")
    if not wait_for(lambda: is_writing(stage, number), PATIENCE):
        raise NothingHappened(f"The import is {state_of(stage, number)}, and not being written.")
    stage.start_clock()
    for runner in runners(stage):
        os.kill(runner, signal.SIGKILL)
    ((arrived,),) = stage.database.rows(ARRIVED, f"{word}-%")
    if arrived not in (0, IMPORTED):
        findings.objections.append(f"{arrived} of {IMPORTED} records of a killed import are there")
    if not wait_for(lambda: state_of(stage, number)[0] == "done", PATIENCE):
        findings.objections.append(f"a killed import is {state_of(stage, number)} for good")
    ((arrived,),) = stage.database.rows(ARRIVED, f"{word}-%")
    if arrived != IMPORTED:
        findings.objections.append(f"{arrived} of {IMPORTED} records are there when it is done")
    for server in stage.servers:
        for path in (f"/organizations/?q={word}", f"/api/v1/organizations/?q={word}"):
            if SECRET.encode() in ask(server.port, path).body:
                findings.leaked.append(path)
    return findings


def organization(word, number):
    """A draft in words that nobody may see."""
    name = f"{secrets.token_hex(6)} {secrets.token_hex(6)}"
    return {
        "slug": f"{word}-{number}",
        "name": name.title(),
        "kind": "government",
        "country": "BRA",
        "summary": f"Of {SECRET}.",
        "sources": [SOURCE],
    }


def state_of(stage, number):
    """Where an import stands, and how many records are done."""
    return stage.database.rows(STATE, number)[0]


def is_writing(stage, number):
    state, done = state_of(stage, number)
    return state == "importing" and done > 0


def runners(stage):
    """The processes in which imports are done, of servers of ours and nobody else's."""
    ours = {server.process.pid for server in stage.servers}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            is_runner = b"run_imports" in (folder / "cmdline").read_bytes()
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if is_runner and parent in ours:
                yield int(folder.name)


def kill_merge(stage):
    """The worker is killed that makes two records one, just before all of it would be kept."""
    findings = Findings()
    server = stage.servers[1]
    (stays, address), (goes, former) = stage.database.rows(PAIR)
    path = f"/admin/initiatives/organization/{stays}/merge/?with={goes}"
    server.rest()
    with stage.database.locked(MERGES, mode="SHARE"):
        asking = threading.Thread(target=merge, args=(stage, server.port, path))
        asking.start()
        waits = (f'INSERT INTO "{MERGES}"%',)
        is_at_it = wait_for(lambda: stage.database.rows(BLOCKED, *waits) != [(0,)], PATIENCE)
        stage.start_clock()
        server.kill_worker()
    asking.join()
    if not is_at_it:
        raise NothingHappened("Nobody merges.")
    left = [stage.database.rows(ORGANIZATION, key) for key in (stays, goes)]
    if not all(left):
        findings.objections.append("a merge that was killed has taken a record away")
    for other in stage.servers[::2]:
        if any(
            ask(other.port, f"/organizations/{one}/").status != 200 for one in (address, former)
        ):
            findings.objections.append(f"server {other.name} does not show both records")
    wait_for(lambda: stage.is_well(server), PATIENCE)
    if (status := merge(stage, server.port, path)) != 302:
        findings.objections.append(f"a merge that was killed cannot be done again: {status}")
    for other in stage.servers:
        is_led = wait_for(lambda other=other: leads(other, former, address), PATIENCE / 8)
        if not is_led:
            findings.objections.append(
                f"server {other.name} does not lead to the record that stays"
            )
    return findings


def merge(stage, port, path):
    """Make two records one: the status of the answer."""
    return send_form(stage, port, path, why="It is a trial of what breaks.").status


def leads(server, former, address):
    """Whether the address of the record that has gone leads to the one that stays."""
    answer = ask(server.port, f"/organizations/{former}/")
    return answer.status in (301, 302) and address in answer.headers.get("Location", "")


def kill_migrate(stage):
    """Whoever prepares a database is killed twice while migrating, and begins again each time.

    In the end the database has the tables and records that one has which was prepared in one go.
    """
    findings = Findings()
    ((most,),) = stage.database.rows(MIGRATIONS)
    database = stage.database.beside(UPGRADED)
    environment = os.environ | stage.environment | {"DATABASE_URL": database.url, "CACHE_URL": ""}
    for part in DONE_OF_MIGRATIONS:
        with started("prepare", "--verbosity=0", environment=environment) as preparing:
            if not wait_for(lambda part=part: migrations_of(database) >= part * most, PATIENCE):
                raise NothingHappened("Nobody migrates.")
            preparing.kill()
    with started("serve", environment=environment | {"PORT": str(free_port())}) as serving:
        if wait_for(lambda: serving.poll() is not None, PATIENCE):
            said = serving.stdout.read()
        else:
            said = b"nothing"
    if b"not prepared" not in said:
        findings.objections.append(f"it is served half migrated, and says {said[-200:]!r}")
    with started("prepare", "--verbosity=0", environment=environment) as preparing:
        said, _ = preparing.communicate(timeout=2 * PATIENCE)
    if preparing.returncode:
        findings.objections.append(f"it cannot be prepared again: {said[-300:]!r}")
    elif without_marks(database.schema()) != without_marks(stage.schema):
        findings.objections.append("it has other tables than a database prepared in one go")
    elif not database.rows(RECORDS)[0][0]:
        findings.objections.append("it has no initiatives")
    return findings


@contextlib.contextmanager
def started(*command, environment):
    """A command of the portal that runs, and has ended after the block."""
    with subprocess.Popen(  # noqa: S603 our own commands
        [sys.executable, "manage.py", *command],
        cwd=BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def migrations_of(database):
    """How many migrations are applied."""
    ((is_there,),) = database.rows("SELECT to_regclass('django_migrations') IS NOT NULL")
    return database.rows(MIGRATIONS)[0][0] if is_there else 0


def without_marks(schema):
    """A schema as PostgreSQL writes it down, without the marks that it makes up each time."""
    return re.sub(r"(?m)^\\(un)?restrict .*$", "", schema)


INTERRUPTIONS = [
    Trial(f"The import of {IMPORTED} records is killed (-9)", kill_import, 5, 1),
    Trial("A merge is killed (-9) before it is committed", kill_merge, 10, 1),
    Trial("A migration is killed (-9), twice", kill_migrate, 5, 1),
]
