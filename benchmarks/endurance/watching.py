"""What a server takes while it works: memory, descriptors, threads, connections, processors."""

import threading
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks import servers
from benchmarks.catalogue import maintenance

EVERY = 10  # seconds
CONNECTIONS = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"


@dataclass(slots=True)
class Sample:
    """One look; memory in MB of proportional set size. moment: by the monotonic clock.

    worker: of the processes that answer; main: of the one that started them; helpers: of those that
    come and go, as the maker of files does. processors: seconds spent so far.
    """

    moment: float
    main: float
    worker: float
    helpers: float
    postgres: float
    descriptors: int
    threads: int
    connections: int
    processors: float


class Watcher(threading.Thread):
    """Looks at a running server every few seconds: `samples`."""

    def __init__(self, running, database):
        super().__init__(daemon=True)
        self.running, self.database = running, database
        self.samples = []
        self.stopping = threading.Event()

    def run(self):
        with maintenance() as connection:
            while not self.stopping.is_set():
                self.samples.append(self.look(connection))
                self.stopping.wait(EVERY)

    def look(self, connection):
        """A Sample of this moment."""
        main = self.running.process.pid
        others = servers.descendants(main)
        workers = [pid for pid in others if "--multiprocessing-fork" in servers.command_of(pid)]
        helpers = [pid for pid in others if pid not in workers]
        postgres = servers.postgres()
        serving = [main, *workers]
        return Sample(
            time.monotonic(),
            main=memory([main]),
            worker=memory(workers),
            helpers=memory(helpers),
            postgres=memory([postgres, *servers.descendants(postgres)]),
            descriptors=sum(map(descriptors, serving)),
            threads=sum(map(threads, serving)),
            connections=connection.execute(CONNECTIONS, [self.database]).fetchone()[0],
            processors=self.running.processor_seconds(),
        )


def memory(pids):
    """Megabytes that processes hold; those that have just ended hold none."""
    total = 0.0
    for pid in pids:
        try:
            total += servers.megabytes(pid)
        except (OSError, TypeError):  # gone, or going
            continue
    return total


def descriptors(pid):
    """How many files and sockets a process has open."""
    try:
        return len(list(Path(f"/proc/{pid}/fd").iterdir()))
    except OSError:
        return 0


def threads(pid):
    """How many threads a process has."""
    try:
        return len(list(Path(f"/proc/{pid}/task").iterdir()))
    except OSError:
        return 0


def slope(moments, values):
    """By how much a value rises in an hour, and the standard error of that: least squares.

    moments: in seconds. None and None of fewer than three values.
    """
    count = len(values)
    if count < 3:
        return None, None
    hours = [moment / 3600 for moment in moments]
    mean_x, mean_y = sum(hours) / count, sum(values) / count
    spread = sum((x - mean_x) ** 2 for x in hours)
    pairs = list(zip(hours, values, strict=True))
    rise = sum((x - mean_x) * (y - mean_y) for x, y in pairs) / spread
    left = sum((y - mean_y - rise * (x - mean_x)) ** 2 for x, y in pairs)
    return rise, (left / (count - 2) / spread) ** 0.5
