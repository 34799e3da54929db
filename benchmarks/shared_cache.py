"""What a cache that processes share is worth, and what its loss costs.

    python -m benchmarks.shared_cache --size 10000

Two portals of two processes each behind nginx, which asks them in turn, without and with a Redis or
Valkey: pages that nobody has asked for yet, the same ones over and over, and again after an edit.
Then the cache is stopped, and killed, while readers read. Prints a table: docs/caching.md. Needs
Debian's nginx and redis-server or valkey-server; the catalogues are those of `make bench`.
"""

import itertools
import os
import random
import signal
import threading
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"

import django

django.setup()

from benchmarks import catalogue  # noqa: E402
from benchmarks.behind import HEAD, Site  # noqa: E402
from benchmarks.load import request_for  # noqa: E402
from benchmarks.workload import Questions  # noqa: E402
from initiatives.models import Initiative  # noqa: E402
from topology import fronts  # noqa: E402

SEED = 44
PORTALS = 2
ADDRESSES = 200
VISITS = 8  # for each address
SECONDS = 8
REST = 3  # seconds after an edit, until each process has followed
IDLE = 6
BROWSER = {"Accept-Encoding": "gzip, deflate, br"}
KEPT_FOR_ALL = ("/", "/initiatives/", "/countries/", "/themes/", "/replications/")


def addresses(database):
    """Pages of initiatives, records of the API, lists and searches: ADDRESSES of them."""
    with catalogue.pointed_at(database):
        slugs = Initiative.objects.published().order_by("slug").values_list("slug", flat=True)
        chosen = random.Random(SEED).sample(list(slugs), ADDRESSES)  # noqa: S311
        questions = [f"/initiatives/?{one.portal()}" for one in Questions().take(ADDRESSES)]
    half, quarter = ADDRESSES // 2, ADDRESSES // 4
    pages = [f"/initiatives/{slug}/" for slug in chosen[:half]]
    records = [f"/api/v1/initiatives/{slug}/" for slug in chosen[half : half + quarter]]
    return [*KEPT_FOR_ALL, *pages, *records, *questions][:ADDRESSES]


def requests(found):
    return [request_for(address, BROWSER) for address in found]


def visits(found):
    """Requests for each address in turn, VISITS times, in one order for each time."""
    dice = random.Random(SEED)  # noqa: S311
    for _ in range(VISITS):
        yield from requests(dice.sample(found, len(found)))


def edit(database):
    """Give an initiative another title: what puts the former back."""
    with catalogue.pointed_at(database):
        row = Initiative.objects.filter(pk=Initiative.objects.published().first().pk)
        ((title,),) = row.values_list("title")
        row.update(title=f"{title} (checked)")

    def put_back():
        with catalogue.pointed_at(database):
            row.update(title=title)

    return put_back


def after_edit(site, database):
    """An edit, and milliseconds of processors that each process spent on it while nobody asked."""
    before = site.processor_seconds()
    time.sleep(IDLE)
    idle, before = site.processor_seconds() - before, site.processor_seconds()
    put_back = edit(database)
    time.sleep(IDLE)
    spent = site.processor_seconds() - before - idle
    return put_back, 1000 * max(spent, 0) / (2 * PORTALS)


def measure(database, found, *, shares):
    """Yield the lines of the table for portals that share a cache, or do not."""
    whether = "with it" if shares else "without"
    everything = {"seconds": 600, "at_most": 600}
    with Site(database, PORTALS, fronts.nginx, shares=shares) as site:
        yield site.measured(f"first visits, {whether}", visits(found), **everything)[0]
        again = itertools.cycle(requests(found))
        yield site.measured(f"the same over and over, {whether}", again, seconds=SECONDS)[0]
        put_back, spent = after_edit(site, database)
        try:
            yield site.measured(f"after an edit, {whether}", visits(found), **everything)[0]
        finally:
            put_back()
        print(f"An edit cost each process {spent:,.0f} ms of processors, nobody asking.")
        if shares:
            yield from losses(site)


def losses(site):
    """Yield the lines for what nobody has asked for yet, while the cache goes."""
    number = itertools.count()

    def unasked():
        while True:
            address = f"/initiatives/?sort=title&visit={next(number)}"
            yield request_for(address, BROWSER)

    yield site.measured("never asked for, cache at work", unasked(), seconds=SECONDS)[0]
    process = site.cache.process
    for name, sent in (("stopped (SIGSTOP)", signal.SIGSTOP), ("killed (SIGKILL)", signal.SIGKILL)):
        timer = threading.Timer(SECONDS / 4, process.send_signal, [sent])
        timer.start()
        yield site.measured(f"the same, cache {name} meanwhile", unasked(), seconds=SECONDS)[0]
        timer.join()
        if sent == signal.SIGSTOP:
            process.send_signal(signal.SIGCONT)
            time.sleep(REST * 2)


def main():
    """Measure, and print the table."""
    database, size = catalogue.asked_for("benchmarks.shared_cache", __doc__)
    found = addresses(database)
    lines = [HEAD]
    for shares in (False, True):
        for line in measure(database, found, shares=shares):
            print(line, flush=True)
            lines.append(line)
    print(f"\n{size:,} initiatives, load {os.getloadavg()[0]:.1f} in the end\n", *lines, sep="\n")


if __name__ == "__main__":
    main()
