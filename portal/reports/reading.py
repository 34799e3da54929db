"""What is read and taken away, from numbers that know nobody."""

from collections import Counter

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast

from portal.reads.models import FILES, ReadCount, What
from portal.reports.kinds import NAMED_BY, kind_of, several
from portal.reports.tables import Chart, Section, Table

SHOWN = 20
WITHDRAWN = "A record that was removed"
BY_KIND = {kind_of(model): model for model in NAMED_BY}
METHOD = (
    "The web server counts how often a page, a file or an answer of the API of each record goes "
    "out on a day (of UTC), and keeps these numbers alone: no cookies, no addresses, no names of "
    "browsers. So nobody knows how many people read, nor who. Left out are robots that say so, "
    "programs that read pages, people who are signed in at the desk, and pages that browsers fetch "
    "in advance; robots that pass for browsers are counted. What readers' own browsers and caches "
    "elsewhere show again does not come to the server. Lists, searches and files of the whole "
    "catalogue are not counted. What was read of a record that was merged counts with the one that "
    "replaces it."
)


def reading(period):
    """The Section on reading; two queries."""
    numbers, read, taken = ReadCount.objects.summary(period.first, period.last, period.step, SHOWN)
    names = named([*read, *taken])
    return Section(
        "reading",
        "Reading",
        METHOD,
        (
            by_step(period, numbers),
            by_kind(numbers),
            Table(
                "most-read",
                f"The {SHOWN} most read records",
                ("Record", "Kind", "Pages"),
                tuple((*names[one[:2]], one[2]) for one in read),
                texts=2,
            ),
            Table(
                "most-downloaded",
                f"The {SHOWN} most downloaded records",
                ("Record", "Kind", "Files", "API"),
                tuple((*names[one[:2]], *one[2:]) for one in taken),
                texts=2,
            ),
            by_form(numbers),
        ),
    )


def sums(numbers, place):
    """Numbers of pages, files and the API, by one part of what they are counted by."""
    found = Counter()
    for key, number in numbers.items():
        found[key[place], part_of(key[1])] += number
    return found


def part_of(what):
    return What(what) if what in (What.PAGE, What.API) else "files"


PARTS = (What.PAGE, "files", What.API)
HEADINGS = ("Pages", "Files", "API")


def by_step(period, numbers):
    found = sums(numbers, 2)
    rows = [(name, *(found[day, part] for part in PARTS)) for day, name in period.steps()]
    return Table(
        "reads",
        f"Read in each {period.step}",
        (period.step.capitalize(), *HEADINGS),
        tuple(rows) if found else (),
        chart=Chart("line", ("Pages",)),
    )


def by_kind(numbers):
    found = sums(numbers, 0)
    rows = [
        (several(model), *(found[kind, part] for part in PARTS)) for kind, model in BY_KIND.items()
    ]
    return Table("kinds", "Kinds of records", ("Records", *HEADINGS), tuple(rows) if found else ())


def by_form(numbers):
    """Files by their form, the commonest first."""
    found = Counter()
    for (_, what, _), number in numbers.items():
        found[what] += number
    rows = [(what.label, found[what]) for what in FILES if found[what]]
    rows.sort(key=lambda row: -row[1])
    return Table("forms", "Files by form", ("Form", "Files"), tuple(rows))


def named(records):
    """What records are headed, and their kind, by kind and public_id; one query for all."""
    names = {one[:2]: (WITHDRAWN, kind_in_words(one[0])) for one in records}
    keys = {kind: [key for of, key in names if of == kind] for kind, _ in names}
    parts = [
        BY_KIND[kind]
        .objects.filter(public_id__in=ids)
        .order_by()
        .values(
            "public_id",
            of=Value(kind, CharField()),
            called=Cast(F(NAMED_BY[BY_KIND[kind]]), CharField()),
        )
        for kind, ids in keys.items()
        if kind in BY_KIND
    ]
    if parts:
        for row in parts[0].union(*parts[1:], all=True):
            key = row["of"], row["public_id"]
            names[key] = row["called"], names[key][1]
    return names


def kind_in_words(kind):
    model = BY_KIND.get(kind)
    return str(model._meta.verbose_name).capitalize() if model else kind
