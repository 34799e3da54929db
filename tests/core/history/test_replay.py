"""Whatever happens to the catalogue, its history replays to what it is, and back to what it was."""

import json
import os
import random

from django.apps import apps
from django.db import IntegrityError, connection, transaction

from core.history import recorded
from core.history.deleted import deleted
from core.models import Edit, EditedRow
from core.models.history import ExactDecoder
from forum.models import Session
from initiatives.models import Figure, Initiative, Organization, Replication
from portal.desk.roles import EDITORS
from tests.desk import Fields, Page, take_step, url_of
from tests.factories import FigureFactory, InitiativeFactory, UserFactory

EDITS = int(os.environ.get("HISTORY_EDITS", "300"))  # 1000 take a minute


def tables():
    return [
        model._meta.db_table
        for label in ("initiatives", "forum")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if model._meta.managed
    ]


def state():
    """All rows of the catalogue, by table and id."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'UTC'")
        for table in tables():
            cursor.execute(
                f"SELECT id, to_jsonb(one) - '{{search_vector,updated_at}}'::text[]"  # noqa: S608
                f" FROM {table} AS one"
            )
            found |= {
                (table, key): json.loads(row, cls=ExactDecoder) for key, row in cursor.fetchall()
            }
    return found


def replayed(rows, start):
    """What a state becomes by these rows of the history, each fitting what it found."""
    now = dict(start)
    for row in rows:
        place = (row.table_name, row.row_id)
        if row.before is None:
            assert place not in now
            now[place] = row.after
        else:
            assert row.before.items() <= now[place].items()
            now[place] = now[place] | (row.after or {})
            if row.after is None:
                assert now.pop(place) == row.before
    return now


def taken_back(rows, end):
    """What a state was before these rows of the history."""
    now = dict(end)
    for row in reversed(rows):
        place = (row.table_name, row.row_id)
        if row.before is None:
            assert now.pop(place) == row.after
        else:
            now[place] = now.get(place, {}) | row.before
    return now


class Hand:
    """Does one thing at random to the catalogue, by one of the ways that there are."""

    def __init__(self, client, seed):
        self.client, self.random = client, random.Random(seed)  # noqa: S311 - not for secrets
        self.words = ["seed", "union", "wage", "care", "mine", "women's", "año", "“q”", "<b>"]

    def text(self):
        return " ".join(self.random.choices(self.words, k=self.random.randint(1, 12)))

    def one(self, records):
        return records.order_by("pk")[self.random.randrange(records.count())]

    def act(self, number):
        """Do one thing: by the desk now and then, which takes longer, else by what there is."""
        desk = [self.form, self.step, self.bring_back, self.undo, self.revert]
        plain = [self.update, self.bulk, self.sql, self.rows, self.links, self.delete, self.move]
        with recorded(self.random.choice(["command", "import"])):
            if number % 25 == 0:
                desk[number // 25 % len(desk)]()
            else:
                self.random.choice(plain)()

    def update(self):
        keys = self.random.sample(list(Initiative.objects.values_list("pk", flat=True)), 3)
        name = self.random.choice(["title", "results", "acronym"])
        Initiative.objects.filter(pk__in=keys).update(**{name: self.text()[:40]})

    def bulk(self):
        source = self.one(Figure.objects).source
        Figure.objects.bulk_create(
            Figure(
                initiative=self.one(Initiative.objects),
                value=self.random.randint(1, 10**9) / 100,
                label=self.text(),
                source=source,
                position=self.random.randint(100, 30_000),
            )
            for _ in range(3)
        )

    def sql(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE initiatives_organization SET summary = %s, url = '' WHERE id %% 40 = %s",
                [self.text(), self.random.randrange(40)],
            )

    def rows(self):
        record = self.one(Replication.objects)
        record.note = self.text()
        record.year = self.random.randint(1990, 2026)
        record.save()

    def links(self):
        initiative = self.one(Initiative.objects)
        goals = initiative.sdgs.model.objects
        keys = self.random.sample(range(1, 18), self.random.randint(0, 3))
        initiative.sdgs.set(goals.filter(number__in=keys))

    def delete(self):
        records = self.random.choice([Figure, Replication, Initiative, Session, Figure, Figure])
        self.one(records.objects).delete()

    def move(self):
        figure, other = self.one(Figure.objects), self.one(Initiative.objects)
        Figure.objects.filter(pk=figure.pk).update(
            initiative=other, position=self.random.randint(100, 30_000)
        )

    def form(self):
        organization = self.one(Organization.objects)
        page = Page(self.client, url_of(Organization, "change", organization.pk))
        page.fill(summary=self.text()).send()

    def step(self):
        keys = self.random.sample(list(Organization.objects.values_list("pk", flat=True)), 3)
        take_step(self.client, "back_to_draft", *Organization.objects.filter(pk__in=keys))

    def bring_back(self):
        """A record that was deleted, with its rows."""
        with recorded("command"):
            self.one(Initiative.objects).delete()
        row = self.one(deleted([Initiative, Session]))
        self.client.post(f"/admin/deleted/{row.pk}/")

    def undo(self):
        """A step that was just taken, and any other edit as far as nothing came after it."""
        self.step()
        edits = Edit.objects.exclude(way=Edit.Way.LOAD)
        for edit in (edits.filter(way=Edit.Way.STEP).first(), self.one(edits)):
            self.client.post(f"/admin/steps/{edit.pk}/undo/")

    def revert(self):
        """What an organization was, by its form."""
        self.form()
        there = Organization.objects.values("pk")
        rows = EditedRow.objects.filter(owner_kind="organization", owner_id__in=there)
        row = self.one(rows)
        url = url_of(Organization, "change", row.owner_id)
        answer = self.client.post(url, {"_former": f"version-{row.edit_id}"})
        fields = Fields(answer.content.decode()).data
        sent = {name: text for name, text in fields.items() if name and "__" not in name}
        self.client.post(url, sent | {"_save": "1"})


def test_edits_and_reverts_replay_to_the_present_and_back_to_the_beginning(catalogue, client):
    client.force_login(UserFactory(groups=[EDITORS]))
    start, last = state(), EditedRow.objects.count()
    hand = Hand(client, seed=13)
    for number in range(1, EDITS + 1):
        try:
            with transaction.atomic():
                hand.act(number)
        except IntegrityError:
            continue
    end = state()
    rows = list(EditedRow.objects.all()[last:])
    ways = set(Edit.objects.values_list("way", flat=True))
    assert ways >= {"command", "import", "desk", "step", "back", "undo"}
    assert len(rows) > EDITS
    assert replayed(rows, start) == end
    assert taken_back(rows, end) == start


def test_from_an_empty_database_too(db):
    with recorded("command"):
        InitiativeFactory(themes=["a"], origins=["BRA"], sources=["https://example.org"])
        FigureFactory(value="0.10")
        Figure.objects.update(value="12345678901234.56")
    assert replayed(EditedRow.objects.all(), {}) == state()
