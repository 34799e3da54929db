"""What a run begins with: a database that is filled, servers that answer, people at work."""

import contextlib
import json
import os
import secrets
import subprocess
import sys

from faults.client import ask
from faults.people import Curator, wait_for
from faults.records import CURATOR as NAME_OF_CURATOR
from faults.records import PASSWORD, PUBLISHED
from faults.servers import BASE_DIR, production

PATIENCE = 60  # seconds in which a server has read its index
COMMANDS = (["manage.py", "prepare", "--verbosity=0"], ["-m", "faults.write_records"])
INITIATIVES = """
    SELECT id, slug, title FROM initiatives_initiative WHERE publication = 'published'
    AND slug <> ALL(%s) ORDER BY id
"""
OURS = [record.key for record in PUBLISHED]


def environment_of(**more):
    """The environment of servers and commands, with a password for the curator."""
    return production() | {PASSWORD: secrets.token_urlsafe(16)} | more


def fill(environment):
    """Have the database hold the launch catalogue, drafts and a curator."""
    for command in COMMANDS:
        subprocess.run(  # noqa: S603 our own commands
            [sys.executable, *command],
            cwd=BASE_DIR,
            env=os.environ | environment,
            stdout=subprocess.DEVNULL,
            check=True,
        )


@contextlib.contextmanager
def serving(*servers):
    """Have Servers answer from their index while the block runs."""
    with contextlib.ExitStack() as stack:
        for server in servers:
            stack.enter_context(server)
        for server in servers:
            server.wait_until_up()
            wait_for(lambda server=server: has_index(server), PATIENCE)
        yield


@contextlib.contextmanager
def at_work(people):
    """Have people do what they do while the block runs."""
    for somebody in people:
        somebody.start()
    try:
        yield
    finally:
        for somebody in people:
            somebody.stopping.set()
        for somebody in people:
            somebody.join()


def signed_in(log, ports, initiatives, environment):
    """The Curator who edits these initiatives."""
    curator = Curator(log, ports, initiatives)
    curator.sign_in(NAME_OF_CURATOR, environment[PASSWORD])
    return curator


def has_index(server):
    """Whether a server answers from its index."""
    answer = ask(server.port, "/readyz")
    return answer.status == 200 and json.loads(answer.body)["search"] == "index"
