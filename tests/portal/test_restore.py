"""The restore drill: dump, go on working, restore, and see exactly what was dumped."""

import re
import subprocess
from contextlib import ExitStack
from dataclasses import dataclass, replace

import pytest
from django.db import connection

from forum.models import Person
from initiatives.models import Initiative
from tests import backups
from tests.factories import InitiativeFactory, PersonFactory, ready
from tests.servers import Server, database_url, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

SERVERS = 2


@pytest.fixture
def do(tmp_path):
    """A function that does the commands of a section, on folders of the test's own."""
    return backups.of_test(tmp_path)


@pytest.fixture
def records():
    """Records in which words stand that nothing else has, each in another state."""
    ready(InitiativeFactory, slug="drafted", title="Zunzun drafted")
    InitiativeFactory(slug="kept", title="Zunzun kept")
    InitiativeFactory(slug="deleted", title="Zunzun deleted")
    ready(PersonFactory, slug="hidden", name="Zunzun Hidden")
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


def until_all_show(servers, state):
    for server in servers:
        wait_until(lambda server=server: shows(server, state))


def work_again(servers):
    """Change something after a restore, which everybody is to see."""
    Initiative.objects.filter(slug="kept").update(title="Zunzun again")
    until_all_show(servers, replace(DUMPED, initiatives={"again", "deleted"}))


def until_it_works(do, section, tries=10):
    """Do the commands of a section, again where readers were in the way, as the document says."""
    for left in reversed(range(tries)):
        try:
            return do(section)
        except subprocess.CalledProcessError:
            if not left:
                raise


def nobody_else_is_connected():
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM pg_stat_activity WHERE {others}")  # noqa: S608
        return cursor.fetchone() == (0,)


def test_after_a_restore_everybody_sees_what_was_dumped(do, records):
    """With servers running, and with the servers stopped as the document says."""
    with ExitStack() as stack:
        servers = [stack.enter_context(Server(database_url())) for _ in range(SERVERS)]
        until_all_show(servers, DUMPED)
        do("Back up")
        work_on()
        until_all_show(servers, WORKED_ON)
        connection.close()
        until_it_works(do, "Restore")
        until_all_show(servers, DUMPED)
        work_again(servers)
        work_on()
        until_all_show(servers, WORKED_ON)
    wait_until(nobody_else_is_connected)  # a last question of theirs may still run
    connection.close()
    do("Restore")
    with ExitStack() as stack:
        servers = [stack.enter_context(Server(database_url())) for _ in range(SERVERS)]
        until_all_show(servers, DUMPED)
        work_again(servers)
