"""What HTTP caches in front answer by themselves, by how often the catalogue is edited.

    python -m benchmarks.front_caches --size 10000

One portal of two processes behind nginx without a cache, nginx with one, Varnish, each as
docs/caching.md sets it up, and Varnish with what that page advises against: pages for an hour, all
of them thrown away whenever the revision rises. Readers ask at one pace for pages by Zipf's law and
for searches that nobody has asked for. Prints two tables: docs/caching.md. Needs Debian's nginx
and varnish; the catalogues are those of `make bench`.
"""

import bisect
import http.client
import itertools
import os
import random
import threading
import time
from contextlib import contextmanager, nullcontext

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"

import django

django.setup()

import psycopg  # noqa: E402
from django.db import connection  # noqa: E402

from benchmarks import catalogue  # noqa: E402
from benchmarks.behind import Site  # noqa: E402
from benchmarks.load import ask, load, request_for  # noqa: E402
from benchmarks.workload import Questions  # noqa: E402
from initiatives.models import Initiative  # noqa: E402
from topology import fronts  # noqa: E402

SEED = 44
PACE = 50  # requests a second
SECONDS = 10
EDITS = (0, 1, 10, 60)  # in a run
READ = 200  # pages of initiatives
SKEW = 0.8
UNASKED = 0.1  # the share of searches that nobody has asked for
RECORDS = 0.1  # of those in the API
EVERYWHERE = ("/", "/initiatives/", "/countries/", "/themes/", "/initiatives/feed.atom")
BROWSER = {"Accept-Encoding": "gzip, deflate, br"}
LOOKS = 3
PATIENCE = 60
REST = 3  # seconds, as curators do not save twice in a moment
HOUR = """
    if (beresp.ttl == 1s) { set beresp.ttl = 1h; }
    set beresp.grace = 0s;
"""
BAN = """
        if (req.method == "BAN") { ban("obj.status != 0"); return (synth(200)); }
"""
HEAD = """| in front | edits | requests | statuses | portal asked | made | processor | in front |
| --- | ---: | ---: | --- | ---: | ---: | ---: | ---: |"""


def varnish(folder, port, portals):
    return fronts.varnish(folder, port, *portals)


def varnish_with_bans(folder, port, portals):
    """Varnish that keeps pages for an hour and can be told to forget them all."""
    vcl, *_ = fronts.documented()
    begin = "sub vcl_recv {"
    vcl = vcl.replace(begin, begin + BAN)
    vcl += f"sub vcl_backend_response {{ {HOUR} }}\n"
    return fronts.varnish(folder, port, *portals, vcl=vcl)


def nginx_with_cache(folder, port, portals):
    return fronts.nginx(folder, port, portals, has_cache=True)


FRONTS = {
    "nginx, no cache": fronts.nginx,
    "nginx": nginx_with_cache,
    "Varnish": varnish,
    "Varnish, an hour and bans": varnish_with_bans,
}


class Readers:
    """What is asked, at PACE."""

    def __init__(self, database):
        self.dice = random.Random(SEED)  # noqa: S311
        with catalogue.pointed_at(database):
            slugs = list(Initiative.objects.published().values_list("slug", flat=True))
            self.questions = iter(Questions().take(20_000))
        pages = [f"/initiatives/{slug}/" for slug in self.dice.sample(slugs, READ)]
        self.pages = [*EVERYWHERE, *pages]
        weights = (rank**-SKEW for rank in range(1, len(self.pages) + 1))
        self.weights = list(itertools.accumulate(weights))

    def address(self):
        chance = self.dice.random()
        if chance < UNASKED:
            return f"/initiatives/?{next(self.questions).portal()}"
        place = bisect.bisect(self.weights, self.dice.random() * self.weights[-1])
        page = self.pages[place]
        if chance < UNASKED + RECORDS and page.count("/") == 3:
            return f"/api/v1{page}"
        return page

    def requests(self, seconds):
        """Yield each request when its time has come."""
        began = time.perf_counter()
        for number in range(int(PACE * seconds)):
            time.sleep(max(0.0, began + number / PACE - time.perf_counter()))
            yield request_for(self.address(), BROWSER)


def edits(database, count, over):
    """Give an initiative so many titles in so many seconds: the thread that does it, at work."""
    params = connection.get_connection_params() | {"dbname": database}
    params = {name: params[name] for name in ("host", "port", "user", "password", "dbname")}

    def work():
        with psycopg.connect(**params, autocommit=True) as editing:
            for _ in range(count):
                time.sleep(over / (count + 1))
                editing.execute(
                    "UPDATE initiatives_initiative SET title = CASE WHEN title LIKE '% (checked)'"
                    " THEN replace(title, ' (checked)', '') ELSE title || ' (checked)' END"
                    " WHERE id = (SELECT min(id) FROM initiatives_initiative)"
                )

    thread = threading.Thread(target=work)
    thread.start()
    return thread


@contextmanager
def banning(database, port):
    """Have Varnish forget everything with each revision, as the portal's processes do."""
    params = connection.get_connection_params() | {"dbname": database}
    params = {name: params[name] for name in ("host", "port", "user", "password", "dbname")}
    ended = threading.Event()

    def work():
        with psycopg.connect(**params, autocommit=True) as listening:
            listening.execute("LISTEN catalogue")
            while not ended.is_set():
                for _ in listening.notifies(timeout=0.2):
                    told = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                    told.request("BAN", "/")
                    told.getresponse().read()
                    told.close()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def measured(site, name, readers, count):
    """A line of the table: readers while there are so many edits."""
    pages, spent, in_front = site.pages(), site.processor_seconds(), site.front_seconds()
    editing = edits(site.database, count, SECONDS)
    outcome = load(site.port, readers.requests(SECONDS), connections=32, seconds=3600, at_most=3600)
    editing.join()
    spent, in_front = site.processor_seconds() - spent, site.front_seconds() - in_front
    asked = site.pages()
    asked.subtract(pages)
    wrong = ", ".join(f"{what}: {number}" for what, number in outcome.errors.items())
    reached, made = (100 * number / outcome.count for number in (asked.total(), asked["no"]))
    return (
        f"| {name} | {count} | {outcome.count:,} | {wrong or 'all 200'} "
        f"| {reached:.0f} % | {made:.0f} % | {1000 * spent / outcome.count:.2f} ms "
        f"| {1000 * in_front / outcome.count:.2f} ms |"
    )


def seconds_until(port, path, is_so):
    began = time.monotonic()
    while not is_so(ask(port, path, BROWSER)):
        if time.monotonic() - began > PATIENCE:
            raise RuntimeError(f"{path} is as before after {PATIENCE} s.")
        time.sleep(0.01)
    return time.monotonic() - began


def settled(port, path):
    """The ETag of a page, which it has from processes that have followed the last edit."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        headers = ask(port, path, BROWSER).headers
        if "etag" in headers:
            return headers["etag"]
        time.sleep(0.1)
    raise RuntimeError(f"{path} has no ETag after {PATIENCE} s.")


def freshness(site):
    """Seconds until an edit, and a withdrawal, is seen through what stands in front."""
    edited, withdrawn = [], []
    with catalogue.pointed_at(site.database):
        for initiative in list(Initiative.objects.published().order_by("-pk")[:LOOKS]):
            row = Initiative.objects.filter(pk=initiative.pk)
            path = initiative.get_absolute_url()
            etag = settled(site.port, path)
            try:
                row.update(title="Another title")
                edited.append(
                    seconds_until(site.port, path, lambda a, e=etag: a.headers.get("etag") != e)
                )
                time.sleep(REST)
                settled(site.port, path)
                row.update(publication="draft")
                withdrawn.append(
                    seconds_until(site.port, path, lambda answer: answer.status in (404, 410))
                )
            finally:
                row.update(title=initiative.title, publication="published")
                time.sleep(REST)
    return max(edited), max(withdrawn)


def measure(site, name, readers, lines, fresh):
    """Add the lines of what stands in front to both tables."""
    load(site.port, readers.requests(5), connections=32, seconds=3600, at_most=3600)
    for count in EDITS:
        lines.append(measured(site, name, readers, count))
        print(lines[-1], flush=True)
    edited, withdrawn = freshness(site)
    fresh.append(f"| {name} | {edited:.1f} s | {withdrawn:.1f} s |")
    print(fresh[-1], flush=True)


def main():
    """Measure, and print the tables."""
    database, size = catalogue.asked_for("benchmarks.front_caches", __doc__)
    lines, fresh = [], []
    with Site(database, 1, fronts.nginx) as site:
        for name, front in FRONTS.items():
            site.put_in_front(front)
            with banning(database, site.port) if front is varnish_with_bans else nullcontext():
                measure(site, name, Readers(database), lines, fresh)
    print(f"\n{size:,} initiatives, load {os.getloadavg()[0]:.1f} in the end\n", HEAD, sep="\n")
    print(*lines, "", "| in front | edit seen after | withdrawal seen after |", sep="\n")
    print("| --- | ---: | ---: |", *fresh, sep="\n")


if __name__ == "__main__":
    main()
