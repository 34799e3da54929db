"""What checks ask of all the other records, each time that one is saved."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import revision
from core.publishing import gate
from core.publishing.marks import Marks
from initiatives.models import Initiative
from tests.factories import InitiativeFactory, ReplicationFactory

pytestmark = pytest.mark.django_db

TITLES = ["Seed banks of the Andes", "Night schools for domestic workers", "A port without hazards"]


@pytest.fixture
def read(monkeypatch):
    """The keys of records whose names are read."""
    keys = []
    named = Marks.named

    def noted(marks, key, row, known=None):
        keys.append(key)
        return named(marks, key, row, known)

    monkeypatch.setattr(Marks, "named", noted)
    return keys


def twins_of(record):
    verdict = gate.judge(Initiative.objects.get(pk=record.pk))
    return [one.text for one in verdict.asked if "may be the same as" in one.text]


def test_a_name_is_read_once_though_many_are_saved(read):
    record, *others = [InitiativeFactory(title=title) for title in TITLES]
    assert twins_of(record) == []
    assert {one.pk for one in others} <= set(read)
    read.clear()
    assert twins_of(record) == []
    assert set(read) == {record.pk}


def test_a_name_that_changes_is_read_anew():
    record, other = [InitiativeFactory(title=title) for title in TITLES[:2]]
    assert twins_of(record) == []
    Initiative.objects.filter(pk=other.pk).update(title="Seed bank of the Andes")
    (text,) = twins_of(record)
    assert text.startswith("It may be the same as “Seed bank of the Andes”")


def test_more_uptake_between_the_same_countries_takes_no_more_queries():
    one = ReplicationFactory(initiative__title=TITLES[0])
    ways = {"from_country": one.from_country, "to_country": one.to_country}

    def queries():
        revision.current(fresh=True)
        with CaptureQueriesContext(connection) as asked:
            gate.judge(one.initiative)
        return len(asked)

    ReplicationFactory(initiative__title=TITLES[1], **ways)
    few = queries()
    for number in range(5):
        ReplicationFactory(initiative__title=f"{TITLES[2]} {number}", **ways)
    assert queries() == few
