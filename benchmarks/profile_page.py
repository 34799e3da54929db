"""Where the time of a page goes that no cache has.

    python -m benchmarks.profile_page '/initiatives/?theme=cooperatives' [--size 10000] [--top 25]

Calls the view without middleware, so without the page cache; in this process, so without a web
server. The catalogue is one that `make bench` has made.
"""

import argparse
import cProfile
import os
import pstats
import statistics
import sysconfig
import time
from collections import defaultdict
from pathlib import Path

REPEATED = 15
INDEX_PATIENCE = 600  # seconds


def main():
    """Profile the page that the arguments name."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.profile_page", description=__doc__)
    parser.add_argument("path", help="with its query string")
    parser.add_argument("--size", type=int, default=1000, help="of the catalogue")
    parser.add_argument("--top", type=int, default=25, help="functions that are listed")
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    os.environ["BENCH_DATABASE"] = f"bench_{options.size}"

    import django  # noqa: PLC0415 the settings come first

    django.setup()
    from benchmarks import catalogue  # noqa: PLC0415

    catalogue.collect_static_files()
    catalogue.start_postgres()
    wait_for_index()
    answer(options.path)  # compiles templates, opens the connection
    print_stopwatch(options.path)
    print_profile(options.path, options.top)


def answer(path):
    """The response of the view at a path, rendered."""
    from django.test import RequestFactory  # noqa: PLC0415
    from django.urls import resolve  # noqa: PLC0415

    request = RequestFactory().get(path, headers={"host": "127.0.0.1"})
    request.resolver_match = match = resolve(request.path)
    response = match.func(request, *match.args, **match.kwargs)
    return response.render() if hasattr(response, "render") else response


def wait_for_index():
    """Return when the search engine of this process, if it has one, has read the catalogue."""
    try:
        from core.search.worker import worker  # noqa: PLC0415
    except ImportError:
        return
    deadline = time.monotonic() + INDEX_PATIENCE
    while worker.catalogue() is None and time.monotonic() < deadline:
        time.sleep(0.05)


def print_stopwatch(path):
    """The whole time and its parts, of which each is measured without a profiler."""
    watch = Stopwatch()
    totals = defaultdict(list)
    for _ in range(REPEATED):
        with watch:
            begun, spent = time.perf_counter(), time.process_time()
            response = answer(path)
            totals["whole"].append(time.perf_counter() - begun)
            totals["of it this process on a processor"].append(time.process_time() - spent)
        watch.seconds["the rest: view, search, models"] = totals["whole"][-1] - sum(
            watch.seconds.values()
        )
        for name, seconds in watch.seconds.items():
            totals[name].append(seconds)
    whole = statistics.median(totals["whole"])
    size = len(response.content) / 1000
    print(f"{path}\n  status {response.status_code}, {size:.1f} kB, median of {REPEATED}:\n")
    for name, seconds in totals.items():
        median = statistics.median(seconds)
        print(f"  {name:<32} {median * 1000:8.2f} ms {median / whole:6.0%}")
    print(f"  {watch.queries} queries\n")


class Stopwatch:
    """Measures the database and the templates during its block; what is inside counts once."""

    def __init__(self):
        self.seconds, self.queries, self._inside = {}, 0, []

    def __enter__(self):
        from django.db import connection  # noqa: PLC0415
        from django.template.base import Template  # noqa: PLC0415

        self.seconds = {"templates, without queries": 0.0, "queries": 0.0}
        self.queries = 0
        self._template, self._render = Template, Template.render
        watch = self

        def render(template, context):
            if "template" in watch._inside:
                return watch._render(template, context)
            with watch._measured("template", "templates, without queries"):
                return watch._render(template, context)

        Template.render = render
        self._wrapper = connection.execute_wrapper(self._query)
        self._wrapper.__enter__()
        return self

    def __exit__(self, *exception):
        self._template.render = self._render
        return self._wrapper.__exit__(*exception)

    def _query(self, execute, *arguments):
        self.queries += 1
        begun = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            passed = time.perf_counter() - begun
            self.seconds["queries"] += passed
            if "template" in self._inside:
                self.seconds["templates, without queries"] -= passed

    def _measured(self, mark, name):
        watch = self

        class Measured:
            def __enter__(self):
                watch._inside.append(mark)
                self.begun = time.perf_counter()

            def __exit__(self, *exception):
                watch.seconds[name] += time.perf_counter() - self.begun
                watch._inside.remove(mark)

        return Measured()


def print_profile(path, top):
    """What cProfile says, by package and by function. It slows Python down: read the shares."""
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(REPEATED):
        answer(path)
    profile.disable()
    stats = pstats.Stats(profile)
    by_package = defaultdict(float)
    for (file, _, name), (_, _, own, _, _) in stats.stats.items():
        by_package[package_of(file, name)] += own
    whole = sum(by_package.values())
    print("  Time of a package's own functions, by cProfile:\n")
    for package, seconds in sorted(by_package.items(), key=lambda pair: -pair[1])[:15]:
        print(f"  {package:<32} {seconds / REPEATED * 1000:8.2f} ms {seconds / whole:6.0%}")
    print()
    stats.sort_stats("cumulative").print_stats(top)


def package_of(file, function):
    """The package that a function belongs to: of Django and of the portal, its parts."""
    if file == "~":
        return next((name for name in ("psycopg", "tantivy", "roaring") if name in function), "C")
    for root in (sysconfig.get_path("purelib"), Path.cwd(), sysconfig.get_path("stdlib")):
        if file.startswith(str(root)):
            parts = Path(file).relative_to(root).parts
            return ".".join(parts[:2]) if parts[0] in ("django", "portal") else parts[0]
    return "other"


if __name__ == "__main__":
    main()
