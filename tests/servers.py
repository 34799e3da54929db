"""The portal as a program of its own, over the database of a test.

with Server(database_url()) as server:
    server.ask("/about/").status
"""

import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

BASE_DIR = Path(__file__).resolve().parents[1]
PATIENCE = 120  # seconds; the tests say what comes to pass, benchmarks say how fast
# What was compiled once is there, as with users, whatever the shell of a developer says.
COMPILED = {"PYTHONDONTWRITEBYTECODE": ""}
ENVIRONMENT = COMPILED | {
    "DJANGO_SETTINGS_MODULE": "tests.served_settings",
    "SECRET_KEY": "signs what the servers of tests give away, and nothing elsewhere",
    "ALLOWED_HOSTS": "127.0.0.1",
    "HTTPS": "False",
    "SECOND_FACTOR_REQUIRED": "NOBODY",
    "DO_IMPORTS": "False",
    "MAKE_DOWNLOADS": "False",  # for which each would start two processes more
}


def url_of_database(params):
    """The address of a database, by the parameters that psycopg takes."""
    user, password = params.get("user", ""), params.get("password", "")
    host = urllib.parse.quote(params.get("host", ""), safe="")
    login = urllib.parse.quote(user) + (f":{urllib.parse.quote(password)}" if password else "")
    port = f":{params['port']}" if params.get("port") else ""
    return f"postgres://{login}@{host}{port}/{params['dbname']}"


def database_url():
    """The address of the database of this test, for another process."""
    params = connection.get_connection_params()
    return url_of_database(params | {"dbname": connection.settings_dict["NAME"]})


def free_port():
    """A port that nobody listens on, below those that systems give to connections.

    One of these could take it before the server does; and who asks whether the server is up could
    be given the very port that he asks, and meet himself.
    """
    while True:
        port = 20000 + secrets.randbelow(10000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port


@dataclass(frozen=True)
class Answer:
    """What a server said, and how many seconds it took."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes
    seconds: float


class Server:
    """`manage.py serve`. As a context it is up when the block begins, and gone after it."""

    def __init__(self, url, *arguments, log=None, **environment):
        self.port = free_port()
        self.log = log
        # Whoever was killed with the server may write for a moment longer than its folder is there.
        self.downloads, self.index = (
            tempfile.TemporaryDirectory(ignore_cleanup_errors=True) for _ in range(2)
        )
        with open(log or os.devnull, "ab") as file:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", *arguments],
                cwd=BASE_DIR,
                env=os.environ
                | ENVIRONMENT
                | {"DATABASE_URL": url, "PORT": str(self.port)}
                | {"DOWNLOADS_ROOT": self.downloads.name, "INDEX_ROOT": self.index.name}
                | environment,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )

    def __enter__(self):
        try:
            wait_until(self.is_up)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *error):
        self.stop()

    def ask(self, path, timeout=60, **headers):
        """The answer to GET, on a connection of its own."""
        began = time.monotonic()
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            client.request("GET", path, headers=headers)
            answer = client.getresponse()
            body = answer.read()
        finally:
            client.close()
        return Answer(answer.status, answer.headers, body, time.monotonic() - began)

    def is_up(self):
        try:
            return self.ask("/healthz", timeout=5).status == 200
        except OSError:
            assert self.process.poll() is None, "the server has ended"
            return False

    def lines(self):
        """What it has told so far."""
        return Path(self.log).read_text(errors="replace").splitlines()

    def stop(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.downloads.cleanup()
        self.index.cleanup()


def wait_until(condition, patience=PATIENCE):
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)
