"""Initiatives side by side: how they are chosen, and what the page says of each."""

import re
from html import unescape

import pytest

from core import revision
from core.models import PublicRecord
from initiatives.models import Initiative
from initiatives.pages.comparison import comparison_of
from initiatives.records import read_initiatives
from tests.factories import (
    FigureFactory,
    InitiativeFactory,
    OrganizationFactory,
    PartnershipFactory,
    ReplicationFactory,
    SourceFactory,
)
from tests.pages import visible_text

pytestmark = pytest.mark.django_db


def compare(client, *slugs, **question):
    return client.get("/compare/", {"initiative": slugs, **question})


def compared(response):
    return [one.slug for one in response.context["comparison"].initiatives]


def offered(response):
    """The slugs of what can be ticked on the page."""
    return re.findall(
        r'type="checkbox" form="compare" name="initiative" value="(\w)"', html(response)
    )


def html(response):
    return response.content.decode()


def said(*initiatives):
    """By label what initiatives say, as text: prose, figures, lines, or what is said of a gap."""
    records = {one.slug: one for one in read_initiatives(Initiative.objects.published())}
    comparison = comparison_of([records[one.slug] for one in initiatives])
    return {
        question.label: [in_words(answer) for answer in question.answers]
        for part in comparison.parts
        for question in part.questions
    }


def in_words(answer):
    figures = [f"{row[0].number} {row[0].unit}" for row in answer.figures]
    lines = ["".join(piece.text for piece in line) for line in answer.lines]
    return "; ".join(filter(None, [answer.prose, *figures, *lines])) or answer.gap


class TestWhatIsSaid:
    def test_each_answers_the_same_questions(self, client):
        report = SourceFactory(title="The report", type="evaluation")
        one = InitiativeFactory(
            slug="one",
            origins=["BRA"],
            start_year=2004,
            results="Fewer children at work.",
            sources=[report],
        )
        other = InitiativeFactory(slug="other", origins=["IND"], lessons="Begin small.")
        for kind, value in (("result", 28), ("scale", 14), ("cost", 7), ("context", 99)):
            FigureFactory(initiative=one, kind=kind, value=value, unit="of them", source=report)
        for stage, year in (("replicated", 2012), ("adapting", None)):
            ReplicationFactory(
                initiative=one,
                from_country__iso3="BRA",
                to_country__iso3="HTI",
                to_country__name="Haiti",
                stage__slug=stage,
                stage__order={"replicated": 4, "adapting": 3}[stage],
                year=year,
                source=report,
            )
        ReplicationFactory(
            initiative=one,
            from_country__iso3="KEN",
            from_country__name="Kenya",
            to_country__name="Ghana",
            stage__slug="exchange",
            source=report,
        )
        ministry = OrganizationFactory(name="Ministry", url="https://www.labour.example.org/")
        for role, organization in (("lead", ministry), ("funder", None), ("partner", None)):
            PartnershipFactory(
                initiative=one,
                role__slug=role,
                organization=organization or OrganizationFactory(name=f"A {role}"),
            )
        answers = said(one, other)
        assert (
            answers
            | {
                "Years": ["from 2004", "not known"],
                "Where it began": ["Country BRA", "Country IND"],
                "Who took it up": ["Haiti, replicated, 2012, adapting", "not known"],
                "Who learnt from it": ["Ghana, from Kenya", "not known"],
                "Results": ["Fewer children at work.; 28 of them", "not known"],
                "How large it is": ["14 of them", "not known"],
                "Background, not results": ["99 of them", "not known"],
                "What was learned": ["not known", "Begin small."],
                "Money": ["7 of them", "not known"],
                "Who to ask": ["Lead: Ministry, labour.example.org", "not known"],
                "Who pays": ["Funder: A funder", "not known"],
                "Other partners": ["Partner: A partner", "not known"],
                "Based on": ["1 evaluation ", "1 other source "],
            }
            == answers
        )

    def test_claims_cite_sources_numbered_across_the_page(self, client):
        shared, own = SourceFactory(title="Shared"), SourceFactory(title="Own")
        for slug, sources in (("a", [shared]), ("b", [own, shared])):
            initiative = InitiativeFactory(slug=slug, sources=sources)
            FigureFactory(initiative=initiative, kind="result", source=shared)
            FigureFactory(initiative=initiative, kind="scale", source=sources[0])
        page = html(compare(client, "a", "b"))
        row = page.partition(">How large it is<")[2].partition("</tr>")[0]
        assert re.findall(r'href="#source-(\d)"', row) == ["1", "2"]
        assert re.findall(r'<li id="source-(\d)"><a [^>]*>(\w+)<', page) == [
            ("1", "Shared"),
            ("2", "Own"),
        ]

    def test_gaps_are_said_and_what_is_known_of_none_is_one_sentence(self, client):
        InitiativeFactory(slug="a", title="A", challenge="Children at work.")
        InitiativeFactory(slug="b", title="B")
        text = visible_text(compare(client, "a", "b"))
        assert "The challenge A Children at work. B Not known" in text
        assert "Not known for any of them: years, status, sectors, cooperation." in text
        assert "How large it is" not in text

    def test_what_all_say_alike_is_said_once(self, client):
        for slug in ("a", "b", "c"):
            InitiativeFactory(slug=slug, title=slug.upper(), status="active", start_year=2004)
        Initiative.objects.filter(slug="c").update(start_year=2010)
        text = visible_text(compare(client, "a", "b"))
        assert "Years Both since 2004 Status Both Active" in text
        text = visible_text(compare(client, "a", "b", "c"))
        assert "Years A since 2004 B since 2004 C since 2010 Status All of them Active" in text

    def test_what_is_not_published_is_not_said(self, client):
        initiative = InitiativeFactory(slug="a")
        hidden = OrganizationFactory(name="Hidden body", publication="draft")
        PartnershipFactory(initiative=initiative, organization=hidden)
        assert "Hidden" not in visible_text(compare(client, "a"))

    @pytest.mark.parametrize("how_many", [1, 4])
    def test_four_take_no_more_queries_than_one(self, client, django_assert_num_queries, how_many):
        slugs = [f"slug-{number}" for number in range(how_many)]
        for slug in slugs:
            initiative = InitiativeFactory(slug=slug, themes=["x"], origins=["BRA"])
            FigureFactory(initiative=initiative)
            ReplicationFactory(initiative=initiative)
            PartnershipFactory(initiative=initiative)
        # what the address names, their records, and the labels of what these name
        with django_assert_num_queries(3):
            response = compare(client, *slugs)
        assert compared(response) == slugs


class TestChoosing:
    @pytest.fixture(autouse=True)
    def initiatives(self):
        for slug in "abcdef":
            InitiativeFactory(slug=slug, title=f"Title {slug}", themes=["x"])

    def test_they_stand_in_the_order_of_the_address(self, client):
        assert compared(compare(client, "c", "a")) == ["c", "a"]

    def test_each_can_be_removed(self, client):
        page = html(compare(client, "c", "a"))
        assert 'href="?initiative=a" rel="nofollow" aria-label="Remove Title c"' in page

    def test_it_can_be_taken_away_as_a_brief(self, client):
        page = html(compare(client, "c", "a"))
        for form in ("pdf", "docx", "odt"):
            assert page.count(f'href="/compare/brief.{form}?initiative=c&amp;initiative=a"') == 1

    def test_a_fifth_is_refused_in_words_and_can_take_the_place_of_another(self, client):
        response = compare(client, *"abcdef")
        text = visible_text(response)
        assert compared(response) == list("abcd")
        assert "You can compare up to four. These were left out." in text
        assert "Title e instead of Title a, Title b, Title c or Title d Title f instead of" in text
        swaps = re.findall(r'href="\?([^"]*)" rel="nofollow">Title c<', html(response))
        swapped = client.get(f"/compare/?{unescape(swaps[0])}")
        assert compared(swapped) == list("abed")
        assert "This one was left out." in visible_text(swapped)

    def test_a_hundred_are_refused_as_well(self, client):
        response = compare(client, *(f"none-{number}" for number in range(98)), "a", "b")
        assert response.status_code == 200
        assert "80 more names in the address were not looked up." in visible_text(response)

    def test_what_cannot_be_compared_is_said_in_words(self, client):
        InitiativeFactory(slug="draft", title="Secret", publication="draft")
        revision.current(fresh=True)
        Initiative.objects.filter(slug="a").update(slug="new")
        Initiative.objects.filter(slug__in=["b", "c"]).update(publication="archived")
        revision.current(fresh=True)
        records = PublicRecord.objects.of(Initiative)
        into = records.get(slug="d")
        records.filter(slug="c").update(state="merged", replaced_by=into)
        response = compare(client, "a", "b", "c", "d", "draft", "<i>", "\0", "", "E", "e")
        text = visible_text(response)
        assert compared(response) == ["new", "d", "e"]
        for remark in (
            "“a” is now “Title a”.",
            "“b” was withdrawn from the catalogue.",
            "“c” is now “Title d”.",
            "“draft” is not in the catalogue.",
            "“<i>” is not in the catalogue.",
            "“Title d” was chosen more than once. It is shown once.",
            "“Title e” was chosen more than once. It is shown once.",
            "A name in the address cannot be read.",
        ):
            assert remark in text
        assert "Secret" not in text

    def test_a_search_finds_what_can_be_ticked_beside_those_chosen(self, client):
        response = compare(client, "a", q="title")
        assert sorted(offered(response)) == list("bcdef")
        assert '<input type="hidden" form="compare" name="initiative" value="a">' in html(response)
        assert "No initiatives match “zyxwvut”." in visible_text(compare(client, "a", q="zyxwvut"))

    def test_words_that_cannot_be_searched_for_are_refused_in_words(self, client):
        assert "Your search is too long" in visible_text(compare(client, "a", q="x" * 500))

    def test_beside_a_single_one_stands_what_resembles_it(self, client):
        response = compare(client, "a")
        assert "Similar initiatives" in visible_text(response)
        assert len(offered(response)) == 4
        assert offered(compare(client, "a", "b")) == []

    def test_where_there_is_no_room_nothing_is_offered(self, client):
        response = compare(client, *"abcd", q="title")
        assert "To compare with another, remove one." in visible_text(response)
        assert offered(response) == []

    def test_it_begins_with_a_search(self, client):
        text = visible_text(client.get("/compare/"))
        assert "See up to four initiatives side by side." in text
        assert "Sources" not in text

    @pytest.mark.parametrize(
        "path",
        ["/initiatives/", "/search/?q=title", "/search/?q=title&in=initiatives", "/themes/x/"],
    )
    def test_the_entries_of_lists_can_be_ticked(self, client, path):
        page = html(client.get(path))
        ticks = re.findall(
            r'<input type="checkbox" form="compare" name="initiative" value="(\w)"'
            r' aria-label="Compare Title \1">',
            page,
        )
        assert sorted(ticks) == list("abcdef")
        assert page.count('<form id="compare"') == 1
        assert 'action="/compare/"' in page
