"""Where Prometheus asks: a server beside that of readers, in the main process of `serve`.

Workers write what they measure into files of a folder (the multi-process mode of
`prometheus_client`), which are added up here whenever somebody asks.
"""

import multiprocessing
import os
import shutil
from pathlib import Path
from tempfile import mkdtemp

from prometheus_client import CollectorRegistry, ProcessCollector, start_http_server
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead


class Metrics:
    """The server of metrics. address: (host, port) to listen at.

    folder: of the files, which workers find by PROMETHEUS_MULTIPROC_DIR. Each start has a new one:
    so it counts anew, as Prometheus expects, and several portals on a machine do not mix.
    """

    def __init__(self, address):
        self.address = address
        self.server = None
        self.folder = mkdtemp(prefix="portal-metrics-")

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
