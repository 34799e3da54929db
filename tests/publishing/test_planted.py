"""How well the checks tell faults from what only looks like one: a planted set of records.

`planted.json` has records with one fault each, and records that come near to one and have none.
What a record does not say is sound. `expect`: the checks that have to speak; no others may.
`beside`: published records that are there too. `held_out.json` is of the same kind, written after
the checks were tuned. `pytest -s` prints the tables.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from core.publishing import NOTE, findings
from initiatives.models import Initiative
from tests.factories import (
    CountryFactory,
    FigureFactory,
    InitiativeFactory,
    MilestoneFactory,
    ReplicationFactory,
    SourceFactory,
    StageFactory,
)

LEAST = 0.9
LEAST_HELD_OUT = 0.8  # of all checks together: nobody tuned for these
ROWS = {
    "figures": FigureFactory,
    "milestones": MilestoneFactory,
    "replications": ReplicationFactory,
}


def plant(number, planted, publication="draft"):
    """A record as the set describes it: sound but for what is said."""
    values = {"themes": ["cooperatives"], "origins": ["BRA"], "title": f"Pathway {number}"}
    values |= {"sources": [f"https://www.ilo.org/read-{number}"], "publication": publication}
    rows = {name: planted.get(name, []) for name in ROWS}
    apart = ("expect", "beside", "copy", "copy_of", *ROWS)
    values |= {name: value for name, value in planted.items() if name not in apart}
    if title := planted.get("copy_of") or planted.get("copy"):
        values["sources"] = [SourceFactory(title=title, copy=True)]
        if "copy_of" in planted:
            SourceFactory(title=title)
    initiative = InitiativeFactory(**values)
    for name, some in rows.items():
        for place, row in enumerate(some):
            plant_row(name, initiative, place, row)
    for other in planted.get("beside", ()):
        plant(f"beside {number}", other, "published")
    return initiative


def plant_row(name, initiative, place, row):
    row = dict(row)
    year, url = row.pop("source_year", None), row.pop("source", f"https://www.ilo.org/{name}")
    if url is None:
        row["source"] = None
    else:
        url = f"{url}-{year}" if year else url
        row["source"] = SourceFactory(url=url, year=year)
    if name == "replications":
        row["from_country"] = CountryFactory(iso3=row.pop("from", "BRA"), name="Brazil")
        row["to_country"] = CountryFactory(iso3=row.pop("to", "ZMB"), name="Zambia")
        row["stage"] = StageFactory(slug=row["stage"])
    else:
        row["position"] = place
    ROWS[name](initiative=initiative, **row)


def read(name):
    """The records of a set."""
    return json.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))


def counted(planted_records):
    """By the name of each check: how often it was right, and silent, and spoke, wrongly."""
    for name in ("Niger", "Nigeria", "Ghana", "Kenya"):
        CountryFactory(name=name)
    expected = {plant(n, one).pk: set(one["expect"]) for n, one in enumerate(planted_records)}
    found = findings(Initiative, expected)
    right, missed, wrong = Counter(), Counter(), Counter()
    details = []
    for (key, names), planted in zip(expected.items(), planted_records, strict=True):
        said = {one.check for one in found[key] if one.level != NOTE}
        right.update(said & names)
        missed.update(names - said)
        wrong.update(said - names)
        if said != names:
            details.append((sorted(names - said), sorted(said - names), planted, found[key]))
    return right, missed, wrong, details


def table(right, missed, wrong, details):
    """Print what was counted; the precision and the recall of each check, and of all."""
    rates = {}
    print(f"\n{'check':32}{'planted':>9}{'found':>7}{'wrong':>7}{'precision':>11}{'recall':>8}")
    for name in [*sorted(right | missed | wrong), "all"]:
        counts = [one.total() if name == "all" else one[name] for one in (right, missed, wrong)]
        found, silent, spoke = counts
        precision, recall = found / ((found + spoke) or 1), found / ((found + silent) or 1)
        rates[name] = (precision, recall)
        print(f"{name:32}{found + silent:9}{found:7}{spoke:7}{precision:11.2f}{recall:8.2f}")
    for lacking, too_many, planted, said in details:
        print("silent:", lacking, "wrong:", too_many, planted, [str(one) for one in said])
    return rates


@pytest.mark.django_db
def test_nine_of_ten_faults_are_found_and_nine_of_ten_findings_are_faults():
    planted = read("planted.json")
    rates = table(*counted(planted))
    assert len(planted) >= 80
    assert {name: rate for name, rate in rates.items() if min(rate) < LEAST} == {}


@pytest.mark.django_db
def test_checks_do_well_on_what_nobody_tuned_them_for():
    rates = table(*counted(read("held_out.json")))
    assert min(rates["all"]) >= LEAST_HELD_OUT
