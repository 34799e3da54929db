"""All of it together: what depends on what, how long until it is ready, and how it ends.

with Topology(folder) as site:
    site.ask("/about/").status
"""

import http.client
import os
import secrets
import shutil
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass

from tests.servers import free_port
from topology import parts
from topology.postgres import Primary, Replica
from topology.programs import BASE_DIR, Program, ProgramFailed

PORTALS = ("portal-1", "portal-2")
PASSWORDS = ("POSTGRES_PASSWORD", "DATABASE_PASSWORD", "REPLICATION_PASSWORD")
LOCAL = ("127.0.0.1", "::1")


@dataclass(frozen=True)
class Answer:
    """What a reader was answered."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


class Topology:
    """The site. As a context it serves readers when the block begins, and is gone after it.

    folder: for all that it writes, made anew and removed at the end. fill: called with the Primary,
    to put a prepared database into it; else `manage.py prepare` makes one. environment: of portals,
    beside what it needs.
    """

    def __init__(self, folder, fill=None, **environment):
        self.folder, self.fill = folder, fill
        passwords = {name: secrets.token_hex(16) for name in PASSWORDS}
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o711, parents=True)
        self.primary = Primary("primary", folder, free_port(), passwords)
        self.replica = Replica("replica", folder, free_port(), passwords)
        self.ports = {name: free_port() for name in ("pooler", "cache", "http", "https", "admin")}
        self.ports |= {name: free_port() for name in PORTALS}
        self.environment = os.environ | self.settings() | environment
        self.portals = {}
        self.stack = ExitStack()

    def settings(self):
        """What compose.yaml tells the portals, with the addresses of here."""
        return {
            "DATABASE_URL": self.primary.url(self.ports["pooler"]),
            "DATABASE_DIRECT_URL": self.primary.url(),
            "DATABASE_REPLICA_URLS": self.replica.url(),
            "CACHE_URL": f"redis://127.0.0.1:{self.ports['cache']}/0",
            "SECRET_KEY": secrets.token_hex(32),
            "ALLOWED_HOSTS": parts.SITE,
            "TRUSTED_PROXIES": ",".join(LOCAL),
            "CLIENT_SHARE": "100",  # one address asks for all readers
            "HTTPS": "True",
            "MEDIA_ROOT": str(self.folder / "media"),
            "DOWNLOADS_ROOT": str(self.folder / "downloads"),
            "INDEX_ROOT": str(self.folder / "index"),
            "MAKE_DOWNLOADS": "False",
            "SITE_URL": self.address,
        }

    @property
    def address(self):
        return f"https://{parts.SITE}:{self.ports['https']}"

    @property
    def authority(self):
        """The file of the certificate by which readers trust it."""
        return parts.authority(self.folder)

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *error):
        self.stack.close()
        shutil.rmtree(self.folder)

    def start(self):
        """Start all, each when what it needs is ready."""
        self.stack.callback(self.primary.stop)
        self.primary.make()
        self.prepare()
        self.stack.callback(self.replica.stop)
        self.replica.make(self.primary)
        found = {"host": "127.0.0.1", "port": self.primary.port, "dbname": "portal"}
        found |= {"user": "portal", "password": self.primary.environment["DATABASE_PASSWORD"]}
        self.wait_for(
            parts.pooler(self.folder, self.ports["pooler"], 20, found),
            parts.cache(self.folder, self.ports["cache"]),
        )
        self.portals = {name: self.portal(name) for name in PORTALS}
        self.wait_for(*self.portals.values())
        portals = [self.ports[name] for name in PORTALS]
        self.wait_for(parts.caddy(self.folder, self.ports, portals))

    def wait_for(self, *programs):
        """Have programs ended when all ends, and wait until they are ready."""
        for program in programs:
            self.stack.callback(program.stop)
        for program in programs:
            program.wait()

    def prepare(self):
        """Have a database that portals can serve."""
        if self.fill:
            self.fill(self.primary)
            return
        command = [sys.executable, "manage.py", "prepare", "--verbosity", "0"]
        log = self.folder / "prepare.log"
        with log.open("wb") as file:
            done = subprocess.run(
                command, cwd=BASE_DIR, env=self.environment, stdout=file, stderr=file, check=False
            )
        if done.returncode:
            raise ProgramFailed(log.read_text(errors="replace"))

    def portal(self, name):
        """A portal that was told to start."""
        environment = self.environment | {"PORT": str(self.ports[name])}
        command = [sys.executable, "manage.py", "serve"]
        log = self.folder / f"{name}.log"
        return Program(name, command, log, lambda: self.is_ready(name), environment=environment)

    def is_ready(self, name):
        """What the health check of its image asks, deploy/ask.py."""
        asked = http.client.HTTPConnection("127.0.0.1", self.ports[name], timeout=5)
        try:
            asked.request("GET", "/readyz", headers={"Host": parts.SITE})
            return asked.getresponse().status == 200
        finally:
            asked.close()

    def ask(self, path, **headers):
        """The answer to a reader who comes by HTTPS."""
        client = http.client.HTTPConnection(parts.SITE)
        client.sock = parts.reader(self.folder, self.ports["https"])
        try:
            client.request("GET", path, headers=headers)
            answer = client.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            client.close()
