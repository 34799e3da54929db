"""The pages of forums and of their sessions."""

import pytest
from django.urls import reverse

from tests.factories import (
    AppearanceFactory,
    CountryFactory,
    ForumFactory,
    ForumSeriesFactory,
    InitiativeFactory,
    MilestoneFactory,
    OrganizationFactory,
    PersonFactory,
    ReplicationFactory,
    ResourceFactory,
    SessionFactory,
    SessionFigureFactory,
    SourceFactory,
    StageFactory,
    ThemeFactory,
)
from tests.pages import choices, names, section_text, visible_text

LIST = reverse("forums:list")
SILENCE = "The sources do not name any speakers. That does not mean that nobody spoke."
ANNOUNCED = "Known only from an announcement or programme. Plans may have changed."

pytestmark = pytest.mark.django_db


def a_full_session(forum=None, **fields):
    """A session with one of everything that its page shows."""
    session = SessionFactory(**fields, **({"forum": forum} if forum else {}))
    initiative = InitiativeFactory(themes=["child-labour"], origins=["ECU"])
    ReplicationFactory(initiative=initiative, year=2030)
    MilestoneFactory(initiative=initiative, date="2031", text="An agreement was signed.")
    session.initiatives.add(initiative)
    session.themes.add(ThemeFactory())
    resource = ResourceFactory()
    resource.publishers.add(OrganizationFactory())
    session.resources.add(resource)
    SessionFigureFactory(session=session)
    AppearanceFactory(session=session, organization=OrganizationFactory())
    return session


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_longer_list_takes_no_more_queries(client, django_assert_num_queries, how_many):
    for number in range(how_many):
        forum = ForumFactory(
            start_date=f"201{number}",
            end_date="",
            series=ForumSeriesFactory(),
            country=CountryFactory(),
        )
        forum.themes.add(ThemeFactory())
        a_full_session(forum)
    # the page and its count, four facets and the names of the years
    with django_assert_num_queries(8):
        response = client.get(LIST)
    assert len(names(response)) == how_many


def test_every_filter_narrows_and_every_count_tells_the_truth(client):
    expo = ForumSeriesFactory(slug="expo", name="Expo")
    washington = ForumFactory(
        title="Washington", start_date="2014-11-17", series=expo, country=CountryFactory(iso3="USA")
    )
    turin = ForumFactory(title="Turin", start_date="2019", end_date="")
    washington.themes.add(ThemeFactory(slug="child-labour"))
    hidden = ForumFactory(
        title="Hidden", start_date="2014", end_date="", publication="draft", series=expo
    )
    hidden.themes.add(ThemeFactory(slug="hidden-theme"))

    response = client.get(LIST)
    assert names(response) == ["Turin", "Washington"]
    assert choices(response, "year") == {"2019": 1, "2014": 1}
    assert choices(response, "theme") == {"Child labour": 1}
    assert choices(response, "series") == {"Expo": 1}
    for question in [
        {"year": "2014"},
        {"theme": "child-labour"},
        {"series": "expo"},
        {"country": "USA"},
        {"q": "expo"},
    ]:
        assert names(client.get(LIST, question)) == ["Washington"]
    assert names(client.get(LIST, {"sort": "oldest"})) == ["Washington", "Turin"]
    assert str(turin) in visible_text(client.get(LIST, {"year": "1999x"}))


def test_the_list_counts_what_may_be_seen(client):
    forum = ForumFactory()
    session = a_full_session(forum)
    AppearanceFactory(session=session, person__publication="draft")
    session.initiatives.add(InitiativeFactory(publication="draft"))
    again = SessionFactory(forum=forum, initiatives=[session.initiatives.first()])
    AppearanceFactory(session=again, person=session.appearances.first().person, role="closing")
    assert "2 sessions 1 initiative shown 1 person named" in visible_text(client.get(LIST))


@pytest.mark.parametrize("question", [{"q": "x" * 10_000}, {"q": "a\x00b"}, {"year": "\x00"}])
def test_odd_questions_are_answered_with_a_page(client, question):
    ForumFactory()
    assert client.get(LIST, question).status_code == 200


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_busier_forum_takes_no_more_queries(client, django_assert_num_queries, how_many):
    series = ForumSeriesFactory()
    forum = ForumFactory(series=series, city="Turin", sources=["https://example.org/a"])
    for _ in range(how_many):
        ForumFactory(series=series, city="Turin")
        forum.organizers.add(OrganizationFactory())
        forum.themes.add(ThemeFactory())
        resource = ResourceFactory()
        resource.publishers.add(OrganizationFactory())
        forum.resources.add(resource)
        a_full_session(forum)
    with django_assert_num_queries(10):
        response = client.get(forum.get_absolute_url())
    assert len(response.context["sessions"]) == how_many


def test_the_page_tells_when_where_who_and_what(client):
    series = ForumSeriesFactory(name="Development Expo")
    forum = ForumFactory(
        title="Solution Forum",
        series=series,
        edition=3,
        start_date="2014-11-19",
        end_date="2014-11-19",
        city="Washington, DC",
        country=CountryFactory(name="United States"),
        venue="OAS Headquarters",
        theme="Decent work for all",
        summary="Four segments.",
        sources=[SourceFactory(title="Report of the forum")],
    )
    forum.organizers.add(OrganizationFactory(name="International Labour Organization"))
    forum.themes.add(ThemeFactory(slug="child-labour"))
    forum.resources.add(ResourceFactory(title="Concept note", kind="concept-note"))
    ForumFactory(title="The Expo before", series=series, start_date="2013-10", end_date="")
    second = SessionFactory(forum=forum, order=2, title="Second segment")
    first = SessionFactory(
        forum=forum,
        order=1,
        title="First segment",
        key_messages=["Scale up what works."],
        start_time="09:00",
        end_time="10:30",
    )
    first.resources.add(ResourceFactory(title="Presentation"))
    initiative = InitiativeFactory(title="Network of companies", origins=["ECU"])
    ReplicationFactory(initiative=initiative, to_country=CountryFactory(name="Colombia"))
    first.initiatives.add(initiative)
    AppearanceFactory(
        session=first,
        person=PersonFactory(name="Maria Velasco"),
        title="Programme Manager",
        organization=OrganizationFactory(name="Ministry of Labour"),
        topic="The network",
        points=["Zero tolerance."],
    )
    text = visible_text(client.get(forum.get_absolute_url()))
    for expected in [
        "19 November 2014 , Washington, DC, United States OAS Headquarters",
        "Official theme: “Decent work for all”",
        "Four segments.",
        "2 sessions",
        "09:00 to 10:30 First segment",
        "Key messages Scale up what works.",
        "Maria Velasco Speaker Programme Manager, Ministry of Labour The network",
        "Network of companies Country ECU → taken up by Colombia",
        "See what was said, point by point · 1 point · 1 document",
        "Concept note Concept note",
        "Presentation Report",
        "3rd edition",
        "Organized by International Labour Organization",
        "Other forums in this series The Expo before October 2013",
        "Report of the forum",
        "They may be incomplete.",
        SILENCE,
    ]:
        assert expected in text
    assert text.index("First segment") < text.index("Second segment")
    assert ANNOUNCED not in text
    assert second.title in text


def test_an_announced_event_is_said_to_be_so(client):
    forum = ForumFactory(summary="Dialogue announced by the ILO on decent work.")
    session = SessionFactory(forum=forum)
    assert ANNOUNCED in visible_text(client.get(forum.get_absolute_url()))
    assert ANNOUNCED in visible_text(client.get(session.get_absolute_url()))
    session = SessionFactory(forum__summary="Conference.", summary="Workshop announced for Monday.")
    for page in (session, session.forum):
        assert visible_text(client.get(page.get_absolute_url())).count(ANNOUNCED) == 1


def test_what_was_announced_at_an_event_is_no_announcement_of_it(client):
    forum = ForumFactory(summary="At the end the next conference was announced for Argentina.")
    assert ANNOUNCED not in visible_text(client.get(forum.get_absolute_url()))


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_busier_session_takes_no_more_queries(client, django_assert_num_queries, how_many):
    forum = ForumFactory(sources=["https://example.org/a"])
    session = a_full_session(forum, order=1)
    for number in range(how_many - 1):
        a_full_session(forum, order=number + 2)
        session.initiatives.add(InitiativeFactory(themes=["cooperatives"], origins=["BRA"]))
        AppearanceFactory(session=session, organization=OrganizationFactory())
        SessionFigureFactory(session=session)
        session.resources.add(ResourceFactory())
    with django_assert_num_queries(9):
        response = client.get(session.get_absolute_url())
    assert len(response.context["session"].appearances) == how_many


def test_the_page_of_a_session_tells_what_was_said_with_figures_and_their_source(client):
    other = SourceFactory(title="Background paper")
    forum = ForumFactory(title="Solution Forum", sources=[SourceFactory(title="Report"), other])
    before = SessionFactory(forum=forum, order=1, title="Before")
    session = SessionFactory(
        forum=forum,
        order=2,
        title="Fragile to fragile",
        date="2014-11-19",
        key_messages=["Solidarity without conditions."],
    )
    after = SessionFactory(forum=forum, order=3, title="After")
    SessionFigureFactory(
        session=session, value=1_500_000_000, unit="people", label="in such States", source=other
    )
    da_costa = PersonFactory(name="Helder da Costa")
    for role, points in [("opening", ["One voice."]), ("closing", ["One plan.", "One vision."])]:
        AppearanceFactory(
            session=session,
            person=da_costa,
            role=role,
            title="General Secretary",
            organization=OrganizationFactory(slug="g7plus", name="g7+"),
            points=points,
        )
    session.initiatives.add(InitiativeFactory(title="Dili Consensus", origins=["TLS"]))
    session.resources.add(ResourceFactory(title="Text of the consensus"))
    response = client.get(session.get_absolute_url())
    text = visible_text(response)
    for expected in [
        "Session 2 of 3",
        "19 November 2014",
        "1.5 billion people in such States2",
        "Key messages Solidarity without conditions.",
        "Helder da Costa Opening General Secretary, g7+ One voice.",
        "Helder da Costa Closing General Secretary, g7+ One plan. One vision.",
        "Dili Consensus",
        "Text of the consensus",
        "Previous sessionBefore",
        "Next sessionAfter",
    ]:
        assert expected in text
    body = response.content.decode()
    assert f'rel="prev" href="{before.get_absolute_url()}"' in body
    assert f'rel="next" class="next" href="{after.get_absolute_url()}"' in body


def test_a_session_that_names_nobody_says_what_that_means(client):
    assert SILENCE in visible_text(client.get(SessionFactory().get_absolute_url()))


def test_nothing_shows_that_is_not_published(client):
    forum = ForumFactory(city="Turin", series=ForumSeriesFactory())
    session = SessionFactory(forum=forum)
    hidden = {"title": "Hidden", "publication": "draft"}
    body = OrganizationFactory(name="Hidden", publication="archived")
    forum.organizers.add(body)
    forum.resources.add(ResourceFactory(**hidden))
    session.resources.add(ResourceFactory(**hidden))
    session.initiatives.add(InitiativeFactory(**hidden))
    AppearanceFactory(session=session, organization=body, title="Speaker of the house")
    AppearanceFactory(session=session, person=PersonFactory(name="Hidden", publication="draft"))
    ForumFactory(series=forum.series, city="Turin", **hidden)
    for url in (forum.get_absolute_url(), session.get_absolute_url(), LIST):
        response = client.get(url)
        assert response.status_code == 200
        assert "Hidden" not in response.content.decode()
    assert "Speaker of the house" in visible_text(client.get(session.get_absolute_url()))


class TestWhatCameAfter:
    """From the podium to the field: later, never because."""

    @pytest.fixture
    def session(self):
        return SessionFactory(date="2014-11-19", forum__start_date="2014-11-17")

    def shown(self, session, title="Seed banks", **fields):
        initiative = InitiativeFactory(title=title, **fields)
        session.initiatives.add(initiative)
        return initiative

    def after(self, client, page):
        return section_text(client.get(page.get_absolute_url()), "after")

    def test_replications_visits_and_milestones_stand_in_the_order_of_their_dates(
        self, client, session
    ):
        seeds = self.shown(session)
        for year, stage in ((2019, "replicated"), (2016, "exchange")):
            ReplicationFactory(
                initiative=seeds,
                from_country__name="Mali",
                to_country__name=f"Land {year}",
                stage=StageFactory(slug=stage, name=stage.capitalize()),
                year=year,
                note=f"Told of {year}.",
                source=SourceFactory(title=f"Report {year}"),
            )
        MilestoneFactory(initiative=seeds, date="2017-03", text="A memorandum was signed.")
        MilestoneFactory(initiative=seeds, date="2014-12", text="Two towns agree.")
        for page in (session, session.forum):
            said = self.after(client, page)
            order = [
                "December 2014 Seed banks Two towns agree.",
                "2016 Seed banks, from Mali to Land 2016 Exchange Told of 2016.3",
                "March 2017 Seed banks A memorandum was signed.",
                "2019 Seed banks, from Mali to Land 2019 Replicated Told of 2019.5",
            ]
            places = [said.index(one) for one in order]
            assert places == sorted(places)
            assert "This does not mean that the forum led to it." in said
            assert "Report 2019" in visible_text(client.get(page.get_absolute_url()))

    def test_what_may_be_earlier_or_is_no_more_than_wanted_is_not_told(self, client, session):
        seeds = self.shown(session)
        ReplicationFactory(initiative=seeds, year=2014)
        ReplicationFactory(initiative=seeds, year=None)
        ReplicationFactory(initiative=seeds, year=2020, stage__slug="interested")
        for date in ("2014-11", "2014-11-20", "2014-11-21"):  # the forum went on
            MilestoneFactory(initiative=seeds, date=date, text="A declaration was adopted.")
        hidden = self.shown(session, title="Hidden", publication="draft")
        ReplicationFactory(initiative=hidden, year=2020)
        MilestoneFactory(initiative=hidden, date="2020", text="An agreement was signed.")
        for page in (session, session.forum):
            assert "The catalogue has no replication, visit or milestone" in self.after(
                client, page
            )

    def test_the_page_of_a_person_tells_it_of_all_forums(self, client, session):
        ReplicationFactory(initiative=self.shown(session), year=2015)
        later = SessionFactory(date="", forum__start_date="2018", forum__end_date="")
        ReplicationFactory(initiative=self.shown(later, title="Late"), year=2016)
        ReplicationFactory(initiative=self.shown(later, title="Latest"), year=2019)
        person = PersonFactory()
        for one in (session, later):
            AppearanceFactory(person=person, session=one)
        said = self.after(client, person)
        assert "2015 Seed banks" in said
        assert "2019 Latest" in said
        assert "Late," not in said

    def test_where_nothing_was_shown_nothing_is_said_of_it(self, client, session):
        for page in (session, session.forum):
            assert "What came after" not in visible_text(client.get(page.get_absolute_url()))
