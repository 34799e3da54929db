"""The database refuses wrong forums, whoever writes them, and says what is wrong."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from forum.models import Appearance, Forum, Session, SessionFigure
from tests.factories import (
    AppearanceFactory,
    ForumFactory,
    ForumSeriesFactory,
    PersonFactory,
    SessionFactory,
    SessionFigureFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db

BREAKS = [
    (ForumFactory, Forum, {"slug": "A"}, "forum_slug_is_wellformed"),
    (
        ForumFactory,
        Forum,
        {"start_date": "yesterday", "end_date": ""},
        "forum_start_is_partial_date",
    ),
    (ForumFactory, Forum, {"end_date": "2014-11-32"}, "forum_end_is_partial_date"),
    (ForumFactory, Forum, {"end_date": "2014-11-16"}, "forum_dates_are_in_order"),
    (ForumFactory, Forum, {"end_date": "2014-10"}, "forum_dates_are_in_order"),
    (SessionFactory, Session, {"slug": "a_b"}, "session_slug_is_wellformed"),
    (SessionFactory, Session, {"date": "Monday"}, "session_date_is_partial_date"),
    (
        SessionFactory,
        Session,
        {"start_time": "10:30", "end_time": "09:00"},
        "session_times_are_in_order",
    ),
    (
        SessionFigureFactory,
        SessionFigure,
        {"unit": "", "label": ""},
        "session_figure_has_unit_or_label",
    ),
    (SessionFigureFactory, SessionFigure, {"year": 1}, "session_figure_year_is_plausible"),
    (AppearanceFactory, Appearance, {"role": "heckler"}, "appearance_role_is_known"),
]


@pytest.mark.parametrize(
    ("factory", "model", "values", "constraint"),
    BREAKS,
    ids=[f"{constraint}-{number}" for number, (*_, constraint) in enumerate(BREAKS)],
)
def test_the_database_and_the_form_refuse_the_same_with_a_message(
    factory, model, values, constraint
):
    record = factory()
    for name, value in values.items():
        setattr(record, name, value)
    message = next(c for c in model._meta.constraints if c.name == constraint)
    with pytest.raises(ValidationError) as told:
        record.validate_constraints()
    assert message.violation_error_message in told.value.messages
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.filter(pk=record.pk).update(**values)


@pytest.mark.parametrize("date", ["2014-11-15", "2014-11-23", "2014-10", "2015"])
def test_a_session_outside_the_dates_of_its_forum_is_refused(date):
    session = SessionFactory()
    session.date = date
    with pytest.raises(ValidationError) as told:
        session.full_clean()
    assert told.value.message_dict["date"] == [
        "The forum is dated 17 to 21 November 2014; a session may lie a day around."
    ]
    with (
        pytest.raises(IntegrityError, match="lies outside the dates of the forum"),
        transaction.atomic(),
    ):
        Session.objects.filter(pk=session.pk).update(date=date)


@pytest.mark.parametrize("date", ["2014-11-16", "2014-11-22", "2014-11-19", "2014-11", "2014"])
def test_a_session_on_the_days_of_its_forum_or_a_day_around_is_accepted(date):
    session = SessionFactory(date=date)
    session.full_clean()
    assert Session.objects.get().date == date


def test_a_forum_cannot_move_away_from_its_sessions():
    session = SessionFactory(date="2014-11-19")
    with (
        pytest.raises(
            IntegrityError, match=f"The session {session.slug} of 2014-11-19 lies outside"
        ),
        transaction.atomic(),
    ):
        Forum.objects.filter(pk=session.forum.pk).update(
            start_date="2015-03-01", end_date="2015-03-02"
        )


def test_a_person_has_a_role_in_a_session_once():
    first = AppearanceFactory()
    again = Appearance(session=first.session, person=first.person, role=first.role)
    with pytest.raises(ValidationError, match="This person has this role already"):
        again.validate_constraints()
    with pytest.raises(IntegrityError, match="appearance_stands_once"), transaction.atomic():
        again.save()
    Appearance.objects.create(session=first.session, person=first.person, role="closing")


def test_two_sessions_of_a_forum_cannot_have_one_place():
    first = SessionFactory()
    SessionFactory(forum=first.forum, order=first.order)
    with pytest.raises(IntegrityError, match="session_place_is_taken_once"):
        connection.check_constraints()


def test_two_figures_of_a_session_cannot_have_one_place():
    first = SessionFigureFactory()
    SessionFigureFactory(session=first.session, position=first.position)
    with pytest.raises(IntegrityError, match="session_figure_place_is_taken_once"):
        connection.check_constraints()


@pytest.mark.parametrize("factory", [ForumFactory, PersonFactory])
def test_a_record_cites_a_source_once(factory):
    record, source = factory(), SourceFactory()
    record.citations.create(source=source)
    with pytest.raises(IntegrityError, match="cites_a_source_once"), transaction.atomic():
        record.citations.create(source=source)


@pytest.mark.parametrize(
    ("factory", "key"),
    [
        (ForumFactory, "slug"),
        (SessionFactory, "slug"),
        (PersonFactory, "slug"),
        (ForumSeriesFactory, "slug"),
        (ForumSeriesFactory, "name"),
    ],
)
def test_what_identifies_a_record_identifies_one(factory, key):
    first, second = factory(), factory()
    with pytest.raises(IntegrityError, match=key), transaction.atomic():
        type(first).objects.filter(pk=second.pk).update(**{key: getattr(first, key)})
