"""Records and labels of every kind: what readers are told, and nothing that they may not see."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from core import revision
from core.models import PublicRecord
from core.records import reading
from core.records.checking import differences, publish_all
from core.records.reading import read_labels
from forum.models import Appearance, Forum, Person, Session
from forum.records.forums import FORUMS
from forum.records.people import PEOPLE
from forum.records.sessions import SESSIONS
from initiatives.models import Initiative, Organization, Resource
from initiatives.records.claims import REPLICATIONS
from initiatives.records.initiatives import INITIATIVES, published_initiative
from initiatives.records.organizations import ORGANIZATIONS
from initiatives.records.places import COUNTRIES, COUNTRY_GROUPS, REGIONS
from initiatives.records.resources import RESOURCES
from initiatives.records.sectors import SECTORS
from initiatives.records.sources import SOURCES
from initiatives.records.themes import GOALS, THEMES
from initiatives.records.vocabularies import TERMS
from tests.portal.api.world import related_records

pytestmark = pytest.mark.django_db

READERS = {
    reader.model._meta.model_name: reader
    for reader in [
        *(INITIATIVES, REPLICATIONS, ORGANIZATIONS, RESOURCES, SOURCES, THEMES, GOALS, SECTORS),
        *(COUNTRIES, COUNTRY_GROUPS, REGIONS, FORUMS, SESSIONS, PEOPLE, *TERMS.values()),
    ]
}
ASKED = {"modified", "archived"}  # of the table of public records


@pytest.fixture
def world():
    return related_records("one")


@pytest.mark.parametrize("kind", READERS)
def test_a_record_says_all_that_its_document_says(world, kind):
    reader = READERS[kind]
    row = reader.model.objects.order_by("-pk").first()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT document FROM record_{kind}(ARRAY[%s])", [row.pk])  # noqa: S608
        (document,) = cursor.fetchone()
    said = {key.removesuffix("_id") for key in reading.decoder.decode(document)}
    named = {field.encode_name: field for field in reading.msgspec.structs.fields(reader.record)}
    own = {name for name, field in named.items() if field.required} - ASKED
    assert {name.removesuffix("_id") for name in own} == said


@pytest.mark.parametrize("kind", READERS)
def test_records_are_read_in_two_queries_and_in_their_order(
    world, django_assert_max_num_queries, kind
):
    related_records("two")
    revision.current(fresh=True)
    reader = READERS[kind]
    public = PublicRecord.objects.of(reader.model).public().values("row_id")
    rows = reader.model.objects.filter(pk__in=public).order_by("-pk")
    with django_assert_max_num_queries(2):
        records = reader.read(rows)
    assert [record.pk for record in records] == [row.pk for row in rows] != []


def stored(record, **change):
    """The row of a record in the table of public records; change: what is put into its document."""
    revision.current(fresh=True)
    known = PublicRecord.objects.of(type(record)).get(public_id=record.public_id)
    if change:
        document = reading.decoder.decode(known.document) | change
        PublicRecord.objects.filter(pk=known.pk).update(
            document=reading.msgspec.json.encode(document).decode()
        )
        revision.current(fresh=True)
    return known


def test_what_a_record_says_is_kept_and_read_from_where_it_is_kept(world):
    one = Initiative.objects.published().first()
    stored(one, title="As it is kept")
    assert published_initiative(one.slug).title == "As it is kept"
    assert differences() == {"initiative": [one.public_id]}
    publish_all()
    revision.current(fresh=True)
    assert differences() == {}
    assert published_initiative(one.slug).title == one.title


def test_whoever_has_changed_something_reads_that_before_it_is_committed(world):
    one = Initiative.objects.published().first()
    stored(one)
    Initiative.objects.filter(pk=one.pk).update(title="Changed a moment ago")
    assert published_initiative(one.slug).title == "Changed a moment ago"


def test_what_is_kept_in_another_shape_is_made_anew(world):
    one = Initiative.objects.published().first()
    stored(one, title=None)
    assert published_initiative(one.slug).title == one.title


def test_of_what_is_withdrawn_nothing_is_kept(world):
    one = Initiative.objects.published().first()
    assert stored(one).document
    Initiative.objects.update(publication="archived")
    assert stored(one).document == ""
    Initiative.objects.update(publication="published")
    assert one.title in stored(one).document


@pytest.mark.parametrize("model", [Initiative, Organization, Resource, Forum, Person])
def test_others_are_named_as_far_as_they_are_public(world, model):
    assert read_labels(model.objects.all())
    model.objects.update(publication="draft")
    assert read_labels(model.objects.all()) == []


@pytest.mark.parametrize("model", [Session, Appearance])
def test_what_belongs_to_a_draft_is_named_nowhere(world, model):
    assert read_labels(model.objects.all())
    Forum.objects.update(publication="draft")
    assert read_labels(model.objects.all()) == []


def test_an_appearance_of_somebody_withdrawn_is_named_nowhere(world):
    Person.objects.update(publication="draft")
    assert read_labels(Appearance.objects.all()) == []


def test_an_appearance_names_no_body_that_is_a_draft(world):
    Organization.objects.update(publication="draft")
    assert {label.organization for label in read_labels(Appearance.objects.all())} == {None}


def test_pages_are_made_of_records_and_follow_no_relation_of_a_model():
    templates = Path(settings.BASE_DIR, "templates")
    pages = [path for path in templates.rglob("*.html") if "admin" not in path.parts]
    assert len(pages) > 50
    assert [path.name for path in pages if re.search(r"\.all\b|_set\b", path.read_text())] == []
