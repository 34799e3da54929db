"""The pages of initiatives: the list with its search, and one initiative."""

import pytest
from django.urls import reverse

from forum.models import Session
from initiatives.models import Initiative
from tests.factories import (
    CountryFactory,
    CountryGroupFactory,
    FigureFactory,
    GoalFactory,
    InitiativeFactory,
    MilestoneFactory,
    PartnershipFactory,
    RegionFactory,
    ReplicationFactory,
    ReplyFactory,
    ResourceFactory,
    SectorFactory,
    SessionFactory,
    SourceFactory,
    ThemeFactory,
)
from tests.pages import entries, facet_counts, visible_text

LIST = reverse("initiatives:list")


def titles(response):
    """The titles of the initiatives on a page of the list."""
    return [title for _, title in entries(response)]


def make_entries(how_many):
    """So many initiatives with all that an entry says."""
    for number in range(how_many):
        initiative = InitiativeFactory(
            themes=["cooperatives", f"theme-{number}"], origins=["BRA"], countries=["HTI"]
        )
        ReplicationFactory(initiative=initiative)
        PartnershipFactory(initiative=initiative)


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_list_takes_no_query(client, db, django_assert_num_queries, how_many):
    make_entries(how_many)
    with django_assert_num_queries(0):
        response = client.get(LIST)
    assert len(titles(response)) == how_many


@pytest.mark.parametrize("how_many", [1, 3])
@pytest.mark.usefixtures("without_index")
def test_while_there_is_no_index_many_entries_take_no_more_queries_than_one(
    client, db, django_assert_num_queries, how_many
):
    make_entries(how_many)
    # the ids, twelve facets, the cards with their themes, origins and replications, and the names
    with django_assert_num_queries(34):
        response = client.get(LIST)
    assert len(titles(response)) == how_many


@pytest.mark.django_db
class TestFilters:
    def test_a_theme_hides_the_other_themes_and_the_drafts(self, client):
        seeds = InitiativeFactory(themes=["cooperatives"])
        InitiativeFactory(themes=["child-labour"])
        for publication in ("draft", "in-review", "archived"):
            InitiativeFactory(themes=["cooperatives"], publication=publication)
        response = client.get(LIST, {"theme": "cooperatives"})
        assert titles(response) == [seeds.title]
        assert facet_counts(response, "theme") == {"Cooperatives": 1}

    def test_values_of_a_facet_are_alternatives_and_facets_are_conditions(self, client):
        InitiativeFactory(title="A", origins=["PER"], status="active")
        InitiativeFactory(title="B", origins=["ECU"], status="active")
        InitiativeFactory(title="C", origins=["ECU"], status="completed")
        InitiativeFactory(title="D", origins=["KEN"], status="active")
        query = {"country": ["PER", "ECU"], "status": "active", "sort": "title"}
        assert titles(client.get(LIST, query)) == ["A", "B"]

    def test_of_several_themes_sectors_or_goals_all_are_asked_for_unless_any_is(self, client):
        for title, values in {"A": "x", "B": "xy", "C": "yz", "D": "xyz"}.items():
            initiative = InitiativeFactory(title=title, themes=values, sectors=values)
            initiative.sdgs.set([GoalFactory(number="xyz".index(value) + 1) for value in values])
        for name, (x, y) in {"theme": "xy", "sector": "xy", "sdg": "12"}.items():
            query = {name: [x, y], "sort": "title"}
            assert titles(client.get(LIST, query)) == ["B", "D"]
            assert titles(client.get(LIST, query | {"match": "any"})) == ["A", "B", "C", "D"]

    def test_a_switch_says_whether_all_or_any_are_asked_for_and_changes_it(self, client):
        InitiativeFactory(themes=["x", "y"], sectors=["cotton"])
        InitiativeFactory(themes=["x", "z"])
        query = {"theme": ["x", "y"]}
        response = client.get(LIST, query)
        assert "1 initiative on X and Y" in visible_text(response)
        assert facet_counts(response, "theme") == {"X": 1, "Y": 1}
        html = response.content.decode()
        assert '<span aria-current="true">All of these themes</span>' in html
        assert '<a href="?match=any&amp;theme=x&amp;theme=y" rel="nofollow">Any of these' in html
        response = client.get(LIST, query | {"match": "any"})
        assert "2 initiatives on X or Y" in visible_text(response)
        assert facet_counts(response, "theme") == {"X": 2, "Y": 1, "Z": 1}
        html = response.content.decode()
        assert '<span aria-current="true">Any of these themes</span>' in html
        assert '<a href="?theme=x&amp;theme=y" rel="nofollow">All of these themes</a>' in html
        one = client.get(LIST, {"theme": "x", "sector": "cotton"}).content.decode()
        assert "of these themes" not in one
        assert 'href="?match=any&amp;theme=x&amp;sector=cotton#facet-theme"' in one

    def test_a_facet_counts_under_every_filter_but_its_own(self, client):
        InitiativeFactory(kind__slug="x", status="active")
        InitiativeFactory(kind__slug="y", status="active")
        InitiativeFactory(kind__slug="y", status="completed")
        response = client.get(LIST, {"kind": "y", "status": "active"})
        assert facet_counts(response, "kind") == {"X": 1, "Y": 1}
        assert facet_counts(response, "status") == {"Active": 1, "Completed": 1}

    def test_a_country_is_involved_by_origin_by_taking_part_and_by_replication(self, client):
        ecuador = CountryFactory(iso3="ECU")
        InitiativeFactory(title="began", origins=["ECU"])
        InitiativeFactory(title="joined", countries=["ECU"])
        ReplicationFactory(initiative__title="took up", to_country=ecuador)
        ReplicationFactory(initiative__title="gave", from_country=ecuador)
        InitiativeFactory(title="elsewhere", origins=["BRA"])
        response = client.get(LIST, {"country": "ECU", "sort": "title"})
        assert titles(response) == ["began", "gave", "joined", "took up"]
        assert facet_counts(response, "country")["Country ECU"] == 4

    def test_a_region_holds_the_countries_of_its_parts(self, client):
        world = RegionFactory(slug="world", code="001")
        americas = RegionFactory(slug="americas", code="019", parent=world)
        south = RegionFactory(slug="south-america", code="005", parent=americas)
        CountryFactory(iso3="ECU", region=south)
        InitiativeFactory(title="here", origins=["ECU"])
        InitiativeFactory(title="there", origins=["KEN"])
        response = client.get(LIST, {"region": "americas"})
        assert titles(response) == ["here"]
        assert facet_counts(response, "region") == {"Americas": 1, "South america": 1}

    def test_a_sector_holds_those_within_it(self, client):
        agriculture = SectorFactory(slug="agriculture")
        SectorFactory(slug="cotton", parent=agriculture)
        InitiativeFactory(title="fields", sectors=["cotton", "agriculture"])
        InitiativeFactory(title="lint", sectors=["cotton"])
        InitiativeFactory(title="tractors", sectors=["agriculture"])
        InitiativeFactory(title="mines", sectors=["mining"])
        response = client.get(LIST, {"sector": "agriculture"})
        assert titles(response) == ["fields", "lint", "tractors"]
        assert facet_counts(response, "sector") == {"Agriculture": 3, "Cotton": 2}
        assert titles(client.get(LIST, {"sector": "cotton"})) == ["fields", "lint"]

    def test_a_group_holds_its_members(self, client):
        CountryGroupFactory(slug="g7-plus", members=["TLS"])
        InitiativeFactory(title="here", origins=["TLS"])
        InitiativeFactory(title="there", origins=["KEN"])
        assert titles(client.get(LIST, {"group": "g7-plus"})) == ["here"]

    def test_each_other_facet_narrows(self, client):
        one = InitiativeFactory(title="one", kind__slug="network", modalities=["triangular"])
        one.sdgs.add(GoalFactory(number=8))
        ReplicationFactory(initiative=one, stage__slug="interested")
        PartnershipFactory(initiative=one, organization__slug="ilo")
        other = InitiativeFactory(title="other", modalities=["south-south"])
        other.sdgs.add(GoalFactory(number=1))
        for query in (
            {"kind": "network"},
            {"modality": "triangular"},
            {"sdg": "8"},
            {"stage": "interested"},
            {"organization": "ilo"},
        ):
            assert titles(client.get(LIST, query)) == ["one"], query

    def test_an_organization_that_is_a_draft_is_no_value_and_no_filter(self, client):
        PartnershipFactory(organization__slug="secret", organization__publication="draft")
        response = client.get(LIST, {"organization": "secret"})
        assert facet_counts(response, "organization") == {}
        assert "Organization: Unknown value: 'secret'." in visible_text(response)
        assert len(titles(response)) == 1

    def test_years_are_those_in_which_it_began(self, client):
        InitiativeFactory(title="2010", start_year=2010, end_year=2020)
        InitiativeFactory(title="2015", start_year=2015)
        InitiativeFactory(title="unknown")
        query = {"year_from": 2011, "year_to": 2015}
        assert titles(client.get(LIST, query)) == ["2015"]

    def test_applied_filters_are_links_that_remove_them(self, client):
        InitiativeFactory(title="Seeds", themes=["cooperatives"], start_year=2012)
        query = {"q": "seeds", "theme": "cooperatives", "year_from": 2010}
        chips = client.get(LIST, query).context["search"].chips
        assert [(chip.label, chip.query) for chip in chips] == [
            ("“seeds”", "year_from=2010&theme=cooperatives"),
            ("Cooperatives", "q=seeds&year_from=2010"),
            ("began in 2010 or later", "q=seeds&theme=cooperatives"),
        ]


@pytest.mark.django_db
class TestWords:
    @pytest.mark.parametrize(
        "words",
        [
            "seed bank",
            "banks for seeds",
            "Ecuador",
            "guardians",
            "ILO",
            "cooperativas",
            '"seed bank"',
            "seed -bread",
            "banco de semillas",
            "Programa pionero",
            "hectares irrigated",
            "agriculture",
            "seed lavoura",
            "presidential decree",
        ],
    )
    def test_words_are_found_where_a_reader_would_expect_them(self, client, words):
        initiative = InitiativeFactory(
            title="Seed bank",
            local_title="Banco de semillas",
            summary="Guardians of maize.",
            approach="Un programa pionero.",
            law_and_mandate="A presidential decree.",
        )
        initiative.origin_countries.add(CountryFactory(iso3="ECU", name="Ecuador"))
        theme = ThemeFactory(slug="cooperatives")
        theme.synonyms.create(language="es", text="cooperativas")
        initiative.theme_links.create(theme=theme)
        sector = SectorFactory(slug="agriculture")
        sector.synonyms.create(language="pt", text="lavoura")
        initiative.sector_links.create(sector=sector)
        PartnershipFactory(initiative=initiative, organization__acronym="ILO")
        FigureFactory(initiative=initiative, label="Hectares irrigated")
        InitiativeFactory(title="Bread", summary="Ovens.")
        InitiativeFactory(title="Seed bank of bread", publication="draft")
        assert titles(client.get(LIST, {"q": words})) == ["Seed bank"]

    def test_the_title_weighs_more_than_the_story(self, client):
        InitiativeFactory(title="Ovens", approach="They grind maize.")
        InitiativeFactory(title="Maize")
        assert titles(client.get(LIST, {"q": "maize"})) == ["Maize", "Ovens"]

    def test_nothing_found_says_what_to_do(self, client):
        InitiativeFactory()
        text = visible_text(client.get(LIST, {"q": "xyzzy"}))
        assert "No initiatives match your search." in text
        assert "see all initiatives" in text


@pytest.mark.django_db
class TestOrders:
    def test_most_taken_up_comes_first_then_most_wanted(self, client):
        InitiativeFactory(title="A")
        wanted = InitiativeFactory(title="B")
        ReplicationFactory(initiative=wanted, stage__slug="interested")
        taken_up = InitiativeFactory(title="C")
        ReplicationFactory(initiative=taken_up, stage__slug="adapting")
        assert titles(client.get(LIST)) == ["C", "B", "A"]

    def test_newest_puts_unknown_years_last(self, client):
        InitiativeFactory(title="A")
        InitiativeFactory(title="B", start_year=2001)
        InitiativeFactory(title="C", start_year=2020)
        assert titles(client.get(LIST, {"sort": "newest"})) == ["C", "B", "A"]
        assert titles(client.get(LIST, {"sort": "title"})) == ["A", "B", "C"]

    def test_pages_are_disjoint_and_complete(self, client):
        for _ in range(45):
            InitiativeFactory(title="Same title")
        pages = [entries(client.get(LIST, {"page": number})) for number in (1, 2, 3)]
        addresses = [url for page in pages for url, _ in page]
        assert len(addresses) == len(set(addresses)) == 45


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("theme=nope", "Theme: Unknown value: 'nope'."),
        ("sdg=99", "Sustainable Development Goal (SDG): Unknown value: '99'."),
        ("sdg=²", "Sustainable Development Goal (SDG): Unknown value: '²'."),
        ("country=%00", r"Country: Unknown value: '\x00'."),
        ("status=sleeping", "Status: Unknown value: 'sleeping'."),
        ("year_from=soon", "Began in or after: Enter a year from 1900 to 2035."),
        ("year_to=1", "Began in or before: Enter a year from 1900 to 2035."),
        ("year_from=99999999999999999999", "Began in or after: Enter a year from 1900 to 2035."),
        ("match=both", "Match: Unknown value: 'both'. Known ones: all, any."),
        ("sort=price", "Order: Unknown value: 'price'. Known ones: "),
        ("contry=BRA", "Unknown filter: “contry”. Did you mean country?"),
        ("exclude_contry=BRA", "Unknown filter: “exclude_contry”. Did you mean exclude_country?"),
        ("a%00=b", "We ignored part of the web address"),
        ("&".join(f"theme=x{n}" for n in range(900)), "Theme: At most 30 values can be chosen."),
        ("q=a%00b", "Words: The control character U+0000 is not text."),
        ("q=a%0Bb", "Words: The control character U+000B is not text."),
        ("q=" + "x" * 10_000, "Words: Your search is too long: use at most 200"),
    ],
    ids=lambda text: text[:30],
)
def test_what_cannot_be_understood_is_left_out_and_said(client, query, message):
    initiative = InitiativeFactory()
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200
    assert titles(response) == [initiative.title]
    assert message in visible_text(response)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "q", ["'", '"', "-", "a & | !", "(:*", "%", "🙂", "\\", "<script>", "&amp;"]
)
def test_nothing_typed_raises_an_error(client, q):
    InitiativeFactory()
    response = client.get(LIST, {"q": q})
    assert response.status_code == 200
    assert "<script>" not in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["0", "2", "-1", "abc", "99999999999999999999", "1.5"])
def test_a_page_that_is_not_there_answers_404_and_says_how_many_there_are(client, page):
    InitiativeFactory()
    response = client.get(LIST, {"page": page})
    assert response.status_code == 404
    assert "This list has only one page." in visible_text(response)


@pytest.mark.django_db
class TestPathway:
    def test_the_page_tells_everything_with_its_source(self, client):
        report = SourceFactory(
            title="The report", publisher="NGLS", year=2014, type="agency-report", copy=True
        )
        survey = SourceFactory(title="The survey")
        initiative = InitiativeFactory(
            title="Company network",
            acronym="CN",
            local_title="Red de empresas",
            challenge="Children at work.",
            results="Fewer of them.",
            lessons="Firms *can* do it.",
            replicability="A ministry that convenes.",
            start_year=2012,
            status="active",
            status_note="It met again in 2023.",
            status_source=report,
            themes=["child-labour"],
            sectors=["cut-flowers"],
            origins=["ECU"],
            sources=[report],
        )
        FigureFactory(initiative=initiative, value=28, unit="companies", source=report)
        MilestoneFactory(initiative=initiative, date="2012-07", text="Begun.", source=survey)
        colombia = CountryFactory(iso3="COL", name="Colombia")
        ReplicationFactory(
            initiative=initiative, to_country=colombia, year=2014, note="Handed on.", source=report
        )
        PartnershipFactory(initiative=initiative, organization__name="UNICEF", role__slug="sponsor")
        ReplyFactory(
            initiative=initiative,
            author="Ministry of Labour",
            date="2024-05",
            text="We *began* it.\n\nAnd we go on.",
            url="https://example.org/reply",
        )
        SessionFactory(title="Segment 4", initiatives=[initiative])
        initiative.resources.add(ResourceFactory(title="The note"))
        text = visible_text(client.get(initiative.get_absolute_url()))
        for words in (
            "Company network (CN)",
            "Red de empresas",
            "since 2012",
            "Children at work.",
            "Fewer of them.",
            "Firms can do it.",
            "A ministry that convenes.",
            "28 companies",
            "July 2012",
            "Begun.2",
            "Colombia",
            "Handed on.1",
            "Sponsor UNICEF",
            "Reply of Ministry of Labour",
            "In its own words, in full.",
            "We began it. And we go on.",
            "Segment 4",
            "The note",
            "The report, NGLS, 2014 · agency report · read as a copy on a document-sharing site",
            "Status Active (since 2012) It met again in 2023.1",
            "Sectors Cut flowers",
            "are the editors' judgement. Everything else is what the sources say.",
        ):
            assert words in text

    def test_a_claim_whose_source_the_record_does_not_list_is_cited_all_the_same(self, client):
        initiative = InitiativeFactory(sources=[SourceFactory(title="Listed", publisher="UNICEF")])
        FigureFactory(initiative=initiative, source__title="Only here")
        text = visible_text(client.get(initiative.get_absolute_url()))
        assert "What the types of source mean Listed, UNICEF Only here" in text

    def test_prose_cannot_carry_a_script(self, client):
        initiative = InitiativeFactory(
            title="<script>alert(1)</script>",
            approach="<script>alert(2)</script> [link](javascript:alert(3)) <b onclick=x>b</b>",
        )
        page = client.get(initiative.get_absolute_url()).content.decode()
        assert page.count("<script") == 1  # the portal's own, in the head
        assert "alert(1)</script>" not in page
        assert 'href="javascript' not in page
        assert "<b onclick" not in page

    @pytest.mark.parametrize("publication", ["draft", "in-review", "archived"])
    def test_what_is_not_published_has_no_page(self, client, publication):
        initiative = InitiativeFactory(publication=publication)
        assert client.get(initiative.get_absolute_url()).status_code == 404

    def test_what_is_not_published_is_not_named_on_the_page(self, client):
        initiative = InitiativeFactory(themes=["x"], origins=["ECU"])
        PartnershipFactory(
            initiative=initiative,
            organization__name="Hidden body",
            organization__publication="draft",
        )
        initiative.resources.add(ResourceFactory(title="Hidden paper", publication="draft"))
        hidden = SessionFactory(
            title="Hidden session", forum__publication="draft", initiatives=[initiative]
        )
        InitiativeFactory(title="Hidden relative", themes=["x"], publication="draft")
        assert Session.objects.get() == hidden
        assert "Hidden" not in visible_text(client.get(initiative.get_absolute_url()))

    def test_a_former_address_leads_to_the_present_one(self, client):
        initiative = InitiativeFactory(slug="old")
        Initiative.objects.filter(pk=initiative.pk).update(slug="new")
        response = client.get("/initiatives/old/")
        assert (response.status_code, response["Location"]) == (301, "/initiatives/new/")
        Initiative.objects.update(publication="draft")
        assert client.get("/initiatives/old/").status_code == 410

    def test_relatives_share_themes_first_and_countries_next(self, client):
        initiative = InitiativeFactory(themes=["x", "y"], origins=["ECU"])
        InitiativeFactory(title="country", origins=["ECU"])
        InitiativeFactory(title="leading theme", themes=["x"])
        InitiativeFactory(title="other theme", themes=["z", "y"])
        InitiativeFactory(title="stranger", themes=["z"], origins=["KEN"])
        response = client.get(initiative.get_absolute_url())
        assert titles(response) == ["leading theme", "other theme", "country"]

    @pytest.mark.parametrize("how_many", [1, 3])
    def test_many_claims_take_no_more_queries_than_one(
        self, client, django_assert_num_queries, how_many
    ):
        initiative = InitiativeFactory(themes=["x"], origins=["ECU"])
        for _ in range(how_many):
            FigureFactory(initiative=initiative)
            MilestoneFactory(initiative=initiative)
            ReplyFactory(initiative=initiative)
            ReplicationFactory(initiative=initiative)
            PartnershipFactory(initiative=initiative)
            SessionFactory(initiatives=[initiative])
            initiative.resources.add(ResourceFactory())
            InitiativeFactory(themes=["x"])
        # its record, the labels of what that names, sessions and who spoke; relatives are in memory
        with django_assert_num_queries(4):
            client.get(initiative.get_absolute_url())
