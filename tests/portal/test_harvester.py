"""A copy of the catalogue, kept by changes alone, stays the same through hundreds of edits.

Whatever the way of an edit: single or many at once, by raw SQL, taken back, or undone by a restored
backup; and whichever of three servers is asked.
"""

import json
import os
import random
import re
from contextlib import ExitStack, suppress
from itertools import pairwise

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.deletion import ProtectedError

from core.models import PublicRecord
from core.records.checking import differences
from forum.models import Forum, Person
from initiatives.models import (
    Country,
    Figure,
    Initiative,
    Organization,
    Replication,
    Resource,
    Source,
    Stage,
    Theme,
)
from tests import backups
from tests.factories import CountryFactory, StageFactory
from tests.portal.api.world import relate, related_records
from tests.servers import Server, database_url

pytestmark = pytest.mark.django_db(transaction=True)

EDITS = int(os.environ.get("HARVESTER_EDITS", "400"))  # 1000 take more than a minute
ENOUGH = 8  # of a kind, so that there is always one to edit
AT_ONCE = 50  # edits between two questions of the harvester
SECRET = "Zyxomorph"  # stands in drafts alone
DICE = random.Random(2014)  # noqa: S311 - edits by chance, the same in every run
KEPT = {
    "initiative": Initiative,
    "organization": Organization,
    "resource": Resource,
    "forum": Forum,
}
STATES = ["draft", "in-review", "published", "published", "archived"]


class Harvester:
    """Keeps a copy of the catalogue by the changes that it is told."""

    def __init__(self, servers):
        self.servers = servers
        self.begin()
        self.starts, self.states = 0, set()

    def begin(self):
        """Know nothing: no record, no digest, and of no record which others it names."""
        self.token, self.records, self.digests, self.named = "", {}, {}, {}

    def get(self, path):
        """The status and the content of an answer, addresses without the server's own."""
        server = DICE.choice(self.servers)
        answer = server.ask(path)
        text = answer.body.decode().replace(f"http://127.0.0.1:{server.port}", "")
        assert SECRET not in text
        return answer.status, json.loads(text)

    def follow(self):
        """Ask until there is no more."""
        address = f"/api/v1/changes/?since={self.token}&page_size=500"
        while address:
            status, answer = self.get(address)
            if status == 410:
                self.starts += 1
                self.begin()
                address = "/api/v1/changes/?page_size=500"
                continue
            assert status == 200, answer
            for line in answer["results"]:
                self.take(line)
            self.token = answer["token"]
            address = answer["next"]

    def take(self, line):
        self.states.add(line["state"])
        key = (line["kind"], line["id"])
        if line["state"] != "public":
            for known in (self.records, self.digests, self.named):
                known.pop(key, None)
            return
        self.digests[key] = line["digest"]
        if line["api_url"]:
            status, record = self.get(line["api_url"])
            if status == 200:  # else it was withdrawn since, and the next question tells so
                self.records[key] = itself(record)
                self.named[key] = set(re.findall(r'"id": "([0-9a-f]{12})"', json.dumps(record)))


CLAIMS = {"from_country", "value", "text"}  # what tells a claim from a reference
ASKED = {  # answers of the moment, that a record does not say itself
    "sessions", "taken_up", "wanted", "cited_by", "lists", "initiatives",
    "partnerships", "publications", "forums_organized", "forums", "appearances", "children",
    "modified", "sources", "forum",
}  # fmt: skip


def itself(value, depth=0):
    """What a record says itself: others by their ids (their order is that of their names, which are
    theirs), and nothing of what refers to it."""
    if isinstance(value, list):
        ones = [itself(one, depth + 1) for one in value]
        return sorted(ones) if all(isinstance(one, str) for one in ones) else ones
    if not isinstance(value, dict):
        return value
    if depth and "id" in value and not CLAIMS & set(value):
        return value["id"]
    return {name: itself(one, depth + 1) for name, one in value.items() if is_said(name)}


def is_said(name):
    return name not in ASKED and not name.endswith("_count")


def by_chance(records, most):
    """So many of these records or fewer, the same in every run."""
    ids = list(records.order_by("pk").values_list("pk", flat=True))
    return [records.get(pk=pk) for pk in DICE.sample(ids, min(most, len(ids)))]


def pick(model):
    """A record, but none of the drafts that are never published."""
    records = model.objects.all()
    return by_chance(records.exclude(title=SECRET) if model is Initiative else records, 1)[0]


def rewrite():
    one = pick(DICE.choice([Initiative, Resource, Forum]))
    type(one).objects.filter(pk=one.pk).update(summary=f"Rewritten {DICE.random()}.")


def rename_partner():
    one = pick(Organization)
    one.name = f"Organization {DICE.random()}"
    one.save()


def change_slug():
    one = pick(DICE.choice([Initiative, Organization, Resource]))
    type(one).objects.filter(pk=one.pk).update(slug=f"renamed-{DICE.randrange(10**9)}")


def change_state():
    one = pick(DICE.choice([Initiative, Organization, Resource, Forum, Person]))
    with suppress(IntegrityError), transaction.atomic():  # not every record may be public
        type(one).objects.filter(pk=one.pk).update(publication=DICE.choice(STATES))


def withdraw_many():
    ids = [pick(Initiative).pk for _ in range(5)]
    Initiative.objects.filter(pk__in=ids).update(publication=DICE.choice(STATES[2:]))


def move_replication():
    one = pick(Replication)
    with suppress(IntegrityError), transaction.atomic():  # the same may stand there already
        one.initiative, one.stage, one.note = pick(Initiative), pick(Stage), f"{DICE.random()}"
        one.to_country = pick(Country)
        one.save()


def correct_figures():
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE initiatives_figure SET value = value + 1 WHERE id %% 17 = %s",
            [DICE.randrange(17)],
        )


def relate_anew():
    one = pick(Initiative)
    one.participating_countries.set(by_chance(Country.objects, DICE.randrange(1, 4)))
    one.resources.set(by_chance(Resource.objects, DICE.randrange(3)))


def delete_something():
    model = DICE.choice([Figure, Replication, Resource, Person])
    if model.objects.count() > ENOUGH:
        with suppress(ProtectedError), transaction.atomic():
            pick(model).delete()


def add_claim():
    Figure.objects.create(
        initiative=pick(Initiative),
        value=DICE.randrange(10**6),
        unit="people",
        source=pick(Source),
        position=DICE.randrange(1000, 30000),
    )


def write_draft():
    Initiative.objects.create(
        slug=f"draft-{DICE.randrange(10**9)}",
        title=SECRET,
        summary=SECRET,
        approach=SECRET,
        kind=pick(Initiative).kind,
    )


def relabel():
    one = pick(Theme)
    one.name_fr = f"{DICE.random()}"
    one.save()


def take_back():
    with transaction.atomic():
        Initiative.objects.update(title=SECRET)
        Organization.objects.all().update(publication="archived")
        transaction.set_rollback(True)


def say_what_replaces():
    """Of something withdrawn: that its page stays, what it was merged into, or nothing at all."""
    for one in by_chance(PublicRecord.objects.known(), 1):
        others = PublicRecord.objects.public().filter(kind=one.kind)
        states = ["gone", "vanished", *(["merged"] if others else [])]
        if one.kind in KEPT and KEPT[one.kind].objects.filter(
            pk=one.row_id, publication="archived"
        ):
            states += ["archived"] * 3
        one.state = DICE.choice(states)
        one.replaced_by = by_chance(others, 1)[0] if one.state == "merged" else None
        one.save(update_fields=["state", "replaced_by"])


def save_as_it_is():
    pick(DICE.choice([Initiative, Organization, Forum, Person])).save()


EDIT = [
    rewrite, rename_partner, change_slug, change_state, withdraw_many, move_replication,
    correct_figures, relate_anew, delete_something, add_claim, write_draft, relabel, take_back,
    save_as_it_is, say_what_replaces,
]  # fmt: skip


@pytest.fixture
def world():
    """Records of every kind that belong together."""
    worlds = [related_records(str(number)) for number in range(20)]
    for one, other in pairwise(worlds):
        relate(one, other)
    for iso3 in ("BRA", "SLV", "HND", "GHA"):
        CountryFactory(iso3=iso3)
    for slug in ("adapting", "interested"):
        StageFactory(slug=slug)


@pytest.fixture
def servers(world):
    with ExitStack() as stack:
        # Without an index, which each would bring up to date after every edit: nobody searches.
        environment = {"SEARCH_INDEX": "False"}
        yield [stack.enter_context(Server(database_url(), **environment)) for _ in range(3)]


def assert_the_same(copy):
    """The copy is what a harvester gets who begins now."""
    other = Harvester(copy.servers)
    other.follow()
    assert copy.digests == other.digests
    assert copy.records.keys() == other.records.keys()
    for key, record in other.records.items():
        assert copy.records[key] == record, key


def test_a_copy_that_is_kept_by_changes_alone_is_exact(servers, tmp_path):
    do = backups.of_test(tmp_path)
    copy = Harvester(servers)
    copy.follow()
    assert len(copy.records) > 80
    steps = EDITS // AT_ONCE
    for step in range(steps):
        for _ in range(AT_ONCE):
            DICE.choice(EDIT)()
        assert differences() == {}
        copy.follow()
        withdrawn = set(PublicRecord.objects.withdrawn().values_list("public_id", flat=True))
        assert [key for key, named in copy.named.items() if named & withdrawn] == []
        if step == steps // 2:
            do("Back up")
        elif step == steps * 3 // 4:
            assert copy.starts == 0
            assert_the_same(copy)
            do("Restore")
            connection.close()
    assert copy.starts == 1
    assert copy.states == set(PublicRecord.State)
    assert_the_same(copy)
