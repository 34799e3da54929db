"""Starting a web server for as long as it is measured, and looking at its memory."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from benchmarks import sqlite_copy
from benchmarks.load import ask
from benchmarks.paths import BASE_DIR, BENCH_DIR
from tests.servers import COMPILED

PATIENCE = 600  # seconds until a server is ready: an index has to be built
GRACE = 20  # seconds until a server that was told to stop is killed
THREADS = 4  # of the peers' servers; as many as a worker of the portal has


class ServerFailed(RuntimeError):
    """A server did not start, or ended while it was measured; the message has its last words."""


@dataclass
class Running:
    """A server that answers: where, since when, and which processes it consists of."""

    name: str
    port: int
    process: subprocess.Popen
    log: Path
    begun: float = 0.0  # by the monotonic clock
    seconds_to_ready: float = 0.0

    def memory_of_workers(self):
        """Megabytes that each worker holds, its share of shared pages counted once."""
        return [megabytes(pid) for pid in self._workers()]

    def own_memory_of_workers(self):
        """Megabytes that each worker has to itself: what its end would give back."""
        return [megabytes(pid, "Private_Clean", "Private_Dirty") for pid in self._workers()]

    def _workers(self):
        started_ones = children(self.process.pid)
        workers = [pid for pid in started_ones if "resource_tracker" not in command_of(pid)]
        return workers or [self.process.pid]

    def processor_seconds(self):
        """What this server's processes and PostgreSQL's have spent on processors so far."""
        return spent_by(self.process.pid) + processor_seconds_of_postgres()


def processor_seconds_of_postgres():
    """What PostgreSQL's processes have spent on processors so far."""
    return spent_by(postgres())


def spent_by(root):
    """What a process and those that it started have spent on processors so far."""
    return sum(processor_seconds(pid) for pid in [root, *descendants(root)])


def postgres():
    """The main process of the benchmark's PostgreSQL."""
    lines = (BENCH_DIR / "postgres" / "data" / "postmaster.pid").read_text().splitlines()
    return int(lines[0])


def portal(
    database,
    *,
    workers=1,
    number=0,
    settings="benchmarks.settings",
    environment=MappingProxyType({}),
):
    """The portal as `make run` serves it: its own command, and granian with its settings.

    number: of several at a time, each of which has a log; environment: further settings.
    """
    environment = {**environment, "DJANGO_SETTINGS_MODULE": settings, "WORKERS": str(workers)}
    command = [sys.executable, "manage.py", "serve"]
    return started(
        f"portal-{database}-{workers}-{number}"
        if settings == "benchmarks.settings"
        else "yardstick",
        command,
        environment | {"BENCH_DATABASE": database},
        ready="/readyz" if settings == "benchmarks.settings" else "/",
    )


def textbook(database):
    """The textbook's Django page, by gunicorn with one worker and threads."""
    command = [
        *(sys.executable, "-m", "gunicorn", "benchmarks.textbook.wsgi:application"),
        *("--bind", "127.0.0.1:{port}", "--workers", "1", "--threads", str(THREADS)),
        *("--worker-class", "gthread", "--keep-alive", "60", "--timeout", "120"),
        *("--log-level", "warning", "--no-control-socket"),
    ]
    return started(f"textbook-{database}", command, {"BENCH_DATABASE": database}, ready="/")


def datasette(path):
    """Datasette over a file of SQLite that nobody writes, with limits that let it finish."""
    options = {
        "default_page_size": 20,
        "suggest_facets": "off",
        "facet_time_limit_ms": 60_000,
        "sql_time_limit_ms": 60_000,
        "num_sql_threads": os.cpu_count(),  # more made it slower
        "cache_size_kb": 256_000,
        "allow_download": "off",
    }
    metadata = path.with_suffix(".json")
    metadata.write_text(
        json.dumps(
            {"databases": {path.stem: {"tables": {sqlite_copy.TABLE: sqlite_copy.METADATA}}}}
        )
    )
    command = [
        *(sys.executable, "-m", "datasette", "serve", "--immutable", str(path)),
        *("--metadata", str(metadata)),
        *("--host", "127.0.0.1", "--port", "{port}"),
        *(word for name, value in options.items() for word in ("--setting", name, str(value))),
    ]
    return started(f"datasette-{path.stem}", command, {}, ready="/-/versions.json")


@contextlib.contextmanager
def started(name, command, environment, *, ready):
    """A server, from its start until the end of the block; ready: a path that answers 200 then.

    `{port}` in the command becomes a free port, which the environment also names.
    """
    port = free_port()
    log = BENCH_DIR / "logs" / f"{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    begun = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 our own commands
            [word.format(port=port) for word in command],
            cwd=BASE_DIR,
            env=os.environ | COMPILED | {"HOST": "127.0.0.1", "PORT": str(port)} | environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for us, and we stop it in order
        )
    running = Running(name, port, process, log, begun)
    try:
        wait_until_ready(running, ready)
        running.seconds_to_ready = time.monotonic() - begun
        yield running
        if process.poll() is not None:
            raise ServerFailed(f"{name} ended: {last_words(log)}")
    finally:
        stop(process)


def wait_until_ready(running, path):
    """Return when the server answers 200 to the path."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if running.process.poll() is not None:
            raise ServerFailed(f"{running.name} did not start: {last_words(running.log)}")
        with contextlib.suppress(OSError):
            if ask(running.port, path).status == 200:
                return
        time.sleep(0.1)
    raise ServerFailed(f"{running.name} is not ready after {PATIENCE} s: {last_words(running.log)}")


def stop(process):
    """Tell a server to stop; after a while, make it."""
    family = [*descendants(process.pid), process.pid]
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(GRACE)
    for pid in family:
        if pid != process.pid and is_ours(pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    if process.poll() is None:
        process.kill()
        process.wait()


def is_ours(pid):
    """Whether a process that was a server's child still is what it was: Python, in our folder."""
    try:
        return Path(f"/proc/{pid}/cwd").resolve() == BASE_DIR and "python" in command_of(pid)
    except OSError:
        return False


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def children(pid):
    """The processes that a process started."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").glob("*/children"))
        return [int(child) for task in tasks for child in task.read_text().split()]
    except OSError:
        return []


def descendants(pid):
    """The processes that a process started, and those that these did."""
    found = []
    for child in children(pid):
        found += [child, *descendants(child)]
    return found


def command_of(pid):
    """The command line of a process."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def megabytes(pid, *parts):
    """Parts of the memory of a process, in MB: its proportional set size, if none is named."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    sizes = re.findall(rf"^(?:{'|'.join(parts or ['Pss'])}):\s+(\d+) kB", text, re.MULTILINE)
    return sum(map(int, sizes)) * 1024 / 1e6


def processor_seconds(pid):
    """What a process and those of its children that have ended spent on processors."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0.0
    fields = stat.rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def last_words(log):
    """The end of a log."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-8:])
