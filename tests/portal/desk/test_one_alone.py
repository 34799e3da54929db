"""What one editor alone changes of what readers see, where two look at each change of a text."""

import pytest
from django.test import Client

from core.history import recorded
from core.models import EditedRow
from forum.models import Forum, ForumSeries, Session
from initiatives.models import Country, Initiative, Source
from portal.desk.roles import EDITORS
from tests.desk import Page, fields_of, take_step, url_of
from tests.factories import (
    CountryFactory,
    ForumFactory,
    ForumSeriesFactory,
    InitiativeFactory,
    ReplyFactory,
    SessionFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
REFUSED = "press “Save as a draft of changes”"


@pytest.fixture(autouse=True)
def two_people(settings):
    settings.PUBLISH_ALONE = False


@pytest.fixture
def bo():
    client = Client()
    client.force_login(UserFactory(groups=[EDITORS], username="bo"))
    return client


@pytest.fixture
def initiative():
    return InitiativeFactory(
        title="Seeds", themes=["a"], origins=["BRA"], sources=["https://example.org/1"]
    )


def change(client, record, **values):
    """Change a record in its form: what the form says is wrong, as one text."""
    page = Page(client, url_of(type(record), "change", record.pk)).fill(**values)
    page.send()
    record.refresh_from_db()
    return " ".join(page.errors.get("__all__", []))


def test_a_text_that_records_share_goes_by_a_draft_once_one_of_them_is_public(bo, initiative):
    cited, other = initiative.citations.get().source, SourceFactory(title="Report")
    series = ForumSeriesFactory(name="Fairs")
    ForumFactory(series=series)
    assert REFUSED in change(bo, cited, title="Another")
    assert REFUSED in change(bo, series, name="Another")
    assert change(bo, other, title="Another") == ""
    assert Source.objects.get(title="Another") == other
    assert ForumSeries.objects.get().name == "Fairs"


def test_a_reply_goes_by_a_draft(bo, initiative):
    reply = ReplyFactory(initiative=initiative)
    text = reply.text
    assert REFUSED in change(bo, initiative, **{"replies-0-text": "They never said this."})
    reply.refresh_from_db()
    assert reply.text == text


def test_a_session_comes_into_a_public_forum_by_a_draft(bo):
    public = ForumFactory(sources=["https://example.org/f"])
    session = SessionFactory(forum__publication="draft")
    assert REFUSED in change(bo, session, forum=public.pk)
    assert Session.objects.get().forum != public


def test_the_order_of_sessions_goes_by_a_draft(bo):
    forum = ForumFactory(sources=["https://example.org/f"])
    first, second = (SessionFactory(forum=forum, order=number) for number in (1, 2))
    page = Page(bo, url_of(Forum, "change", forum.pk))
    page.fill(**{"sessions-0-order": "1", "sessions-1-order": "0"}).send()
    assert REFUSED in " ".join(page.errors["__all__"])
    assert list(forum.sessions.order_by("order")) == [first, second]


def test_what_comes_back_by_the_history_is_a_form_and_goes_by_a_draft(bo, initiative):
    with recorded("desk"):
        Initiative.objects.update(summary="Another.")
    row = EditedRow.objects.of("initiative", initiative.pk).last()
    url = url_of(Initiative, "change", initiative.pk)
    form = bo.post(url, {"_former": f"{row.pk}-summary"})
    assert form.status_code == 200
    answer = bo.post(url, fields_of(form.content.decode()) | {"_save": "1"})
    assert REFUSED in answer.content.decode()
    initiative.refresh_from_db()
    assert initiative.summary == "Another."


def test_a_place_on_the_home_page_is_no_text(bo, initiative):
    take_step(bo, "put_on_home_page", initiative)
    initiative.refresh_from_db()
    assert initiative.featured == 1


def test_what_is_withdrawn_needs_no_second_look(bo, initiative):
    take_step(bo, "archive", initiative)
    initiative.refresh_from_db()
    assert initiative.publication == "archived"


def test_reference_data_are_editors_by_right_and_the_history_has_each_change(bo):
    country = CountryFactory(iso3="HTI", name="Haiti")
    InitiativeFactory(origins=["HTI"])
    assert change(bo, country, name="Hayti") == ""
    assert Country.objects.get(iso3="HTI").name == "Hayti"
    row = EditedRow.objects.of("country", country.pk).last()
    assert (row.before["name"], row.edit.name) == ("Haiti", "bo")
