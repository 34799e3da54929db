"""What is measured of each server, and in which order."""

import itertools
import re
import shutil
import subprocess
import time
from collections import Counter
from dataclasses import asdict, dataclass

from benchmarks import agreement, freshness, harvest, servers, sweep
from benchmarks.load import HOST, Outcome, ask, load, request_for
from benchmarks.paths import BENCH_DIR
from benchmarks.workload import Questions

CONNECTIONS = 8
AT_LEAST = 20  # requests one after another, however slow they are
AT_MOST = 30  # seconds, for the sake of these
QUESTIONS = 40_000
WARM = 20  # addresses that are asked for again and again
WARMING_UP = 10  # requests that nobody measures
AS_BROWSERS = {"Accept-Encoding": "gzip, deflate, br"}
INDEX_BUILT = r"Search index: \d+ records in ([0-9.]+) s"
INDEX_READY = "Search index: common words looked up"
INDEX_PATIENCE = 3600
# Pages that have one address; each visit gives them another, so that no page is kept.
BUSY = {
    "home page": "/",
    "country page": "/countries/BRA/",
    "countries page": "/countries/",
    "replications page": "/replications/",
}

PORTAL, YARDSTICK, TEXTBOOK, DATASETTE = "portal", "constant", "textbook", "datasette"


@dataclass
class Row:
    """One line of the results. Times in milliseconds, of requests one after another."""

    server: str
    page: str
    state: str  # cold: no address twice; warm: the same few; 304: not modified
    workers: int
    requests: int
    median: float
    p95: float
    per_second: float  # with one request under way or CONNECTIONS, whichever was more
    loaded_p95: float
    cpu: float  # milliseconds of processors that the server and PostgreSQL spent on a request
    kilobytes: float
    errors: dict


class Bench:
    """All rows of one catalogue.

    Arguments: `database` and `sqlite`, the catalogue twice, the second one for the peers, None
    without them; `questions`, a list, `slugs` of initiatives and the `addresses` of the sweep;
    `seconds` of each of the two halves of a measurement; `say`, told what is done.
    """

    def __init__(self, database, sqlite, questions, slugs, addresses, *, seconds, say):
        self.database, self.sqlite = database, sqlite
        self.questions, self.slugs, self.addresses = questions, slugs, addresses
        self.seconds, self.say = seconds, say
        self.rows = []
        self.memory = {}
        self.ready = {}
        self.compared = agreement.comparable(questions)
        self.answers = dict.fromkeys((PORTAL, TEXTBOOK, DATASETTE))
        self.failures = []
        self.harvest = {}

    def run(self):
        """Measure every server, one at a time; the results as JSON takes them."""
        self._yardstick()
        self._portal()
        self._portal_with_two_workers()
        fresh = freshness.measure(self.database, wait_for_index)
        slowest = {what: round(max(seconds), 2) for what, seconds in fresh.items()}
        self.say(f"Seconds until three servers show it, at most: {slowest}")
        if len(self.slugs) <= harvest.LARGEST:
            self._harvest()
        peers = (self._textbook, self._datasette, self._datasette_counts)
        for peer in peers if self.sqlite else ():
            try:
                peer()
            except (servers.ServerFailed, OSError, agreement.NoAnswer) as error:
                self.failures.append(f"{peer.__name__.strip('_')}: {error}")
                self.say(self.failures[-1])
        agreed = agreement.compare(self.compared, **self.answers)
        self.say(f"{agreed['questions']} questions compared: {len(agreed['differences'])} differ")
        return {
            "agreement": agreed,
            "failures": self.failures,
            "wrk": self.wrk,
            "rows": [asdict(row) for row in self.rows],
            "memory": self.memory,
            "freshness": fresh,
            "sweep": self.swept,
            "harvest": self.harvest,
            "ready": self.ready,
        }

    def _yardstick(self):
        with servers.portal(self.database, settings="benchmarks.yardstick.settings") as running:
            self._warm(running, YARDSTICK, "20 kB", ["/"])
            self.wrk = wrk(running.port, self.seconds)
            self._remember(running, YARDSTICK)

    def _portal(self):
        asked = iter(self.questions)
        shutil.rmtree(BENCH_DIR / "index", ignore_errors=True)
        with servers.portal(self.database) as running:
            self.ready["index"] = wait_for_index(running, workers=1)
            searches = [f"/initiatives/?{question.portal()}" for question in part(asked)]
            answers = [f"/api/v1/initiatives/?{question.portal()}" for question in part(asked)]
            pages = [f"/initiatives/{slug}/" for slug in self.slugs]
            records = [f"/api/v1/initiatives/{slug}/" for slug in self.slugs]
            self._cold(running, PORTAL, "search page", searches)
            self._cold(running, PORTAL, "search API", answers)
            self._cold(running, PORTAL, "initiative page", pages)
            self._cold(running, PORTAL, "initiative API", records)
            self._warm(running, PORTAL, "search page", searches[-WARM:])
            self._warm(running, PORTAL, "search API", answers[-WARM:])
            self._warm(running, PORTAL, "initiative page", pages[-WARM:])
            self._warm(running, PORTAL, "initiative API", records[-WARM:])
            for page, address in BUSY.items():
                visits = [f"{address}?visit={number}" for number in range(len(self.questions))]
                self._cold(running, PORTAL, page, visits)
            self._warm(running, PORTAL, "home page", ["/"])
            self._not_modified(running, PORTAL, "search page", searches[-1])
            self._remember(running, PORTAL)
            self.answers[PORTAL] = agreement.portal_answers(running.port, self.compared)
            self.swept = sweep.measure(running, self.database, self.addresses)

    def _portal_with_two_workers(self):
        with servers.portal(self.database, workers=2) as running:
            wait_for_index(running, workers=2)
            searches = [f"/initiatives/?{question.portal()}" for question in self.questions]
            self._cold(running, PORTAL, "search page", searches, workers=2)
            self._remember(running, f"{PORTAL}, 2 workers")

    def _harvest(self):
        self.harvest["made in"] = harvest.make_files_of_the_day(self.database)
        with servers.portal(self.database) as running:
            wait_for_index(running, workers=1)
            self.harvest[PORTAL] = harvest.of_portal(running)
        with servers.datasette(self.sqlite) as running:
            self.harvest[DATASETTE] = harvest.of_datasette(running, self.sqlite.stem)
        for server in (PORTAL, DATASETTE):
            for way in self.harvest[server]:
                self.say(
                    f"{server:<10} {way['seconds']:6.1f} s {way['megabytes']:6.1f} MB {way['what']}"
                )

    def _textbook(self):
        with servers.textbook(self.database) as running:
            searches = [f"/?{question.portal()}" for question in self.questions]
            self._cold(running, TEXTBOOK, "search page", searches)
            self._remember(running, TEXTBOOK)
            self.answers[TEXTBOOK] = agreement.textbook_answers(running.port, self.compared)

    def _datasette(self):
        name = self.sqlite.stem
        for page, suffix in (("search page", ""), ("search API", ".json")):
            # A new one for each: what we gave up to wait for, it still works on.
            with servers.datasette(self.sqlite) as running:
                paths = [question.datasette(name, suffix) for question in self.questions]
                self._cold(running, DATASETTE, page, paths)
                self._remember(running, DATASETTE)

    def _datasette_counts(self):
        with servers.datasette(self.sqlite) as running:
            counts = agreement.datasette_counts(running.port, self.sqlite.stem, self.compared)
            self.answers[DATASETTE] = counts

    def _cold(self, running, server, page, paths, workers=1):
        """No address twice: a third of them one after another, the others several at a time."""
        warming, paths = paths[:WARMING_UP], paths[WARMING_UP:]
        alone, together = paths[: len(paths) // 3], paths[len(paths) // 3 :]
        self._measure(running, (server, page, "cold", workers), warming, alone, together)

    def _warm(self, running, server, page, paths):
        """A few addresses, over and over."""
        again = itertools.cycle(paths)
        self._measure(running, (server, page, "warm", 1), paths, again, again)

    def _not_modified(self, running, server, page, path):
        """What an address costs for which the visitor has the answer already."""
        etag = ask(running.port, path, AS_BROWSERS).headers.get("etag")
        if etag is None:
            self.say(f"{server}, {page}: has no ETag, so no 304")
            return
        again = itertools.repeat(path)
        headers = {"If-None-Match": etag}
        what = (server, page, "304", 1)
        self._measure(running, what, [path], again, again, expected=304, headers=headers)

    def _measure(self, running, what, warming, alone, together, *, expected=200, headers=None):
        def asking(paths):
            return (request_for(path, AS_BROWSERS | (headers or {})) for path in paths)

        limits = {"expected": expected, "seconds": self.seconds, "at_most": AT_MOST}
        few = {"connections": 1, "at_least": len(warming)}
        warmed_up = load(running.port, asking(warming), **few, **limits)
        slow = fast = Outcome()
        spent_before = running.processor_seconds()
        if not warmed_up.errors:
            slow = load(running.port, asking(alone), connections=1, at_least=AT_LEAST, **limits)
            fast = load(running.port, asking(together), connections=CONNECTIONS, **limits)
        spent = running.processor_seconds() - spent_before
        outcomes = (warmed_up, slow, fast)
        requests = slow.count + fast.count
        row = Row(
            *what,
            requests=requests,
            median=slow.milliseconds(0.5),
            p95=slow.milliseconds(0.95),
            per_second=max(slow.per_second, fast.per_second),
            loaded_p95=fast.milliseconds(0.95),
            cpu=spent * 1000 / max(requests, 1),
            kilobytes=(slow.size + fast.size) / max(requests, 1) / 1000,
            errors=dict(sum((outcome.errors for outcome in outcomes), Counter())),
        )
        self.rows.append(row)
        self.say(line(row))

    def _remember(self, running, name):
        self.memory[name] = [round(size) for size in running.memory_of_workers()]
        self.ready.setdefault(name, round(running.seconds_to_ready, 1))


def line(row):
    """A row for people to read while they wait."""
    errors = f"  ERRORS {row.errors}" if row.errors else ""
    workers = "" if row.workers == 1 else f", {row.workers} workers"
    if not row.requests:
        return f"{row.server + workers:<19} {row.page:<16} {row.state:<5} no answer {errors}"
    return (
        f"{row.server + workers:<19} {row.page:<16} {row.state:<5} {row.median:9.2f} ms "
        f"{row.p95:9.2f} ms {row.per_second:9.1f}/s {row.cpu:9.2f} ms cpu "
        f"{row.kilobytes:6.1f} kB {errors}"
    )


def part(questions, parts=2):
    """The next part of the questions: none is asked twice."""
    return list(itertools.islice(questions, QUESTIONS // parts))


def questions_about(size):
    """Questions, initiatives and addresses of the catalogue that the connection leads to."""
    supply = Questions()
    return supply.take(QUESTIONS), supply.slugs[: min(size, QUESTIONS)], sweep.addresses()


def wait_for_index(running, *, workers):
    """Return when every worker has its index: the seconds it took to build, None without one.

    The commonest words have been looked up then, which is not counted as building. Nor is it
    building to take the index that is on the disk.
    """
    deadline = time.monotonic() + INDEX_PATIENCE
    while written(running, INDEX_READY) < workers:
        if time.monotonic() > deadline:
            last_words = servers.last_words(running.log)
            raise servers.ServerFailed(f"{running.name} has no index: {last_words}")
        time.sleep(0.2)
    seconds = re.findall(INDEX_BUILT, running.log.read_text(errors="replace"))
    return max(map(float, seconds), default=None)


def written(running, pattern):
    """How often a server has written something into its log."""
    return len(re.findall(pattern, running.log.read_text(errors="replace")))


def wrk(port, seconds):
    """The requests per second that wrk counts for the constant page; None where there is no wrk.

    It says how far our own loop of requests can be trusted.
    """
    program = shutil.which("wrk")
    if program is None:
        return None
    command = [program, "-t1", f"-c{CONNECTIONS}", f"-d{int(seconds)}s", f"http://{HOST}:{port}/"]
    text = subprocess.run(command, capture_output=True, check=True, text=True).stdout  # noqa: S603
    return float(re.search(r"Requests/sec:\s+([0-9.]+)", text)[1])
