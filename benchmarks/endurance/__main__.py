"""`python -m benchmarks.endurance`: half an hour at 70 per cent of capacity, then beyond it."""

import argparse
import datetime
import json
import os
import platform
import secrets
import signal
import sys
from collections import Counter
from dataclasses import asdict
from http import HTTPStatus
from statistics import mean

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"

import django

django.setup()

from django.contrib.auth.models import Group, User  # noqa: E402
from django.db import connection  # noqa: E402

from benchmarks import catalogue, machine, marks, measure, servers  # noqa: E402
from benchmarks.__main__ import DOCUMENT, say  # noqa: E402
from benchmarks.endurance import report, verdict  # noqa: E402
from benchmarks.endurance.arrivals import Arrivals  # noqa: E402
from benchmarks.endurance.minutes import Minutes, figures  # noqa: E402
from benchmarks.endurance.mix import Mix  # noqa: E402
from benchmarks.endurance.watching import Watcher  # noqa: E402
from benchmarks.paths import BENCH_DIR  # noqa: E402
from faults.client import ask  # noqa: E402
from faults.people import CURATOR, PROBE, Curator, Log, Prober  # noqa: E402
from initiatives.models import Initiative  # noqa: E402
from portal.desk.roles import EDITORS  # noqa: E402
from tests.servers import url_of_database  # noqa: E402

DATABASE = "bench_endurance"  # a copy: what is edited here is nobody else's
RESULTS = BENCH_DIR / "endurance.json"
TOGETHER = (1, 2, 4, 8, 16, 32)  # how many ask at a time while the capacity is looked for
BUSY = 4  # who ask at a time and leave nothing idle
SHARE = 0.7
CROWDS = (2, 5)
AFTER = 15  # seconds at 70 per cent after a crowd
NAME = "who-edits"
EDITED = 60  # initiatives, one after another


class Editor(Curator):
    """A curator who saves an edit about every minute."""

    pause = 60

    def sign_in(self, name, password):
        """Keep the cookies of a session; RuntimeError where the desk stays closed."""
        super().sign_in(name, password)
        desk = ask(self.ports[0], "/admin/", headers={"Cookie": self.cookies})
        if desk.status != HTTPStatus.OK:
            raise RuntimeError(f"The desk is closed to the curator: {desk.status}.")


class Probing(Prober):
    """Asks twice a second whether the server is alive."""

    pause = 0.5


def main():
    """Do what the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.endurance", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30, help="at 70 per cent of capacity")
    parser.add_argument("--size", type=int, default=10_000, help="initiatives of the catalogue")
    parser.add_argument("--step", type=float, default=10, help="seconds of each step to capacity")
    parser.add_argument("--crowd", type=float, default=60, help="seconds beyond capacity, each")
    parser.add_argument("--write", action="store_true", help="put it into docs/performance.md")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    try:
        sys.exit(run(options))
    except KeyboardInterrupt:
        sys.exit("Stopped.")


def run(options):
    """Measure; the exit status: 1 where something is not as it should be."""
    say("Preparing static files, PostgreSQL and the catalogue")
    catalogue.collect_static_files()
    catalogue.start_postgres()
    made, _ = catalogue.prepare(options.size, say)
    catalogue.make(DATABASE, template=made)
    load_before = round(os.getloadavg()[0], 2)
    with catalogue.pointed_at(DATABASE):
        password = secrets.token_urlsafe(16)
        initiatives = prepare_desk(password)
        mix = Mix()
        version = "{}.{}".format(*divmod(machine.postgres_version(), 10000))
    environment = production(url_of_database(connection.server.connection_params(DATABASE)))
    command = [sys.executable, "manage.py", "serve"]
    say("Starting the portal under the settings of production")
    with servers.started("endurance", command, environment, ready="/healthz") as running:
        measure.wait_for_index(running, workers=1)
        result = Run(running, mix, options).measure(password, initiatives)
    result["machine"] = {
        "cores": len(os.sched_getaffinity(0)),
        "processor": machine.processor(),
        "load_before": load_before,
        "python": platform.python_version(),
        "postgres": version,
    }
    result = json.loads(json.dumps(result))
    RESULTS.write_text(json.dumps(result, indent=1) + "\n")
    print(f"\n{report.in_markdown(result)}\n")
    if options.write:
        marks.write(DOCUMENT, report.BEGIN, report.in_markdown(result))
    return 1 if any(verdict.problems(result)) else 0


def prepare_desk(password):
    """A curator, and the initiatives that are edited: tuples of key, slug and title."""
    user = User.objects.create_user(NAME, password=password, is_staff=True)
    user.groups.set(Group.objects.filter(name=EDITORS))
    chosen = Initiative.objects.published().order_by("pk")[:EDITED]
    return list(chosen.values_list("pk", "slug", "title"))


def production(url):
    """The environment of a server in production, whatever `.env` says; url: of the database."""
    folders = {"MEDIA_ROOT": BENCH_DIR / "media", "DOWNLOADS_ROOT": BENCH_DIR / "downloads-served"}
    defaults = ["CACHE_URL", "SECRET_KEY_FALLBACKS", "CONNECT_TIMEOUT", "STATEMENT_TIMEOUT"]
    defaults += ["LOCK_TIMEOUT", "BODY_TIMEOUT", "HTTP_CACHE_MB", "CLIENT_SHARE", "WORKERS"]
    defaults += ["DATABASE_DIRECT_URL", "DATABASE_REPLICA_URLS", "CSRF_TRUSTED_ORIGINS"]
    return {
        **dict.fromkeys(defaults, ""),
        **{name: str(folder) for name, folder in folders.items()},
        "DJANGO_SETTINGS_MODULE": "benchmarks.endurance.settings",
        "DATABASE_URL": url,
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "True",
        "TRUSTED_PROXIES": "127.0.0.1",
        "METRICS": f"127.0.0.1:{servers.free_port()}",
        "DEBUG": "False",
        "PUBLISH_ALONE": "True",  # the one curator changes what is public
        "SECOND_FACTOR_REQUIRED": "NOBODY",  # and has no telephone
        "LOG_LEVEL": "INFO",
    }


class Run:
    """All that is measured of a running server; see `measure`."""

    def __init__(self, running, mix, options):
        self.running, self.options = running, options
        self.arrivals = Arrivals(running.port, mix)
        self.log = Log()

    def measure(self, password, initiatives):
        """The whole run, as JSON takes it."""
        self.editor = Editor(self.log, [self.running.port], initiatives)
        self.editor.sign_in(NAME, password)
        people = [self.editor, Probing(self.log, self.running.port)]
        watcher = Watcher(self.running, DATABASE)
        for somebody in [*people, watcher]:
            somebody.start()
        try:
            steps = list(self.steps())
            capacity = mean(rate for number, rate in steps if number >= BUSY)
            rate = capacity * SHARE
            say(f"Capacity: {capacity:.0f} a second; {rate:.0f} a second from now on")
            result = self.at_rate(rate, watcher)
            result |= {"steps": steps, "capacity": capacity, "rate": rate, "share": SHARE}
            slow = max(1.0, 2 * result["kinds"]["all"]["took"][2])
            result["crowds"] = [self.crowd(times, capacity, slow) for times in CROWDS]
        finally:
            for somebody in [*people, watcher]:
                somebody.stopping.set()
            for somebody in [*people, watcher]:
                somebody.join()
        result["date"] = f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}"
        result["size"] = self.options.size
        result["problems"] = list(verdict.problems(result))
        return result

    def steps(self):
        """Yield how many asked at a time, and how many were answered a second."""
        for number in TOGETHER:
            answered = []
            self.arrivals.together(number, self.options.step, answered.append)
            served = [one for one in answered if one.status == 200]
            rate = len(served) / self.options.step
            say(f"{number:>3} at a time: {rate:.0f} answers a second")
            yield number, rate

    def at_rate(self, rate, watcher):
        """What is measured for so many minutes at a rate."""
        self.log.clear()
        first, saved = len(watcher.samples), self.editor.ledger.acknowledged
        minutes = Minutes(watcher, self.log, say)
        self.arrivals.at_rate(rate, self.options.minutes * 60, minutes.note)
        minutes.finish()
        samples = watcher.samples[first:]
        desk = self.log.of(CURATOR)
        trends = verdict.trends(minutes.rows, samples)
        return {
            "minutes": minutes.rows,
            "kinds": figures(minutes.answered, desk),
            "statuses": Counter(one.status for one in minutes.answered),
            "desk": Counter(answer.status for answer in desk),
            "edits": self.editor.ledger.acknowledged - saved,
            "trends": [asdict(one) | {"is_flat": one.is_flat} for one in trends],
        }

    def crowd(self, times, capacity, slow):
        """What happens when several times the capacity is asked, and after that."""
        seconds = self.options.crowd
        self.log.clear()
        answered, after = [], []
        self.arrivals.at_rate(capacity * times, seconds, answered.append)
        heard = verdict.Heard(answered, after, self.log.of(CURATOR), self.log.of(PROBE))
        self.arrivals.at_rate(capacity * SHARE, AFTER, after.append)
        found = verdict.of_crowd(times, capacity, seconds, heard, slow)
        say(
            f"{times} times the capacity: {found['served']:.0f} a second served, "
            f"{dict(found['statuses'])}; normal after {found['until_normal']:.1f} s"
        )
        return found


if __name__ == "__main__":
    main()
