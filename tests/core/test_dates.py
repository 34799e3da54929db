"""Sessions lie within the dates of their forum, whichever of the two is changed."""

import pytest
from django.core.exceptions import ValidationError

from tests.factories import ForumFactory, SessionFactory

pytestmark = pytest.mark.django_db


def test_a_forum_refuses_dates_that_leave_sessions_out():
    forum = ForumFactory(start_date="2014-11-17", end_date="2014-11-21")
    for day in range(17, 22):
        SessionFactory(forum=forum, date=f"2014-11-{day}", title=f"Day {day}")
    forum.start_date, forum.end_date = "2015-11-17", ""
    with pytest.raises(ValidationError) as refusal:
        forum.full_clean()
    assert refusal.value.message_dict == {
        "start_date": ["Sessions lie outside of it: Day 17; Day 18; Day 19; and others."]
    }


def test_a_forum_may_become_less_precise():
    forum = ForumFactory(start_date="2014-11-17", end_date="2014-11-21")
    SessionFactory(forum=forum, date="2014-11-19")
    forum.start_date, forum.end_date = "2014-11", ""
    forum.full_clean()


@pytest.mark.parametrize("date", ["2014-13", "soon", "2014-02-30", "9999", "2014-1"])
def test_what_is_no_date_is_refused_and_breaks_nothing(date):
    session = SessionFactory(date="2014-11-19")
    session.date = date
    with pytest.raises(ValidationError) as refusal:
        session.full_clean()
    assert set(refusal.value.message_dict) == {"date"}
    forum = session.forum
    for name in ("start_date", "end_date"):
        before = getattr(forum, name)
        setattr(forum, name, date)
        with pytest.raises(ValidationError) as refusal:
            forum.full_clean()
        assert set(refusal.value.message_dict) == {name}
        setattr(forum, name, before)
