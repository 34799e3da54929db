"""The site as compose.yaml has it, from programs of this machine: `make topology`.

Where one of them is missing the test is skipped, or fails if REQUIRE_TOPOLOGY is 1.
"""

import threading
import time

import pytest
from django.db import connection

from tests.databases import copy_of, pointed_at
from tests.factories import InitiativeFactory
from tests.listening import wait_until
from tests.pooler import required
from tests.replicas import restore
from topology.site import PORTALS, Topology

pytestmark = pytest.mark.django_db  # one of them at least, so that there is a database to dump

READERS = 4
SECONDS = 4  # for which they read while a portal goes


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker, tmp_path_factory):
    """The whole site with a few initiatives, for all tests of this file."""
    folder = tmp_path_factory.mktemp("topology") / "site"
    for parent in (folder.parent, folder.parent.parent, folder.parent.parent.parent):
        parent.chmod(0o711)  # where somebody else than root runs PostgreSQL
    empty = connection.settings_dict["NAME"]
    with django_db_blocker.unblock(), copy_of(empty, f"{empty}_dumped") as copy:
        with pointed_at(copy):
            InitiativeFactory.create_batch(10, themes=["cooperatives"])
        params = connection.get_connection_params() | {"dbname": copy}
        topology = Topology(
            folder,
            fill=lambda primary: restore(params, primary),
            DJANGO_SETTINGS_MODULE="tests.served_settings",
            DO_IMPORTS="False",  # for which each portal would start a process more
        )
        with required(), topology as site:
            yield site


@pytest.fixture
def slug(site):
    with site.primary.connect() as primary:
        query = "SELECT slug FROM initiatives_initiative WHERE publication = %s ORDER BY id LIMIT 1"
        return primary.execute(query, ["published"]).fetchone()[0]


def rename(site, slug, title):
    with site.primary.connect() as primary:
        primary.execute(
            "UPDATE initiatives_initiative SET title = %s WHERE slug = %s", [title, slug]
        )


def test_readers_are_answered_by_https_through_all_of_it(site, slug):
    for path in ("/", f"/initiatives/{slug}/", "/api/v1/initiatives/", "/search/?q=cooperatives"):
        answer = site.ask(path)
        assert answer.status == 200, path
        assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
        assert "Server" not in answer.headers
    assert site.ask("/admin/").headers["Location"].startswith("/admin/login/")
    with site.primary.connect("postgres", "postgres") as primary:
        query = "SELECT count(*) FROM pg_stat_activity WHERE application_name = %s"
        assert primary.execute(query, ["catalogue revision"]).fetchone()[0] >= len(PORTALS)


def test_the_replica_follows_and_is_only_read(site, slug):
    rename(site, slug, "Seen in the replica, too")
    query = "SELECT title FROM initiatives_initiative WHERE slug = %s"
    with site.replica.connect() as replica:
        wait_until(
            lambda: replica.execute(query, [slug]).fetchone() == ("Seen in the replica, too",)
        )
        assert replica.execute("SELECT pg_is_in_recovery()").fetchone() == (True,)
    with site.primary.connect("postgres", "postgres") as primary:
        states = primary.execute("SELECT state, usename FROM pg_stat_replication").fetchall()
    assert states == [("streaming", "replication")]
    wait_until(lambda: b"Seen in the replica, too" in site.ask(f"/initiatives/{slug}/").body)


def test_readers_do_not_notice_when_a_portal_stops(site, slug):
    answers, until = [], time.monotonic() + SECONDS

    def read():
        while time.monotonic() < until:
            answers.append(site.ask(f"/initiatives/{slug}/").status)
            time.sleep(0.05)

    readers = [threading.Thread(target=read) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    time.sleep(SECONDS / 4)
    site.portals[PORTALS[0]].stop()
    for reader in readers:
        reader.join()
    assert len(answers) > READERS
    assert set(answers) == {200}
    assert site.portals[PORTALS[0]].process.poll() is not None


def test_readers_are_shown_what_is_kept_while_no_database_answers(site, slug):
    running = [name for name in PORTALS if site.portals[name].process.poll() is None]
    wait_until(lambda: all(site.ask(f"/initiatives/{slug}/").status == 200 for _ in range(8)))
    for database in (site.replica, site.primary):
        database.stop()
    wait_until(lambda: not any(site.portals[name].answers() for name in running))
    until = time.monotonic() + SECONDS  # in which the proxy looks after the portals
    while time.monotonic() < until:
        assert site.ask(f"/initiatives/{slug}/").status == 200
        time.sleep(0.1)
