"""Starts that cannot work: each ends at once, in a sentence that names what is wrong."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from tests.databases import maintain
from tests.servers import BASE_DIR, ENVIRONMENT, database_url, free_port, url_of_database

COMMANDS = [("serve",), ("serve", "--prepare"), ("prepare",), ("export_catalogue", "nowhere")]


def refusal(*arguments, **variables):
    """The sentence that a command ends with."""
    ended = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=BASE_DIR,
        env=os.environ | ENVIRONMENT | {"PORT": str(free_port())} | variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("Cannot start: ")
    assert "Traceback" not in ended.stderr
    return ended.stderr


def url(**changed):
    """The address of this test's database, with something wrong in it."""
    params = connection.get_connection_params() | {"dbname": connection.settings_dict["NAME"]}
    return url_of_database(params | changed)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_wrong_password(command, db):
    sentence = refusal(*command, DATABASE_URL=url(password="wrong"))
    assert "password authentication failed for user" in sentence
    assert "DATABASE_URL" in sentence


@pytest.mark.parametrize("command", COMMANDS)
def test_a_server_that_is_not_there(command):
    nowhere = f"postgres://portal:secret@127.0.0.1:{free_port()}/portal"
    sentence = refusal(*command, DATABASE_URL=nowhere)
    assert "refused" in sentence
    assert "DATABASE_URL" in sentence
    assert "secret" not in sentence


def test_a_database_that_is_not_there(db):
    assert '"nowhere" does not exist' in refusal("serve", DATABASE_URL=url(dbname="nowhere"))


@pytest.fixture
def another_database():
    """A function that makes a database with these options: its address."""
    made = []

    def make(options=""):
        name = f"{connection.settings_dict['NAME']}_{len(made)}_other"
        maintain("DROP DATABASE IF EXISTS {}", name)
        maintain(f"CREATE DATABASE {{}} {options}", name)
        made.append(name)
        return url(dbname=name)

    yield make
    for name in made:
        maintain("DROP DATABASE {} WITH (FORCE)", name)


@pytest.mark.parametrize("command", COMMANDS[:3])
def test_a_database_that_cannot_store_every_letter(command, db, another_database):
    latin = another_database("ENCODING LATIN1 LOCALE 'C' TEMPLATE template0")
    sentence = refusal(*command, DATABASE_URL=latin)
    assert "stores text as LATIN1. Create it with ENCODING 'UTF8'." in sentence


def test_a_database_that_is_not_prepared(db, another_database):
    assert "run manage.py prepare" in refusal("serve", DATABASE_URL=another_database())


def test_static_files_that_are_not_collected(db, tmp_path):
    settings = "portal.settings"
    if (BASE_DIR / "var" / "static").exists():
        pytest.skip("they have been collected in this working copy")
    sentence = refusal("serve", DATABASE_URL=database_url(), DJANGO_SETTINGS_MODULE=settings)
    assert "prepare first" in sentence


@pytest.mark.parametrize("command", COMMANDS[:3])
def test_a_folder_that_cannot_be_written(command, transactional_db):
    sentence = refusal(*command, DATABASE_URL=database_url(), MEDIA_ROOT="/proc/media")
    assert "/proc/media cannot be written" in sentence
