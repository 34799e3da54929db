"""Claims and sources are known by an id that the database gives, and that never changes."""

import re

import pytest
from django.db import IntegrityError, connection, transaction

from initiatives.models import Figure, Replication, Source
from tests.factories import (
    CountryFactory,
    FigureFactory,
    InitiativeFactory,
    MilestoneFactory,
    ReplicationFactory,
    SessionFigureFactory,
    SourceFactory,
    StageFactory,
)

pytestmark = pytest.mark.django_db

FACTORIES = [
    FigureFactory, MilestoneFactory, ReplicationFactory, SessionFigureFactory, SourceFactory
]  # fmt: skip
each_kind = pytest.mark.parametrize("factory", FACTORIES)


@each_kind
def test_whoever_saves_a_row_knows_its_id_at_once(factory):
    row = factory()
    assert re.fullmatch("[0-9a-f]{12}", row.public_id)
    assert type(row).objects.get(public_id=row.public_id) == row


@each_kind
def test_an_id_stays_whatever_becomes_of_the_row(factory):
    row = factory()
    known = row.public_id
    type(row).objects.filter(pk=row.pk).update(**{changed_by(row): "Another one."})
    row.refresh_from_db()
    row.save()
    assert type(row).objects.get(pk=row.pk).public_id == known
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(public_id="0" * 12)


def changed_by(row):
    return next(name for name in ("label", "text", "note", "title") if hasattr(row, name))


def test_the_same_claim_has_the_same_id_wherever_it_is_loaded():
    initiative = InitiativeFactory(slug="ciudad-mujer")
    ends = {"from_country": CountryFactory(iso3="SLV"), "to_country": CountryFactory(iso3="HND")}
    first = ReplicationFactory(initiative=initiative, **ends).public_id
    Replication.objects.all().delete()
    second = ReplicationFactory(initiative=initiative, **ends, stage=StageFactory()).public_id
    assert first == second == "d197df46d3c8"


def test_rows_that_say_the_same_have_ids_of_their_own():
    initiative, source = InitiativeFactory(), SourceFactory()
    figures = [
        Figure(initiative=initiative, value=1, unit="people", source=source, position=position)
        for position in range(3)
    ]
    Figure.objects.bulk_create(figures)
    assert len({figure.public_id for figure in figures}) == 3
    assert len(set(Figure.objects.values_list("public_id", flat=True))) == 3


def test_no_way_of_writing_leaves_it_out():
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO initiatives_source (title, publisher, url) VALUES ('T', 'P', %s)"
            " RETURNING public_id",
            ["https://example.org/raw"],
        )
        (known,) = cursor.fetchone()
    assert Source.objects.get(public_id=known).url == "https://example.org/raw"
    with pytest.raises(IntegrityError), transaction.atomic():
        SourceFactory(public_id="Not an id")
