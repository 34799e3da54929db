"""How long pages of the curators' desk take, and how many questions they ask the database.

    .venv/bin/python -m benchmarks.desk --size 10000

As an editor, by Django's test client in this process, the best of a few visits; questions are
counted in a visit of their own. Two records are saved, by an editor who may publish alone. Prints
a table: docs/performance.md.
"""

import os
import time
from contextlib import nullcontext

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import Group, User  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from benchmarks import catalogue  # noqa: E402
from core.search.worker import worker  # noqa: E402
from initiatives.models import Initiative  # noqa: E402
from portal.desk.roles import EDITORS  # noqa: E402
from tests.desk import Fields  # noqa: E402

VISITS = 5
NAME = "who-measures"
ROW = "| {} | {} | {:.0f} ms |"


def lists():
    """Addresses of lists, and of what is offered while one types, by what the table calls them."""
    initiatives = address("initiatives_initiative_changelist")
    choice = f"{reverse('admin:autocomplete')}?app_label=initiatives&model_name="
    return {
        "home": reverse("admin:index"),
        "initiatives": initiatives,
        "initiatives, searched": f"{initiatives}?q=child+labour",
        "initiatives, misspelt": f"{initiatives}?q=cooperatves",
        "initiatives, filtered": f"{initiatives}?missing=has-only-one-source",
        "organizations": address("initiatives_organization_changelist"),
        "sources": address("initiatives_source_changelist"),
        "documents": address("initiatives_resource_changelist"),
        "forums": address("forum_forum_changelist"),
        "reports": reverse("admin:reports"),
        "a choice of organizations": f"{choice}partnership&field_name=organization&term=min",
        "a choice of sources": f"{choice}figure&field_name=source&term=rep",
    }


def forms():
    """The same of the form and the history of an initiative, and of the one with most rows."""
    kinds = ("figures", "milestones", "replications", "partnerships")
    rows = sum(Count(kind, distinct=True) for kind in kinds)
    ordinary, largest = (
        Initiative.objects.order_by("pk")[10],
        Initiative.objects.annotate(rows=rows).latest("rows"),
    )
    return {
        "form of an initiative": address("initiatives_initiative_change", ordinary.pk),
        f"form with {largest.rows} rows": address("initiatives_initiative_change", largest.pk),
        "history of a record": address("initiatives_initiative_history", ordinary.pk),
    }


def address(name, *args):
    return reverse(f"admin:{name}", args=args)


def visited(client, path):
    """How many questions a page asks, and the milliseconds of the quickest of some visits."""
    if client.get(path).status_code != 200:
        raise RuntimeError(f"{path} is no page.")
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    asked, times = len(queries), []
    for _ in range(VISITS):
        begun = time.perf_counter()
        client.get(path)
        times.append(time.perf_counter() - begun)
    return asked, min(times) * 1000


def main():
    """Measure, and print the table."""
    database, size = catalogue.asked_for("benchmarks.desk", __doc__)
    settings.PUBLISH_ALONE = True
    with catalogue.pointed_at(database):
        worker.build_now()  # the index of this process: else it is read while pages are measured
        user = User.objects.create(username=NAME, is_staff=True)
        try:
            user.groups.set(Group.objects.filter(name=EDITORS))
            measure(user, size)
        finally:
            user.delete()


def measure(user, size):
    """Visit all pages as this user, and print the table."""
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    print(f"{size:,} initiatives\n")
    print("| page | queries | time |\n| --- | ---: | ---: |")
    pages = forms()
    for name, path in (lists() | pages).items():
        print(ROW.format(name, *visited(client, path)))
    for name, path in list(pages.items())[:2]:
        print(ROW.format(f"saving: {name}", *saved(client, path)))


def saved(client, path):
    """The same of saving a form in which a sentence of the summary has changed."""
    times, asked = [], 0
    for number in range(VISITS):
        fields = Fields(client.get(path).content.decode()).data
        fields |= {"summary": f"{fields['summary'][:270]} Edit {number}.", "_save": "1"}
        with CaptureQueriesContext(connection) if number == 0 else nullcontext(()) as queries:
            begun = time.perf_counter()
            answer = client.post(path, fields)
            times.append(time.perf_counter() - begun)
            asked = len(queries) or asked
        if answer.status_code != 302:
            raise RuntimeError(f"{path} was not saved.")
    return asked, min(times) * 1000


if __name__ == "__main__":
    main()
