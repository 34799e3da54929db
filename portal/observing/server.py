"""Where Prometheus asks: a server beside that of readers, in the main process of `serve`.

Workers write what they measure into files of a folder (the multi-process mode of
`prometheus_client`), which are added up here whenever somebody asks.
"""

import fcntl
import multiprocessing
import os
import shutil
from pathlib import Path
from tempfile import gettempdir, mkdtemp

from prometheus_client import CollectorRegistry, ProcessCollector, start_http_server
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

PREFIX = "portal-metrics-"
LOCK = "in-use"  # a file that the owner of a folder has locked as long as it lives


class Metrics:
    """The server of metrics. address: (host, port) to listen at.

    folder: of the files, which workers find by PROMETHEUS_MULTIPROC_DIR. Each start has a new one:
    so it counts anew, as Prometheus expects, and several portals on a machine do not mix. What a
    killed one has left goes then.
    """

    def __init__(self, address):
        self.address = address
        self.server = None
        remove_left_behind()
        self.folder = mkdtemp(prefix=PREFIX)
        self.lock = locked(Path(self.folder) / LOCK)

    def start(self):
        """Begin to answer. Raises OSError where the address is taken or not ours."""
        registry = CollectorRegistry()
        registry.register(Processes(self.folder))  # the first: it forgets the dead
        MultiProcessCollector(registry, self.folder)
        host, port = self.address
        self.server, _ = start_http_server(port, host, registry)

    def stop(self):
        if self.server:
            self.server.shutdown()
            self.server.server_close()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.lock.close()


def remove_left_behind():
    """Remove the folders of portals that were killed: nobody holds their lock."""
    for folder in Path(gettempdir()).glob(f"{PREFIX}*"):
        try:
            lock = locked(folder / LOCK, mode="rb")
        except OSError:
            continue  # of one that lives, or that somebody else has
        shutil.rmtree(folder, ignore_errors=True)
        lock.close()


def locked(path, mode="wb"):
    """An open file that this process has locked; OSError where another has, or none is there."""
    file = path.open(mode)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise
    return file


class Processes:
    """Memory, processor time and open files of each process of the portal, where Linux tells them.

    folder: of Metrics, where what only living processes have to say is that of dead ones no more.
    """

    def __init__(self, folder):
        self.folder = folder

    def describe(self):
        return []

    def collect(self):
        children = {child.pid for child in multiprocessing.active_children()}
        for file in Path(self.folder).glob("gauge_live*_*.db"):
            pid = int(file.stem.rpartition("_")[2])
            if pid not in children:
                mark_process_dead(pid, self.folder)
        families = {}
        named = [("main", os.getpid())]
        named += [(f"worker-{number}", pid) for number, pid in enumerate(sorted(children), 1)]
        for name, pid in named:
            measured = ProcessCollector(pid=lambda pid=pid: pid, registry=None)
            for family in measured.collect():
                family.samples = [
                    sample._replace(labels=sample.labels | {"process": name})
                    for sample in family.samples
                ]
                known = families.setdefault(family.name, family)
                if known is not family:
                    known.samples += family.samples
        return families.values()
