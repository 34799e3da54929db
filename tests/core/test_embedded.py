"""The private PostgreSQL: who gets in, how long it lives, and what it leaves alone."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import psycopg
import pytest

from core.embedded import identity
from core.embedded.server import EmbeddedServerError, Server

BASE_DIR = Path(__file__).resolve().parents[2]
NOBODY = 65534
IS_ROOT = os.geteuid() == 0
KILL = "import os; print('up', flush=True); os.kill(os.getpid(), 9)"
USE = "from core.embedded.server import Server; Server({!r}).ensure_running(); "


@contextlib.contextmanager
def closed_folder():
    """A folder closed to others, with a short path, as a project in /root would have."""
    with tempfile.TemporaryDirectory(prefix="closed-") as folder:
        yield Path(folder)


@pytest.fixture
def project():
    with closed_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The files of a server that has been made and stopped: making one is most of a test's time."""
    server = Server(tmp_path_factory.mktemp("made") / "postgres")
    server.ensure_running()
    server.release()
    return server.folder


def copy_of(made, project):
    """A server that has been made and was not started yet."""
    server = Server(project / "var" / "postgres")
    shutil.copytree(made, server.folder)
    return server


@pytest.fixture
def server(project, made):
    server = copy_of(made, project)
    server.ensure_running()
    yield server
    server.release()


@pytest.fixture(scope="module")
def lasting(made):
    """A server that runs, for all tests that do nothing but ask it."""
    with closed_folder() as project:
        server = copy_of(made, project)
        server.ensure_running()
        yield server
        server.release()


def ask(server, question="SELECT 1"):
    """The answer of a server, on a connection of its own."""
    with psycopg.connect(**server.connection_params()) as connection:
        return connection.execute(question).fetchone()[0]


def is_running(server):
    with contextlib.suppress(psycopg.OperationalError):
        return ask(server) == 1
    return False


def postmaster(server):
    return int((server.data / "postmaster.pid").read_text().split()[0])


def another_process(server, then="print('up', flush=True); input()"):
    """A process that uses the same server, once it does."""
    process = subprocess.Popen(
        [sys.executable, "-c", USE.format(str(server.folder)) + then],
        cwd=BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "up\n"
    return process


def end(process):
    with process:
        process.communicate("\n")


class TestWhoGetsIn:
    def test_the_one_with_the_password(self, lasting):
        assert ask(lasting, "SELECT current_user") == "portal"
        assert ask(lasting, "SHOW listen_addresses") == ""

    @pytest.mark.parametrize("password", ["", "guess"])
    def test_nobody_without_it(self, lasting, password):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(**lasting.connection_params() | {"password": password})

    def test_the_socket_and_the_password_are_closed_to_others(self, lasting):
        assert lasting.socket.stat().st_mode & 0o777 == 0o700
        assert (lasting.folder / "password").stat().st_mode & 0o777 == 0o600

    @pytest.mark.skipif(not IS_ROOT, reason="only root can try as somebody else")
    @pytest.mark.parametrize("road", [identity.NAMESPACE, identity.OTHER_USER])
    def test_no_other_user_not_even_with_the_password(self, road):
        with tempfile.TemporaryDirectory(prefix="open-") as folder:
            os.chmod(folder, 0o755)  # noqa: S103 - the socket's own folder has to keep others out
            server = started(Path(folder) / "postgres", road)
            try:
                assert is_running(server)
                if road == identity.OTHER_USER:  # who cannot read the password
                    assert server.data.stat().st_uid == NOBODY
                    assert (server.folder / "password").stat().st_uid == 0
                    assert (server.folder / "password").stat().st_mode & 0o777 == 0o600
                uids = {NOBODY, 1, postgres_uid(server)} - {0}
                for uid in uids - {server.data.stat().st_uid}:
                    assert "Permission denied" in connect_as(uid, server.connection_params())
                for uid in uids:
                    guess = server.connection_params() | {"password": "guess"}
                    assert connect_as(uid, guess) != ""
            finally:
                server.release()


def started(folder, road, binaries=None):
    server = Server(folder, binaries, roads=(road,), account="nobody")
    try:
        server.ensure_running()
    except EmbeddedServerError as error:
        if road == identity.NAMESPACE and "unshare" in str(error):
            pytest.skip("this kernel grants no user namespace")
        raise
    return server


def postgres_uid(server):
    return Path(f"/proc/{postmaster(server)}").stat().st_uid


def connect_as(uid, params):
    """What PostgreSQL or the kernel tells another user who tries to connect; empty if he is in."""
    script = (
        "import os, psycopg\n"
        f"os.setgroups([]); os.setgid({uid}); os.setuid({uid})\n"
        f"try: psycopg.connect(**{params!r}).close()\n"
        "except psycopg.OperationalError as error: print(error)"
    )
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout


class TestWhatItLeavesAlone:
    def test_no_permission_changes_outside_its_folder(self, project):
        wheel = Server(project).find_binaries().parents[1]
        binaries = project / "venv" / wheel.name / "pginstall" / "bin"
        for name in (wheel.name, f"{wheel.name}.libs"):
            shutil.copytree(wheel.with_name(name), project / "venv" / name)
        for path in (project / "venv").rglob("*"):
            path.chmod(0o700)
        folder = project / "var" / "postgres"
        before = permissions(project)
        for road in (identity.OTHER_USER, identity.NAMESPACE) if IS_ROOT else ("ourselves",):
            server = started(folder, road, binaries)
            try:
                assert is_running(server)
            finally:
                server.release()
            shutil.rmtree(folder.parent)
            assert permissions(project) == before, road

    def test_a_server_that_cannot_run_says_what_to_do(self, project):
        with pytest.raises(EmbeddedServerError, match="Or set DATABASE_URL"):
            Server(project / "postgres", project / "no-such-folder").ensure_running()


def permissions(project):
    """Owner and mode of the folders above and of all that belongs to the project."""
    paths = [*project.parents, project, *project.rglob("*")]
    return {path: (path.lstat().st_mode, path.lstat().st_uid) for path in paths}


class TestHowLongItLives:
    def test_the_last_process_stops_it(self, server):
        other = another_process(server)
        server.release()
        assert is_running(server)
        end(other)
        assert not is_running(server)

    def test_a_process_that_comes_and_goes_does_not(self, server):
        end(another_process(server))
        assert is_running(server)

    def test_many_that_start_at_once_share_one(self, project):
        folder = project / "postgres"
        servers = [Server(folder) for _ in range(4)]
        threads = [threading.Thread(target=server.ensure_running) for server in servers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert ask(servers[0], "SELECT count(*) FROM pg_database WHERE datname = 'portal'") == 1
        for server in servers[1:]:
            server.release()
            assert is_running(servers[0])
        servers[0].release()
        assert not is_running(servers[0])

    def test_a_killed_process_leaves_it_to_the_next(self, server):
        other = another_process(
            server, "import os; print('up', flush=True); os.kill(os.getpid(), 9)"
        )
        end(other)
        assert other.returncode == -signal.SIGKILL
        first = postmaster(server)
        server.release()
        assert not is_running(server)
        server.ensure_running()
        assert postmaster(server) != first

    def test_an_orphan_is_used_again_and_stopped(self, project, made):
        server = copy_of(made, project)
        other = another_process(
            server, "import os; print('up', flush=True); os.kill(os.getpid(), 9)"
        )
        end(other)
        orphan = postmaster(server)
        server.ensure_running()
        assert postmaster(server) == orphan
        server.release()
        assert not is_running(server)

    def test_a_killed_server_starts_again_with_what_was_committed(self, server):
        with psycopg.connect(**server.connection_params()) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        os.kill(postmaster(server), signal.SIGKILL)
        assert server.restart_if_gone()
        assert ask(server, "SELECT number FROM kept") == 7

    def test_the_process_id_of_a_killed_server_may_be_someone_elses_by_now(self, server):
        server.release()
        stale = [
            str(os.getpid()),
            str(server.data),
            "1700000000",
            "5432",
            str(server.socket),
            "",
            "",
        ]
        (server.data / "postmaster.pid").write_text("\n".join(stale))
        server.ensure_running()
        assert is_running(server)

    def test_a_removed_folder_is_made_again(self, server):
        server.folder.rename(server.folder.with_name("removed"))
        assert server.restart_if_gone()
        assert is_running(server)


class TestWhatItRefuses:
    def test_data_of_another_version(self, server):
        server.release()
        (server.data / "PG_VERSION").write_text("12\n")
        with pytest.raises(EmbeddedServerError, match="was written by PostgreSQL 12"):
            server.ensure_running()

    def test_a_short_path_for_the_socket_that_somebody_else_has_laid(self, project):
        server = Server(project / ("long" * 30) / "postgres")
        assert server.socket.parent == Path(tempfile.gettempdir())
        server.socket.symlink_to(project)
        try:
            with pytest.raises(EmbeddedServerError, match="is not ours"):
                server.ensure_running()
        finally:
            server.socket.unlink()

    def test_no_long_path(self, project):
        server = Server(project / ("long" * 30) / "postgres")
        server.ensure_running()
        try:
            assert is_running(server)
            assert server.socket.stat().st_mode & 0o777 == 0o700
        finally:
            server.release()
            server.socket.rmdir()
