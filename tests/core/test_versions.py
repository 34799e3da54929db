"""The version of a record: another after each change of it, its rows and its choices."""

import pytest
from django.db import connection

from core.admin.versions import Seen, versions
from initiatives.models import Initiative
from tests.factories import (
    AppearanceFactory,
    CountryFactory,
    FigureFactory,
    ForumFactory,
    InitiativeFactory,
    OrganizationFactory,
    ResourceFactory,
    SessionFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db


def version(record):
    return versions(type(record), [record.pk])[record.pk]


@pytest.fixture
def initiative():
    return InitiativeFactory(
        themes=["a", "b"], origins=["BRA"], sources=["https://example.org/1"], publication="draft"
    )


CHANGES = {
    "a field": lambda one: Initiative.objects.filter(pk=one.pk).update(acronym="X"),
    "its state": lambda one: Initiative.objects.filter(pk=one.pk).update(publication="in-review"),
    "its place on the home page": lambda one: Initiative.objects.update(featured=3),
    "a row more": lambda one: FigureFactory(initiative=one),
    "a row less": lambda one: one.citations.all().delete(),
    "another source in a row": lambda one: one.citations.update(source=SourceFactory()),
    "another order": lambda one: one.theme_links.filter(position=1).update(position=9),
    "a country more": lambda one: one.origin_countries.add(CountryFactory()),
    "a country less": lambda one: one.origin_countries.clear(),
    "a document": lambda one: one.resources.add(ResourceFactory()),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_each_change_of_a_record_makes_another_version(initiative, change):
    other = InitiativeFactory()
    before, others = version(initiative), version(other)
    change(initiative)
    assert version(initiative) != before
    if change is not CHANGES["its place on the home page"]:
        assert version(other) == others


def test_raw_sql_counts_as_well(initiative):
    before = version(initiative)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE initiatives_initiativetheme SET position = position + 1")
    assert version(initiative) != before


def test_a_save_that_changes_nothing_makes_none(initiative):
    before = version(initiative)
    initiative.save()
    assert version(initiative) == before


def test_a_country_that_changes_sides_is_a_change(initiative):
    """Rows of two tables can be alike to the letter."""
    initiative.participating_countries.clear()
    before = version(initiative)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO initiatives_initiative_participating_countries"
            " SELECT * FROM initiatives_initiative_origin_countries;"
            "DELETE FROM initiatives_initiative_origin_countries"
        )
    assert version(initiative) != before


def test_what_only_names_a_record_is_no_part_of_it():
    document = ResourceFactory()
    before = version(document)
    InitiativeFactory(resources=[document])
    assert version(document) == before


def test_a_forum_changes_with_its_sessions_and_what_is_said_there():
    forum = ForumFactory()
    appearance = AppearanceFactory(session=SessionFactory(forum=forum))
    before = version(forum)
    appearance.topic = "Seeds"
    appearance.save()
    assert version(forum) != before


def test_what_is_gone_has_none():
    organization = OrganizationFactory()
    key = organization.pk
    assert set(versions(type(organization), [key, 0])) == {key}
    organization.delete()
    assert versions(type(organization), [key]) == {}


def test_what_was_seen_survives_a_page_and_nothing_forged_does(initiative):
    seen = Seen.now(Initiative, [initiative.pk])
    assert Seen.read(str(seen)) == seen
    for text in ("", "x", str(seen)[:-1], str(seen) + "x", "\x00"):
        assert Seen.read(text) == Seen()


def test_all_versions_are_one_query(django_assert_num_queries):
    keys = [one.pk for one in InitiativeFactory.create_batch(3)]
    with django_assert_num_queries(1):
        assert len(set(versions(Initiative, keys).values())) == 3
