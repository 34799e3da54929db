"""What stands beside the servers of a run: a pooler, a cache that they share, a proxy in front."""

import os
import signal
import ssl
import time

from faults.client import exchange, plainly, request
from faults.servers import AGAIN, FOLDER
from faults.verdict import NotHere
from tests.servers import free_port
from topology import parts
from topology.programs import MissingProgram

PROGRAMS = FOLDER / "programs"  # their settings and logs
POOL = 20  # connections to PostgreSQL


class Neighbour:
    """One of them, where this machine has the program; else `why_missing` says what lacks."""

    def __init__(self):
        self.port = free_port()
        self.program = None
        self.why_missing = ""

    def make(self):
        """Have the program begin; the Program."""
        raise NotImplementedError

    def start(self):
        """Start it, if it is here, and wait until it can be used: whether it is here."""
        PROGRAMS.mkdir(mode=0o711, parents=True, exist_ok=True)
        try:
            self.program = self.make()
        except MissingProgram as error:
            self.why_missing = str(error)
            return False
        self.program.wait()
        return True

    def stop(self):
        if self.program:
            self.program.stop()

    def kill(self):
        """Kill it, and start it again a second later, as systemd would; NotHere without one."""
        if self.why_missing:
            raise NotHere(self.why_missing)
        os.killpg(self.program.process.pid, signal.SIGKILL)
        self.program.process.wait()
        time.sleep(AGAIN)
        self.start()


class Pooler(Neighbour):
    """PgBouncer; database: parameters of psycopg."""

    def __init__(self, database):
        super().__init__()
        self.database = database

    def make(self):
        return parts.pooler(PROGRAMS, self.port, POOL, self.database)

    @property
    def url(self):
        user, password = self.database["user"], self.database["password"]
        return f"postgres://{user}:{password}@127.0.0.1:{self.port}/portal"


class Cache(Neighbour):
    """Valkey or Redis."""

    def make(self):
        return parts.cache(PROGRAMS, self.port)

    @property
    def url(self):
        return f"redis://127.0.0.1:{self.port}/0"


class Proxy(Neighbour):
    """Caddy with HTTPS, in front of servers on some ports."""

    def __init__(self, ports):
        super().__init__()
        self.ports = ports
        self.others = {name: free_port() for name in ("http", "admin")}
        self.context = None

    def make(self):
        return parts.caddy(PROGRAMS, self.others | {"https": self.port}, self.ports)

    def start(self):
        is_here = super().start()
        if is_here and self.context is None:
            self.context = ssl.create_default_context(cafile=parts.authority(PROGRAMS))
        return is_here

    def ask(self, path):
        """The answer to a reader who comes by HTTPS, as an Answer."""
        sent = request(self.port, path, headers={"Host": f"{parts.SITE}:{self.port}"})
        return exchange(self.port, sent, connect=self.connected)

    def connected(self, port, patience):
        return self.context.wrap_socket(plainly(port, patience), server_hostname=parts.SITE)
