"""`manage.py serve`: the portal on the web, by granian."""

import errno
import http.client
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from functools import partial

from django.conf import settings
from django.core.management import BaseCommand, call_command
from django.db import connection
from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from core.environment import StartError
from portal.download_keeper import DownloadKeeper
from portal.imports.keeper import ImportKeeper
from portal.observing.server import Metrics
from portal.starting import require_database, require_folders, require_migrations
from portal.worker import GRACE, load_application, use_database

HEADERS_TIMEOUT = 20  # seconds


class Command(BaseCommand):
    help = "Serve the portal at HOST and PORT, until Ctrl-C or SIGTERM."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--prepare", action="store_true", help="run manage.py prepare before")

    def handle(self, *, prepare, verbosity, **options):
        signal.signal(signal.SIGTERM, exit_in_order)
        signal.signal(signal.SIGINT, exit_in_order)
        refuse_taken_port(settings.HOST, settings.PORT)
        if settings.METRICS:
            refuse_taken_port(*settings.METRICS, other="METRICS={address}:{port}")
        if prepare:
            call_command("prepare", verbosity=verbosity, stdout=self.stdout)
        elif not settings.DEBUG and not settings.STATIC_ROOT.exists():
            raise StartError(f"There are no static files in {settings.STATIC_ROOT}: prepare first.")
        require_folders()
        require_database()
        require_migrations()
        connection.close()
        use_database()  # we outlive the workers, and stop a private database last
        server = Granian(
            "portal.wsgi:gateway",
            address=settings.HOST,
            port=settings.PORT,
            interface=Interfaces.RSGI,
            workers=settings.WORKERS,
            http1_settings=HTTP1Settings(header_read_timeout=HEADERS_TIMEOUT * 1000),
            websockets=False,
            respawn_failed_workers=True,
            log_level=LogLevels.warning,
        )
        server.on_startup(partial(stop_on_signals, server))
        server.on_startup(threading.Thread(target=self.say_where, daemon=True).start)
        if settings.METRICS:
            metrics = Metrics(settings.METRICS)
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = metrics.folder  # for the workers
            server.on_startup(metrics.start)
            server.on_shutdown(metrics.stop)
        if settings.MAKE_DOWNLOADS:
            keeper = DownloadKeeper()
            server.on_startup(keeper.start)
            server.on_shutdown(keeper.stop)
        if settings.DO_IMPORTS:
            importer = ImportKeeper()
            server.on_startup(importer.start)
            server.on_shutdown(importer.stop)
        # glibc would give each thread an arena of its own, and keep there what the index freed.
        os.environ.setdefault("MALLOC_ARENA_MAX", "2")
        # A fork would share the connections and the locks of this process.
        multiprocessing.set_start_method("spawn", force=True)
        server.serve(target_loader=load_application)

    def say_where(self):
        """Say where the portal is, once it answers there."""
        while not answers(settings.HOST, settings.PORT):
            time.sleep(0.1)
        host = f"[{settings.HOST}]" if ":" in settings.HOST else settings.HOST
        self.stdout.write(f"  Serving       http://{host}:{settings.PORT}/ (Ctrl-C stops)")


def answers(host, port):
    """Whether anything is answered there, be it a refusal; waits for workers that begin."""
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 what stands for all
    asked = http.client.HTTPConnection(here, port, timeout=HEADERS_TIMEOUT)
    try:
        asked.request("HEAD", "/robots.txt")
        asked.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()
    return True


def stop_on_signals(server):
    """Have a thread tell granian to stop.

    Its own signal handler takes a lock, and waits for itself when a second signal interrupts it:
    Ctrl-C pressed twice, or make passing on what its whole process group was sent.

    Workers that have not ended after GRACE seconds are killed here: granian, told to, takes one for
    alive that has just ended, kills what has its process id now, and warns of it.
    """
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing)
    signals = (signal.SIGINT, signal.SIGTERM)
    for number in signals:
        signal.signal(number, lambda *arguments: None)

    def wait():
        while os.read(reading, 1)[0] not in signals:
            pass
        server.signal_handler_interrupt()
        time.sleep(GRACE)
        for worker in list(server.wrks):
            worker.kill()

    threading.Thread(target=wait, daemon=True).start()


def exit_in_order(number, frame):
    """Leave by way of `finally` and `atexit`, so that the private database is stopped."""
    sys.exit(128 + number)


def refuse_taken_port(host, port, other="make run PORT={port}"):
    """Find out before all the work, and in plain words, that somebody listens there already."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise StartError(
                f"Port {port} is taken by another program. Stop it, or choose another one:"
                f" {other.format(address=host, port=port + 1 if port < 65535 else 8000)}"
            ) from error
        if error.errno == errno.EACCES:
            raise StartError(f"Port {port} is not for ordinary users; set PORT.") from error
        raise StartError(f"HOST {host!r} is no address of this machine: {error}.") from error
