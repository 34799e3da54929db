"""Forums, sessions and people at the curators' desk."""

import pytest

from core.models import KeptReason
from core.publishing import gate
from forum.models import Appearance, Forum, ForumSeries, Person, Session
from portal.desk.roles import CURATORS, EDITORS
from tests.desk import Page, said, take_step, url_of
from tests.factories import (
    AppearanceFactory,
    ForumFactory,
    ForumSeriesFactory,
    InitiativeFactory,
    OrganizationFactory,
    PersonFactory,
    SessionFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(client):
    client.force_login(UserFactory(groups=[CURATORS]))
    return client


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(groups=[EDITORS]))
    return client


def page_of(client, record):
    return Page(client, url_of(type(record), "change", record.pk))


def new_session(client, forum, **values):
    page = Page(client, f"{url_of(Session, 'add')}?forum={forum.pk}")
    return page.fill(title="A panel", slug="a-panel", summary="What was said.", **values)


def test_a_forum_lists_its_sessions_and_leads_to_a_form_for_the_next(curator):
    forum = ForumFactory(publication="draft")
    session = SessionFactory(forum=forum, order=4, title="Opening <b>")
    html = page_of(curator, forum).response.content.decode()
    assert url_of(Session, "change", session.pk) in html
    assert "Opening &lt;b&gt;" in html
    assert f"{url_of(Session, 'add')}?forum={forum.pk}" in html
    new_session(curator, forum, order="").send()
    assert Session.objects.get(slug="a-panel").order == 5


def test_the_first_session_without_a_number_is_the_first(curator):
    new_session(curator, ForumFactory(publication="draft"), order="").send()
    assert Session.objects.get().order == 1


def test_two_sessions_cannot_have_one_number(curator):
    forum = ForumFactory(publication="draft")
    SessionFactory(forum=forum, order=2)
    page = new_session(curator, forum, order="2")
    page.send()
    assert page.errors == {"order": ["Another session has this place."]}


@pytest.mark.parametrize(
    ("values", "field", "text"),
    [
        ({"date": "2015-01-01"}, "date", "The forum is dated 17 to 21 November 2014"),
        ({"date": "2014-13"}, "date", "Write a year, a month or a day"),
        ({"date": "2014-11-31"}, "date", "is not in the calendar"),
        ({"start_time": "10:00", "end_time": "09:00"}, "end_time", "It ends before it starts."),
        ({"start_time": "25:00"}, "start_time", "Enter a valid time."),
        ({"order": "0"}, "order", "greater than or equal to 1"),
        ({"order": "99999"}, "order", "less than or equal to 32767"),
        ({"forum": "0"}, "forum", "Select a valid choice."),
        ({"forum": ""}, "forum", "This field is required."),
        ({"forum": "x"}, "forum", "Select a valid choice."),
        ({"key_messages": "a\n\u200b"}, "key_messages", "It holds nothing that can be seen."),
    ],
)
def test_a_session_that_cannot_be(curator, values, field, text):
    page = new_session(curator, ForumFactory(publication="draft")).fill(**values)
    page.send()
    assert set(page.errors) == {field}
    assert text in page.errors[field][0]


def test_dates_of_a_forum_that_leave_a_session_out_are_refused(editor):
    forum = ForumFactory(sources=["https://example.org"])
    SessionFactory(forum=forum, date="2014-11-19", title="Panel")
    page = page_of(editor, forum)
    page.fill(start_date="2015", end_date="").send()
    assert page.errors == {"start_date": ["Sessions lie outside of it: Panel."]}
    page.fill(start_date="2014-11-21", end_date="2014-11-17").send()
    assert page.errors["end_date"] == ["The end lies before the start."]
    for nonsense in ("soon", "2014-13", "\u200b"):
        page.fill(start_date=nonsense, end_date=nonsense).send()
        assert set(page.errors) == {"start_date", "end_date"}
    assert page.fill(start_date="2014-11", end_date="").send().status_code == 302


def test_what_was_said_is_written_one_point_on_each_line(curator):
    forum = ForumFactory(publication="draft")
    page = new_session(curator, forum, key_messages="First, and more.\n\n Second. ")
    person, organization = PersonFactory(), OrganizationFactory()
    page.add_row(
        "appearances",
        person=person.pk,
        role="speaker",
        title="Minister",
        organization=organization.pk,
        points="Seeds matter, she said.\nSo does soil.",
    )
    page.send()
    session = Session.objects.get()
    assert session.key_messages == ["First, and more.", "Second."]
    assert session.appearances.get().points == ["Seeds matter, she said.", "So does soil."]


def test_a_person_has_a_role_in_a_session_once(curator):
    appearance = AppearanceFactory(session__forum__publication="draft")
    page = page_of(curator, appearance.session)
    page.add_row("appearances", person=appearance.person_id, role="speaker").send()
    assert page.errors["appearances"] == ["This person has this role already."]
    page = page_of(curator, appearance.session)
    page.add_row("appearances", person=appearance.person_id, role="moderator").send()
    assert Appearance.objects.count() == 2


def test_figures_of_a_session_bring_their_source_to_the_forum(curator):
    forum, source = ForumFactory(publication="draft"), SourceFactory()
    changed = forum.updated_at
    page = new_session(curator, forum)
    page.add_row("figures", value="40", unit="countries", source=source.pk).send()
    forum.refresh_from_db()
    assert [citation.source for citation in forum.citations.all()] == [source]
    assert forum.updated_at > changed


def test_sessions_of_a_published_forum_are_for_editors(client):
    forum, own = ForumFactory(), ForumFactory(publication="draft")
    session, draft = SessionFactory(forum=forum), SessionFactory(forum=own)
    client.force_login(UserFactory(groups=[CURATORS]))
    page = page_of(client, session)
    assert "title" not in page.data
    assert page.fill(title="Taken over").send().status_code == 403
    delete = url_of(Session, "delete", session.pk)
    assert client.post(delete, {"post": "yes"}).status_code == 403
    moved = page_of(client, draft).fill(forum=forum.pk)
    moved.send()
    assert "as a draft of changes" in moved.errors["forum"][0]
    added = new_session(client, forum)
    added.send()
    assert "as a draft of changes" in added.errors["forum"][0]
    client.force_login(UserFactory(groups=[EDITORS]))
    assert page_of(client, session).fill(title="Mended").send().status_code == 302
    assert new_session(client, forum).send().status_code == 302


def test_a_series_is_renamed_by_curators_until_a_forum_of_it_is_published(client):
    series = ForumSeriesFactory()
    ForumFactory(series=series, publication="draft")
    client.force_login(UserFactory(groups=[CURATORS]))
    assert page_of(client, series).fill(name="Renamed").send().status_code == 302
    ForumFactory(series=series)
    assert page_of(client, series).fill(name="Again").send().status_code == 403
    assert ForumSeries.objects.get().name == "Renamed"


def test_the_page_of_a_person_lists_the_appearances(editor):
    ministry = OrganizationFactory(name="Ministry of Labour")
    appearance = AppearanceFactory(title="Minister", organization=ministry)
    html = page_of(editor, appearance.person).response.content.decode()
    assert url_of(Session, "change", appearance.session_id) in html
    assert "speaker, Minister, Ministry of Labour" in html


def test_a_person_whom_sessions_name_cannot_be_deleted(editor):
    person = AppearanceFactory().person
    editor.post(url_of(Person, "delete", person.pk), {"post": "yes"})
    assert Person.objects.filter(pk=person.pk).exists()


def test_publishing_a_forum_warns_of_whom_and_what_readers_will_not_see(editor):
    forum = ForumFactory(publication="draft", sources=["https://example.org"])
    texts = said(take_step(editor, "publish", forum))
    assert "It has no session yet." in texts[-1]
    Forum.objects.update(publication="draft")
    AppearanceFactory(session__forum=forum, person=PersonFactory(name="Ana", publication="draft"))
    texts = said(take_step(editor, "publish", forum))
    assert "“Ana” is not published (draft): readers will not see it here." in texts[-1]


def test_lists_of_sessions_and_people_can_be_asked_for_gaps(editor):
    full = SessionFactory(title="Full", date="2014-11-17", initiatives=[InitiativeFactory()])
    AppearanceFactory(session=full)
    SessionFactory(title="Bare")
    PersonFactory(name="Nobody")
    for model, gap, found in [
        (Session, "names-nobody", ["Bare"]),
        (Session, "shows-no-initiative", ["Bare"]),
        (Session, "has-no-date", ["Bare"]),
        (Person, "appears-in-no-session", ["Nobody"]),
        (Forum, "has-no-session", []),
    ]:
        response = editor.get(url_of(model, "changelist"), {"missing": gap})
        assert [str(record) for record in response.context["cl"].result_list] == found


@pytest.mark.parametrize("how_many", [1, 3])
def test_three_sessions_and_three_people_cost_no_more_than_one(
    editor, how_many, django_assert_max_num_queries
):
    session = SessionFactory()
    AppearanceFactory.create_batch(how_many, session=session)
    SessionFactory.create_batch(how_many, forum=session.forum)
    for model in (Session, Person, Forum):
        with django_assert_max_num_queries(12):
            editor.get(url_of(model, "changelist"))
    with django_assert_max_num_queries(24):
        editor.get(url_of(Session, "change", session.pk))


def test_sessions_are_put_in_order_on_the_page_of_their_forum(editor):
    forum = ForumFactory(sources=["https://example.org"])
    first, second, third = (SessionFactory(forum=forum, order=place) for place in (1, 2, 5))
    page = page_of(editor, forum)
    assert url_of(Session, "change", second.pk) in page.response.content.decode()
    rows = {int(page.data[f"sessions-{row}-id"]): row for row in range(3)}
    for place, session in enumerate([third, first, second]):
        page.data[f"sessions-{rows[session.pk]}-order"] = place  # as the browser counts
    assert page.send().status_code == 302
    assert list(forum.sessions.order_by("order")) == [third, first, second]
    assert [session.order for session in forum.sessions.order_by("order")] == [1, 2, 3]


def test_after_a_session_one_is_back_at_its_forum_with_the_way_on(editor):
    forum = ForumFactory()
    first, second = (SessionFactory(forum=forum, order=place) for place in (1, 2))
    response = page_of(editor, first).send()
    assert response.url == f"{url_of(Forum, 'change', forum.pk)}#sessions"
    ways = said(response)[-1]
    assert url_of(Session, "change", second.pk) in ways
    add = f"{url_of(Session, 'add')}?forum={forum.pk}"
    assert add in ways
    response = page_of(editor, first).send("_addanother")
    assert response.url == add


class TestGate:
    """A session of a public forum is asked what the forum would be asked about it."""

    @pytest.fixture
    def forum(self):
        forum = ForumFactory(title="Solution Forum")
        SessionFactory(forum=forum, order=1, title="OPENING OF THE FORUM", summary="Call 555.")
        return forum

    def test_what_a_new_one_brings_asks_for_a_reason_which_is_kept_with_the_forum(
        self, editor, forum
    ):
        page = new_session(editor, forum).fill(summary="Ring +254 712 345 678.")
        page.send()
        (question,) = page.response.context["questions"]
        assert "“+254 712 345 678”" in question.finding.text
        assert question.finding.text.startswith("Session “A panel”")
        assert forum.sessions.count() == 1
        page.fill(**{question.name: "A public helpline."}).send()
        assert forum.sessions.count() == 2
        kept = KeptReason.objects.get()
        assert (kept.kind, kept.row_id, kept.reason) == ("forum", forum.pk, "A public helpline.")

    def test_errors_that_stand_elsewhere_in_the_forum_hold_nothing_back(self, editor, forum):
        Forum.objects.update(summary="Write to ana@example.org.")
        assert gate.judge(forum).errors
        new_session(editor, forum).send()
        session = forum.sessions.get(slug="a-panel")
        page = page_of(editor, session).fill(summary="")
        page.send()
        assert page.errors == {"summary": ["Each session that readers see has a summary."]}
        session.refresh_from_db()
        assert session.summary == "What was said."

    def test_a_draft_is_asked_nothing(self, curator, forum):
        Forum.objects.update(publication="draft")
        new_session(curator, forum).fill(summary="Ring +254 712 345 678.").send()
        assert forum.sessions.count() == 2
