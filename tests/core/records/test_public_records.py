"""The table of public records follows the catalogue, by whatever way that changes."""

import pytest
from django.db import connection, transaction

from core import revision
from core.models import PublicRecord
from forum.models import Appearance
from initiatives.models import Figure, Initiative, Organization, Theme
from tests.factories import (
    AppearanceFactory,
    FigureFactory,
    ForumFactory,
    GoalFactory,
    InitiativeFactory,
    OrganizationFactory,
    PartnershipFactory,
    PersonFactory,
    ReplicationFactory,
    SessionFactory,
    SourceFactory,
    ThemeFactory,
    ready,
)

pytestmark = pytest.mark.django_db


def entry(record):
    """What the table says of a record now, or None."""
    revision.current(fresh=True)  # has the triggers of this transaction's changes fire
    kind = record._meta.model_name
    return PublicRecord.objects.filter(kind=kind, public_id=record.public_id).first()


def state(record):
    known = entry(record)
    return known and known.state


def test_a_record_stands_there_from_when_it_is_published(django_assert_num_queries):
    initiative = ready(InitiativeFactory)
    assert entry(initiative) is None
    Initiative.objects.update(publication="published")
    known = entry(initiative)
    assert (known.state, known.slug, known.row_id) == ("public", initiative.slug, initiative.pk)
    assert known.first_published == known.modified


@pytest.mark.parametrize(
    "change",
    [
        lambda one: Initiative.objects.filter(pk=one.pk).update(summary="Another summary."),
        lambda one: Figure.objects.update(label="Another label"),
        lambda one: Figure.objects.all().delete(),
        lambda one: one.themes.add(ThemeFactory()),
        lambda one: one.sdgs.clear(),
        lambda one: one.theme_links.first().delete(),
        lambda one: ReplicationFactory(initiative=one),
        lambda one: Organization.objects.update(publication="archived"),
        lambda one: Initiative.objects.filter(pk=one.pk).update(slug="another"),
    ],
)
def test_what_a_record_says_is_dated_when_it_changes(change):
    one, other = InitiativeFactory(themes=["a", "b"]), InitiativeFactory()
    one.sdgs.set([GoalFactory(number=8)])
    FigureFactory(initiative=one)
    PartnershipFactory(initiative=one)
    before, of_other = entry(one), entry(other)
    change(one)
    after = entry(one)
    assert after.modified > before.modified
    assert after.sequence > before.sequence
    assert after.digest != before.digest
    assert after.first_published == before.first_published
    assert entry(other) == of_other
    assert entry(other).sequence == of_other.sequence


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one.save(),
        lambda one: Initiative.objects.update(featured=True),
        lambda one: Theme.objects.update(name="Renamed"),
        lambda one: Organization.objects.update(name="Renamed"),
        lambda one: FigureFactory(),
        lambda one: one.themes.set(one.themes.all()),
        lambda one: PartnershipFactory(
            initiative=one, organization=OrganizationFactory(publication="draft")
        ),
    ],
)
def test_it_is_not_dated_for_anything_else(change):
    one = InitiativeFactory(themes=["a"])
    PartnershipFactory(initiative=one)
    before = entry(one)
    change(one)
    assert entry(one).modified == before.modified
    assert entry(one).sequence == before.sequence


def test_a_withdrawn_record_leaves_a_tombstone_and_comes_back():
    one = InitiativeFactory()
    claim = ReplicationFactory(initiative=one)
    published = entry(one)
    Initiative.objects.update(publication="archived")
    withdrawn = entry(one)
    assert (withdrawn.state, withdrawn.slug) == ("gone", one.slug)
    assert withdrawn.withdrawn > published.modified
    assert state(claim) == state(claim.source) == "gone"
    Initiative.objects.update(publication="published")
    back = entry(one)
    assert (back.state, back.withdrawn, back.digest) == ("public", None, published.digest)
    assert back.modified > withdrawn.withdrawn  # feeds and site maps tell that it is back
    assert back.sequence > withdrawn.sequence
    assert state(claim) == state(claim.source) == "public"


def test_what_is_deleted_is_withdrawn_whatever_the_way():
    one, other = InitiativeFactory(), InitiativeFactory()
    assert state(one) == "public"
    with connection.cursor() as cursor:
        for rows in ("initiativecitation", "initiativetheme"):
            cursor.execute(f"DELETE FROM initiatives_{rows} WHERE initiative_id = %s", [one.pk])
        cursor.execute("DELETE FROM initiatives_initiative WHERE id = %s", [one.pk])
    assert state(one) == "gone"
    assert state(other) == "public"


def test_a_person_vanishes_without_a_name():
    person = PersonFactory(slug="ana-perez")
    AppearanceFactory(person=person)
    before = entry(Appearance.objects.get().session)
    person.publication = "archived"
    person.save()
    assert (entry(person).state, entry(person).slug) == ("vanished", "")
    assert entry(Appearance.objects.get().session).digest != before.digest


def test_sessions_and_sources_follow_what_makes_them_public():
    source = SourceFactory()
    forum = ForumFactory(publication="draft", sources=[source])
    session = SessionFactory(forum=forum)
    assert entry(session) is None
    assert entry(source) is None
    type(forum).objects.update(publication="published")
    assert state(session) == state(source) == "public"
    other = InitiativeFactory(sources=[source])
    type(forum).objects.update(publication="draft")
    assert (state(session), state(source)) == ("gone", "public")
    type(other).objects.update(publication="draft")
    assert state(source) == "gone"


def test_what_is_taken_back_leaves_no_trace():
    one = InitiativeFactory()
    before = entry(one)
    with transaction.atomic():
        Initiative.objects.update(publication="archived")
        assert state(one) == "gone"
        transaction.set_rollback(True)
    assert entry(one).state == "public"
    assert entry(one).sequence == before.sequence


def test_many_records_take_no_more_statements_than_one(django_assert_max_num_queries):
    for _ in range(30):
        InitiativeFactory(themes=["a"])
    revision.current(fresh=True)
    with django_assert_max_num_queries(3):
        Initiative.objects.update(summary="All of them.")
        revision.current(fresh=True)
    assert PublicRecord.objects.filter(kind="initiative").values("sequence").distinct().count() == 1


def test_what_names_a_record_that_comes_or_goes_is_told_of():
    initiative, person = InitiativeFactory(), PersonFactory()
    session = SessionFactory(initiatives=[initiative])
    AppearanceFactory(session=session, person=person)
    partner = PartnershipFactory(initiative=initiative).organization
    citation = person.citations.create(source=SourceFactory())
    naming = {
        person: [session, citation.source],
        partner: [initiative],
        initiative: [partner, session],
        session.forum: [initiative, person],
    }
    for one, others in naming.items():
        for publication in ("archived", "published"):
            before = [entry(other) for other in others]
            type(one).objects.filter(pk=one.pk).update(publication=publication)
            after = [entry(other) for other in others]
            for old, new in zip(before, after, strict=True):
                assert new.sequence > old.sequence, (one, new)
