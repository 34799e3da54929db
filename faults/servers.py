"""The portal's servers: `manage.py serve` under the settings of production."""

import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from faults.client import HOST, ask
from tests.servers import COMPILED, free_port
from topology.parts import SITE

BASE_DIR = Path(__file__).resolve().parent.parent
FOLDER = BASE_DIR / "var" / "faults"
FILES = FOLDER / "files"  # all that servers write, as into their var/
UPLOADS = FILES / "tmp"  # where a server that took a large file would put it down
GRACE = 20  # seconds until a server that was told to stop is killed
PATIENCE = 120  # seconds until a server is up
AGAIN = 1  # seconds after which a server that has ended is started again, as by systemd
CRASH_LOOP = 6  # seconds; when a worker dies twice within fewer, granian ends the whole server


class ServerFailed(RuntimeError):
    """A server did not start; the message has its last words."""


def production():
    """The environment of a server in production, whatever `.env` says, but for DATABASE_URL."""
    own_folders = {"MEDIA_ROOT": FILES / "media", "DOWNLOADS_ROOT": FILES / "downloads"}
    own_folders["TMPDIR"] = UPLOADS
    for folder in own_folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    defaults = ["CACHE_URL", "DATABASE_DIRECT_URL", "SECRET_KEY_FALLBACKS"]
    defaults += ["CONNECT_TIMEOUT", "STATEMENT_TIMEOUT", "LOCK_TIMEOUT", "BODY_TIMEOUT"]
    defaults += ["HTTP_CACHE_MB", "CSRF_TRUSTED_ORIGINS", "DATABASE_REPLICA_URLS"]
    return {
        **dict.fromkeys(defaults, ""),
        **{name: str(folder) for name, folder in own_folders.items()},
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": f"{HOST},{SITE}",  # the latter of those who come through a proxy
        "HTTPS": "True",
        "TRUSTED_PROXIES": HOST,
        "CLIENT_SHARE": "100",  # one address asks for all readers
        "CATALOGUE": "launch",
        "DEBUG": "False",
        "SECOND_FACTOR_REQUIRED": "NOBODY",  # the one curator has no telephone
        "PUBLISH_ALONE": "True",  # the one curator changes what is public
        "LOG_LEVEL": "INFO",
        "HOST": HOST,
    }


class Server:
    """One server, started again whenever it ends, until the block ends whose context it is."""

    def __init__(self, name, workers, environment):
        self.name = name
        self.port = free_port()
        self.log = FOLDER / f"{name}.log"
        self.log.unlink(missing_ok=True)
        self.downloads = FILES / f"downloads-{name}"
        self.downloads.mkdir(exist_ok=True)
        self.count = workers
        own = {"PORT": self.port, "WORKERS": workers, "DOWNLOADS_ROOT": self.downloads}
        self.environment = environment | {key: str(value) for key, value in own.items()}
        self.killed = 0.0  # when one of its workers was killed, by the monotonic clock
        self.is_wanted = True
        self.lock = threading.Lock()
        self.keeper = threading.Thread(target=self.keep, daemon=True)

    def __enter__(self):
        self.start()
        self.keeper.start()
        return self

    def __exit__(self, *error):
        with self.lock:
            self.is_wanted = False
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self.process.kill()  # its workers end by themselves
            self.process.wait()

    def start(self):
        """Start the main process."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"],
                cwd=BASE_DIR,
                env=os.environ | COMPILED | self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for us, and we stop it in order
            )

    def keep(self):
        """Start it again when it ends, also where workers of the one before still had its port."""
        while self.is_wanted:
            self.process.wait()
            time.sleep(AGAIN)
            with self.lock:
                if self.is_wanted:
                    self.start()

    def wait_until_up(self):
        """Return when it answers."""
        deadline = time.monotonic() + PATIENCE
        while ask(self.port, "/readyz").status != 200:
            if time.monotonic() > deadline:
                last = self.log.read_text(errors="replace").splitlines()[-8:]
                raise ServerFailed("\n".join([f"{self.name} did not start:", *last]))
            time.sleep(0.1)

    def kill_worker(self):
        """Kill one of the processes that answer, and wait until it is dead."""
        self.killed = time.monotonic()
        worker = self.workers()[0]
        os.kill(worker, signal.SIGKILL)
        while is_worker(worker):
            time.sleep(0.01)

    def rest(self):
        """Wait until a killed worker is no crash loop with the one before."""
        time.sleep(max(0.0, self.killed + CRASH_LOOP - time.monotonic()))

    def kill(self):
        """Kill the main process, and it alone."""
        self.process.kill()

    def is_whole(self):
        """Whether it has all its workers."""
        return len(self.workers()) == self.count

    def workers(self):
        """The process ids of the workers; the main process has other children too."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        children = [child for task in tasks for child in task.read_text().split()]
        return [int(child) for child in children if is_worker(child)]


def is_worker(process):
    """Whether a process is one that Python's multiprocessing spawned to work."""
    try:
        return b"--multiprocessing-fork" in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False
