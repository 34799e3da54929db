"""When readers first saw a record: the database notes it, by whatever road the record came."""

import datetime

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import connection
from django.utils import timezone

from core.models.first_published import FROM_BEFORE
from core.publishing import was_public
from forum.models import Forum
from initiatives.models import Initiative
from tests.factories import (
    FigureFactory,
    ForumFactory,
    InitiativeFactory,
    OrganizationFactory,
    PersonFactory,
    ResourceFactory,
    SessionFactory,
    SourceFactory,
    ready,
)

pytestmark = pytest.mark.django_db

FACTORIES = [
    InitiativeFactory, OrganizationFactory, ResourceFactory, ForumFactory, PersonFactory
]  # fmt: skip
each_kind = pytest.mark.parametrize("factory", FACTORIES)


def noted(record):
    return type(record).objects.values_list("first_published_at", flat=True).get(pk=record.pk)


@each_kind
def test_it_is_noted_when_a_record_is_published_and_never_changes_after(factory):
    record = ready(factory)
    assert noted(record) is None
    assert not was_public(record)
    record.publication = "in-review"
    record.save()
    assert noted(record) is None
    record.publication = "published"
    record.save()
    moment = noted(record)
    assert abs(timezone.now() - moment) < datetime.timedelta(minutes=1)
    for state in ("draft", "archived", "published"):
        record.publication = state
        record.save()
        assert noted(record) == moment
        assert was_public(record)


@each_kind
def test_it_is_noted_of_a_record_that_is_added_as_published(factory):
    assert noted(factory()) is not None


def test_bulk_updates_and_raw_sql_count_too():
    first, second = InitiativeFactory.create_batch(2, publication="draft")
    Initiative.objects.filter(pk=first.pk).update(publication="published")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE initiatives_initiative SET publication = 'published' WHERE id = %s;"
            "UPDATE initiatives_initiative SET publication = 'draft', first_published_at = NULL",
            [second.pk],
        )
    assert was_public(first)
    assert was_public(second)


def test_a_program_that_read_the_record_before_cannot_take_it_back():
    draft = InitiativeFactory(publication="draft")
    Initiative.objects.update(publication="published")
    draft.save()
    assert was_public(draft)


def test_a_session_and_a_source_were_public_with_what_they_belong_to():
    forum, figure = (
        ForumFactory(publication="draft"),
        FigureFactory(initiative__publication="draft"),
    )
    session, source = SessionFactory(forum=forum), figure.source
    assert not was_public(session)
    assert not was_public(source)
    assert not was_public(SourceFactory())
    for model in (Forum, Initiative):
        model.objects.update(publication="published")
        model.objects.update(publication="draft")
    assert was_public(session)
    assert was_public(source)


def test_records_from_before_were_seen_since_the_log_says_so_or_since_they_were_made(admin_user):
    """The migration asks the desk's log, and what their state tells."""
    archived = InitiativeFactory(publication="archived")
    withdrawn, never = InitiativeFactory.create_batch(2, publication="draft")
    LogEntry.objects.log_actions(
        admin_user.pk, [withdrawn], CHANGE, change_message="Publication: published.",
        single_object=True,
    )  # fmt: skip
    names = {"app": "initiatives", "model": "initiative", "table": "initiatives_initiative"}
    with connection.cursor() as cursor:
        cursor.execute(FROM_BEFORE.format(**names))
    assert noted(archived) == archived.created_at
    assert noted(withdrawn) == LogEntry.objects.get().action_time
    assert noted(never) is None
