"""Programs of this machine: where they are, and how they run and end."""

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from core.embedded.identity import identities
from core.embedded.server import LAUNCHER

BASE_DIR = Path(__file__).resolve().parent.parent
PATH = f"{os.environ['PATH']}:/usr/sbin"  # where Debian has some, and ordinary users do not look
PACKAGES = {  # of Debian, by the programs that they bring
    "haproxy": "haproxy",
    "pgbouncer": "pgbouncer",
    "valkey-server": "redis-server",
    "caddy": "caddy",
    "nginx": "nginx",
    "varnishd": "varnish",
}
PATIENCE = 60  # seconds for a program to be ready, on a busy machine
GRACE = 20  # seconds for one to end


class MissingProgram(RuntimeError):
    """A program is not there; the message names the package of Debian that brings it."""


class ProgramFailed(RuntimeError):
    """A program has ended, or is not ready in time; the message has its last words."""


def program(*names):
    """The path of the first of some programs that is there; else MissingProgram."""
    for name in names:
        if path := shutil.which(name, path=PATH):
            return path
    raise MissingProgram(f"no {names[0]} found: install {PACKAGES[names[0]]}")


def deploy_file(name, **places):
    """A file of `deploy/`, with the addresses and folders of here: pairs of `{there: here}`."""
    text = (BASE_DIR / "deploy" / name).read_text(encoding="utf-8")
    for there, here in places.items():
        if there not in text:
            raise ProgramFailed(f"deploy/{name} has no {there!r}.")
        text = text.replace(there, here)
    return text


def as_somebody_else(command):
    """The command for a program that refuses to be root; the same for whoever is not."""
    order = json.dumps(next(identities()).order)
    return [sys.executable, "-I", "-S", str(LAUNCHER), order, *map(str, command)]


class Program:
    """A program that runs until it is told to end.

    is_ready: asked again and again, and answers whether it can be used; OSError stands for no.
    """

    def __init__(self, name, command, log, is_ready, *, environment=None, stop=signal.SIGTERM):
        self.name, self.log, self.is_ready, self.signal = name, log, is_ready, stop
        with log.open("ab") as file:
            self.process = subprocess.Popen(
                [str(part) for part in command],
                cwd=BASE_DIR,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                start_new_session=True,  # Ctrl-C is for whoever ends all in order
            )

    def wait(self):
        """Wait until it is ready; ProgramFailed where it is not."""
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                words = self.log.read_text(errors="replace").splitlines()[-12:]
                raise ProgramFailed("\n".join([f"{self.name} is not ready:", *words]))
            time.sleep(0.05)

    def answers(self):
        try:
            return self.is_ready()
        except (OSError, http.client.HTTPException):
            return False

    def stop(self):
        """Have it end in order, or else at once; nothing where it has ended."""
        if self.process.poll() is None:
            self.process.send_signal(self.signal)
        try:
            self.process.wait(GRACE)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
