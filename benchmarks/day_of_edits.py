"""What a day of edits costs a client that keeps what it has and asks whether it has changed.

    var/bench/.venv/bin/python -m benchmarks.day_of_edits --size 10000

A client holds records of the API, pages, lists and a feed of one server. After each edit of a day
at the desk it asks for all of them again, with `If-None-Match`. Prints a table: docs/caching.md.
What is edited is put back in the end; the catalogues are those of `make bench`.
"""

import os
import random
import time
from collections import Counter
from dataclasses import dataclass, field

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"

import django

django.setup()

from benchmarks import catalogue, servers  # noqa: E402
from benchmarks.load import ask  # noqa: E402
from benchmarks.measure import wait_for_index  # noqa: E402
from initiatives.models import (  # noqa: E402
    Figure,
    Initiative,
    Milestone,
    Organization,
    Replication,
    Resource,
    Theme,
)

EDITS = 24
SEED = 2014
REST = 3  # seconds after an edit, until the server shows it
HELD = 60  # records, and as many pages of initiatives
FEW = 20
ACCEPTED = {"Accept-Encoding": "br"}
# What curators change in a day, as often as it stands here: the model and its column.
DAY = [
    *[(Initiative, "results")] * 6,
    *[(Replication, "note")] * 5,
    *[(Figure, "label")] * 4,
    *[(Milestone, "text")] * 3,
    *[(Resource, "title")] * 2,
    (Initiative, "title"),
    (Organization, "name"),
    (Theme, "description"),
    (Initiative, "publication"),
]
ROW = "| {} | {:,} | {:,} | {:.0f} % | {:,.0f} kB | {:,.0f} kB |"


@dataclass
class Held:
    """What a client holds of some addresses: by each, the ETag and the size of the answer."""

    port: int
    addresses: list
    etags: dict = field(default_factory=dict)
    sizes: dict = field(default_factory=dict)
    asked: Counter = field(default_factory=Counter)  # by status
    got: int = 0  # bytes of answers
    unheld: int = 0  # bytes that the same would have been without

    def ask(self):
        """Ask for all of them, for those held whether they have changed."""
        for address in self.addresses:
            known = {"If-None-Match": self.etags[address]} if address in self.etags else {}
            answer = ask(self.port, address, ACCEPTED | known)
            if answer.status not in (200, 304):
                raise RuntimeError(f"{address} answers {answer.status}.")
            if answer.status == 200:
                self.etags[address] = answer.headers["etag"]
                self.sizes[address] = len(answer.body)
            self.asked[answer.status] += 1
            self.got += len(answer.body)
            self.unheld += self.sizes[address]

    def forget_the_first(self):
        """Count from here on."""
        self.asked, self.got, self.unheld = Counter(), 0, 0


def held_by_client(port, dice):
    """What the client holds, by what it is called in the table."""
    slugs = list(Initiative.objects.published().order_by("pk").values_list("slug", flat=True))
    chosen = dice.sample(slugs, HELD)
    themes = Theme.objects.order_by("pk").values_list("slug", flat=True)[:FEW]
    countries = Replication.objects.order_by("pk").values_list("to_country__iso3", flat=True)
    groups = {
        "records of initiatives, API": [f"/api/v1/initiatives/{slug}/" for slug in chosen],
        "pages of initiatives": [f"/initiatives/{slug}/" for slug in chosen],
        "pages of countries": [
            f"/countries/{code}/" for code in sorted(set(countries[:500]))[:FEW]
        ],
        "searches with a theme": [f"/initiatives/?theme={slug}" for slug in themes],
        "home page, lists and feed": [
            *("/", "/countries/", "/replications/", "/themes/", "/organizations/"),
            *("/initiatives/feed.atom", "/api/v1/initiatives/", "/api/v1/countries/"),
        ],
    }
    return {name: Held(port, addresses) for name, addresses in groups.items()}


def edit(model, column, dice):
    """Change a column of a record that readers see: what puts it back."""
    shown = model.objects.public() if hasattr(model.objects, "public") else model.objects.all()
    if hasattr(model.objects, "published"):
        shown = model.objects.published()
    key = dice.choice(list(shown.order_by("pk").values_list("pk", flat=True)))
    row = model.objects.filter(pk=key)
    (before,) = row.values_list(column, flat=True)
    row.update(**{column: "draft" if column == "publication" else f"{before} (checked)"})
    return lambda: row.update(**{column: before})


def measure(database):
    """Live through the day: what the client holds, by name."""
    dice = random.Random(SEED)  # noqa: S311 - the same day in every run
    with servers.portal(database) as running, catalogue.pointed_at(database):
        wait_for_index(running, workers=1)
        held = held_by_client(running.port, dice)
        for ones in held.values():
            ones.ask()
            ones.forget_the_first()
        put_back = []
        try:
            for model, column in dice.sample(DAY, EDITS):
                put_back.append(edit(model, column, dice))
                time.sleep(REST)
                for ones in held.values():
                    ones.ask()
        finally:
            for one in reversed(put_back):
                one()
        return held


def main():
    """Measure, and print the table."""
    database, size = catalogue.asked_for("benchmarks.day_of_edits", __doc__)
    print(f"{EDITS} edits, {size:,} initiatives\n")
    print("| held | asked | answered 304 | share | got | without |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, ones in measure(database).items():
        asked = ones.asked.total()
        same = ones.asked[304]
        print(ROW.format(name, asked, same, 100 * same / asked, ones.got / 1e3, ones.unheld / 1e3))


if __name__ == "__main__":
    main()
