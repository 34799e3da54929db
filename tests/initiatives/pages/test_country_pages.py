"""The pages of countries."""

import pytest
from django.urls import reverse

from initiatives.querysets.countries import TOTALS
from tests.factories import (
    AppearanceFactory,
    CountryFactory,
    CountryGroupFactory,
    ForumFactory,
    InitiativeFactory,
    OrganizationFactory,
    PartnershipFactory,
    PersonFactory,
    RegionFactory,
    ReplicationFactory,
    SessionFactory,
    SourceFactory,
    StageFactory,
)
from tests.pages import visible_text

LIST = reverse("countries:list")

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    """Four countries: two neighbours, and two in the same group."""
    world = RegionFactory(slug="world", code="001")
    africa = RegionFactory(slug="africa", name="Africa", parent=world)
    americas = RegionFactory(slug="americas", name="Americas", parent=world)
    western = RegionFactory(slug="western-africa", name="Western Africa", parent=africa)
    made = {
        iso3: CountryFactory(iso3=iso3, name=name, region=region, lat=lat, lon=lon)
        for iso3, name, region, lat, lon in [
            ("GHA", "Ghana", western, 8, -1),
            ("SEN", "Senegal", western, 14, -14),
            ("BRA", "Brazil", americas, -10, -52),
            ("TLS", "Timor-Leste", americas, -9, 126),
        ]
    }
    CountryGroupFactory(slug="cplp", name="CPLP", members=[made["BRA"], made["TLS"]])
    return made


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_longer_list_takes_no_more_queries(client, django_assert_num_queries, how_many):
    for _ in range(how_many):
        ReplicationFactory(initiative=InitiativeFactory(origins=[CountryFactory()]))
    with django_assert_num_queries(1):
        response = client.get(LIST)
    countries = [
        country for _, countries in response.context["continents"] for country in countries
    ]
    assert len(countries) == 3 * how_many


def test_countries_stand_under_their_continents_with_true_counts(client, places):
    begun = InitiativeFactory(origins=[places["BRA"]], countries=[places["GHA"]])
    ReplicationFactory(initiative=begun, from_country=places["BRA"], to_country=places["GHA"])
    for to, stage in (("GHA", "interested"), ("SEN", "interested"), ("GHA", "exchange")):
        ReplicationFactory(
            initiative=begun,
            from_country=places["BRA"],
            to_country=places[to],
            stage__slug=stage,
        )
    shown = InitiativeFactory(origins=[places["BRA"]])
    ReplicationFactory(
        initiative=shown,
        from_country=places["BRA"],
        to_country=places["SEN"],
        stage__slug="exchange",
    )
    hidden = InitiativeFactory(origins=[places["TLS"]], publication="draft")
    ReplicationFactory(initiative=hidden, from_country=places["TLS"], to_country=places["GHA"])
    response = client.get(LIST)
    counts = {
        country.iso3: tuple(getattr(country, name) for name in TOTALS)
        for _, countries in response.context["continents"]
        for country in countries
    }
    # Ghana wanted it, learnt from it and took it up: it counts once, at the furthest.
    assert TOTALS == ("begun", "joined", "given", "shown", "taken_up", "learnt_from", "wanted")
    assert counts == {
        "GHA": (0, 1, 0, 0, 1, 0, 0),
        "SEN": (0, 0, 0, 0, 0, 1, 1),
        "BRA": (2, 2, 1, 1, 0, 0, 0),
    }
    assert [continent.name for continent, _ in response.context["continents"]] == [
        "Africa",
        "Americas",
    ]
    assert "Timor-Leste" not in visible_text(response)


@pytest.mark.parametrize("words", ["Cote d'Ivoire", "Costa de Marfil", "Ivory Coast", "civ"])
def test_a_search_finds_every_country_by_its_names_and_code(client, words):
    CountryFactory(
        iso3="CIV", name="Côte d'Ivoire", name_es="Costa de Marfil", aliases=["Ivory Coast"]
    )
    CountryFactory(iso3="GHA", name="Ghana")
    response = client.get(LIST, {"q": words})
    assert [country.iso3 for country in response.context["found"]] == ["CIV"]
    assert "no initiatives yet" in visible_text(response)


@pytest.mark.parametrize("words", ["nonsense", "x" * 10_000, "a\x00b"])
def test_odd_words_are_answered_with_a_page(client, words):
    assert client.get(LIST, {"q": words}).status_code == 200


def test_a_code_in_small_letters_leads_to_the_address_in_capitals(client, places):
    response = client.get("/countries/gha/?from=mail")
    assert (response.status_code, response.url) == (301, "/countries/GHA/?from=mail")
    assert client.get("/countries/XXX/").status_code == 404
    assert client.get("/countries/xx/").status_code == 404


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_busier_country_takes_no_more_queries(client, django_assert_num_queries, how_many):
    country, peer = CountryFactory(iso3="GHA"), CountryFactory()
    for number in range(how_many):
        CountryGroupFactory(members=[country, peer])
        begun = InitiativeFactory(themes=[f"theme-{number}"], origins=[country])
        came = InitiativeFactory(themes=[f"theme-{number}"])
        ReplicationFactory(initiative=begun, from_country=country)
        ReplicationFactory(initiative=came, to_country=country)
        InitiativeFactory(countries=[country])
        InitiativeFactory(origins=[peer], themes=["cooperatives"])
        organization = OrganizationFactory(country=country)
        AppearanceFactory(organization=organization)
        ForumFactory(country=country)
    with django_assert_num_queries(20):  # four for what is kept of all places
        response = client.get(country.get_absolute_url())
    assert response.context["profile"].counts == {
        "begun": how_many,
        "joined": how_many,
        "given": how_many,
        "shown": 0,
        "taken_up": how_many,
        "learnt_from": 0,
        "wanted": 0,
    }


def test_a_page_shows_some_of_very_much_and_leads_to_the_rest(client, monkeypatch):
    for limit in ("SHOWN", "GIVEN_SHOWN"):
        monkeypatch.setattr(f"initiatives.pages.country_profile.{limit}", 2)
    country = CountryFactory(iso3="GHA", name="Ghana")
    for number in range(3):
        source = SourceFactory(title=f"Report {number}")
        begun = InitiativeFactory(title=f"Begun {number}", origins=[country])
        ReplicationFactory(initiative=begun, from_country=country, source=source)
        came = InitiativeFactory(title=f"Came {number}")
        ReplicationFactory(initiative=came, to_country=country, source=source)
        wish = InitiativeFactory(title=f"Wish {number}")
        ReplicationFactory(
            initiative=wish, to_country=country, stage__slug="interested", source=source
        )
    response = client.get(country.get_absolute_url())
    counts = response.context["profile"].counts
    assert [counts[name] for name in ("begun", "taken_up", "wanted", "given")] == [3, 3, 3, 3]
    html = response.content.decode()
    for query in (
        "initiatives/?country=GHA",
        "replications/?uptake=taken-up&amp;to_country=GHA",
        "replications/?uptake=wanted&amp;to_country=GHA",
        "replications/?from_country=GHA",
    ):
        assert f'<p class="onward"><a href="/{query}">' in html
    for name in ("Begun", "Came", "Wish"):
        assert sum(f"{name} {number}</a>" in html for number in range(3)) == 2


def test_of_very_many_takers_the_furthest_are_named(client, monkeypatch):
    monkeypatch.setattr("initiatives.pages.country_profile.TAKERS_SHOWN", 2)
    ghana, initiative = CountryFactory(iso3="GHA"), InitiativeFactory(title="Seed banks")
    takers = (("Mali", "exchange", 2), ("Peru", "replicated", 4), ("Togo", "adapting", 3))
    for name, stage, order in takers:
        ReplicationFactory(
            initiative=initiative,
            from_country=ghana,
            to_country__name=name,
            stage=StageFactory(slug=stage, name=stage, order=order),
        )
    text = visible_text(client.get("/countries/GHA/"))
    assert "Seed banks Peru replicated1 Togo adapting2 1 more" in text.replace("  ", " ")


def test_the_page_tells_what_came_went_is_wanted_and_began(client, places):
    source = SourceFactory(title="Report on LEAP")
    ReplicationFactory(
        initiative=InitiativeFactory(title="Cash transfer", origins=[places["BRA"]]),
        from_country=places["BRA"],
        to_country=places["GHA"],
        stage=StageFactory(slug="adapting", name="Adapting"),
        year=2007,
        note="Ministries worked on LEAP.",
        source=source,
    )
    ReplicationFactory(
        initiative=InitiativeFactory(title="Companies against child labour"),
        from_country=places["BRA"],
        to_country=places["GHA"],
        stage=StageFactory(slug="interested", name="Interested"),
        note="Would like to replicate it.",
    )
    ReplicationFactory(
        initiative=InitiativeFactory(title="Health insurance", origins=[places["GHA"]]),
        from_country=places["GHA"],
        to_country=places["SEN"],
        year=2012,
    )
    InitiativeFactory(title="A network of many", countries=[places["GHA"]])
    InitiativeFactory(title="Next door", countries=[places["SEN"]], themes=["seeds"])
    InitiativeFactory(title="Far away", countries=[places["TLS"]], themes=["looms"])
    ministry = OrganizationFactory(name="Ministry of Employment", country=places["GHA"])
    forum = ForumFactory(title="Accra Forum", start_date="2015", end_date="", country=places["GHA"])
    AppearanceFactory(
        organization=ministry,
        title="Minister",
        person=PersonFactory(name="Ama Mensah"),
        session=SessionFactory(title="What works", forum=forum),
    )
    response = client.get("/countries/GHA/")
    text = visible_text(response)
    for expected in [
        "1 began here 1 taken up from others 1 taken up elsewhere 1 wanted",
        "Cash transfer Brazil Adapting 2007 Ministries worked on LEAP.1",
        "Companies against child labour from Brazil Would like to replicate it.2",
        "Health insurance Senegal Replicated 2012",
        "A network of many",
        "Next door What it is. Same region (Western Africa): Senegal",
        "Ama Mensah, Minister Speaker What works Accra Forum, 2015",
        "Accra Forum 2015",
        "Ministry of Employment",
        "Western Africa",
        "editors' judgement",
        "Report on LEAP",
    ]:
        assert expected in text
    assert "Far away" not in text
    assert response.context["profile"].map is not None


class TestWhatIsNotHere:
    """What a country has no part in stands in the order of what it has in common with it."""

    def reasons(self, client, address="/countries/TLS/"):
        not_here = client.get(address).context["profile"].not_here
        return {one.card.title: one.reasons for one in not_here}

    def test_what_has_most_in_common_comes_first_and_each_says_why(self, client, places):
        timor, brazil, ghana = places["TLS"], places["BRA"], places["GHA"]
        for kind, slug in (("language", "portuguese"), ("income group", "lower-middle")):
            members = [timor, brazil] if kind == "language" else [timor, ghana]
            CountryGroupFactory(slug=slug, kind=kind, name=f"Of {slug}", members=members)
        wanted = InitiativeFactory(title="Wanted", themes=["seeds"], origins=[ghana])
        ReplicationFactory(initiative=wanted, to_country=timor, stage__slug="interested")
        InitiativeFactory(title="Here", themes=["mines"], origins=[timor])
        InitiativeFactory(title="Of one income", origins=[ghana])
        InitiativeFactory(title="Of much", themes=["seeds", "mines"], origins=[brazil, ghana])
        InitiativeFactory(title="Of neighbours", origins=[brazil])
        InitiativeFactory(title="Of nothing", origins=[places["SEN"]])
        assert list(self.reasons(client).items()) == [
            (
                "Of much",
                [
                    "Timor-Leste wants another initiative on: Seeds",
                    "Timor-Leste already works on: Mines",
                    "Same language (Of portuguese): Brazil",
                    "Same region (Americas): Brazil",
                    "Same group (CPLP): Brazil",
                    "Similar income (Of lower-middle): Ghana",
                ],
            ),
            (
                "Of neighbours",
                [
                    "Same language (Of portuguese): Brazil",
                    "Same region (Americas): Brazil",
                    "Same group (CPLP): Brazil",
                ],
            ),
            ("Of one income", ["Similar income (Of lower-middle): Ghana"]),
        ]

    def test_of_as_much_in_common_what_most_took_up_comes_first(self, client, places):
        InitiativeFactory(title="A tried one", origins=[places["BRA"]])
        proven = InitiativeFactory(title="B proven one", origins=[places["BRA"]])
        ReplicationFactory(initiative=proven, from_country=places["BRA"], to_country=places["GHA"])
        assert list(self.reasons(client)) == ["B proven one", "A tried one"]

    def test_a_large_group_says_little(self, client, places):
        CountryGroupFactory(members=[places["TLS"], *CountryFactory.create_batch(50)])
        InitiativeFactory(countries=[CountryFactory.create_batch(1)[0]])
        assert self.reasons(client) == {}

    @pytest.mark.parametrize(
        ("title", "is_offered"),
        [
            ("Purchase from Africans for Africa", False),
            ("West African school meals", False),
            ("SADC labour market", False),
            ("Schools can feed pupils", True),  # no word in capitals: not the Andean Community
            ("Seeds from Brazil", True),  # a country's name excludes nobody
            ("Americas and Africa together", True),
        ],
    )
    def test_what_names_other_regions_is_not_offered(self, client, places, title, is_offered):
        for name in ("Southern African Development Community (SADC)", "Andean Community (CAN)"):
            CountryGroupFactory(name=name, members=[places["GHA"]])
        InitiativeFactory(title=title, origins=[places["BRA"]])
        assert (title in self.reasons(client)) == is_offered


class TestATheme:
    """The page of a country on one theme."""

    @pytest.fixture
    def seeds(self, places):
        """Initiatives on seeds, and one on mines, of which Timor-Leste has each kind of part."""
        timor, brazil = places["TLS"], places["BRA"]
        begun = InitiativeFactory(title="Begun", themes=["seeds"], origins=[timor])
        lead = OrganizationFactory(name="Ministry", country=timor, url="https://min.example.org/")
        PartnershipFactory(initiative=begun, organization=lead, role__slug="lead")
        InitiativeFactory(title="Joined", themes=["seeds"], countries=[timor])
        for title, stage in (
            ("Taken", "replicated"),
            ("Seen", "exchange"),
            ("Wished", "interested"),
        ):
            initiative = InitiativeFactory(
                title=title, themes=["seeds"], origins=[brazil], countries=[timor]
            )
            ReplicationFactory(
                initiative=initiative,
                from_country=brazil,
                to_country=timor,
                stage__slug=stage,
                source__title=f"Report on {title}",
            )
        InitiativeFactory(title="Elsewhere", themes=["seeds"], origins=[brazil])
        InitiativeFactory(title="Draft", themes=["seeds"], origins=[timor], publication="draft")
        InitiativeFactory(title="On mines", themes=["mines"], origins=[timor])

    def test_it_tells_what_is_here_wanted_learnt_from_and_not_here_yet(self, client, seeds):
        response = client.get("/countries/TLS/?theme=seeds")
        text = visible_text(response)
        assert (
            "Of 6 initiatives on seeds, 3 are here already (1 began here, 1 taken up from "
            "others, 1 that Timor-Leste takes part in), 1 is wanted, 1 it learnt from "
            "and 1 is not here yet."
        ) in text
        order = ["Begun", "Taken", "Joined", "Wished", "Seen", "Elsewhere", "Report on Taken"]
        here = text[text.index("Already here") :]
        assert [here.index(title) for title in order] == sorted(map(here.index, order))
        assert "Ministry Lead in 1 initiative min.example.org" in text
        assert "mines" not in here.lower()
        assert "Draft" not in text

    def test_what_is_too_much_for_the_page_is_led_to(self, client, seeds, monkeypatch):
        monkeypatch.setattr("initiatives.pages.country_profile.SHOWN", 0)
        monkeypatch.setattr("initiatives.pages.country_theme.ENTRIES_SHOWN", 0)
        html = client.get("/countries/TLS/?theme=seeds").content.decode()
        assert (
            '<a href="/initiatives/?theme=seeds&amp;country=TLS">All initiatives on seeds' in html
        )
        monkeypatch.setattr("initiatives.pages.country_profile.SHOWN", 1)
        for title, stage in (("More", "replicated"), ("Much", "exchange"), ("Many", "interested")):
            initiative = InitiativeFactory(title=title, themes=["seeds"])
            ReplicationFactory(initiative=initiative, to_country__iso3="TLS", stage__slug=stage)
        html = client.get("/countries/TLS/?theme=seeds").content.decode()
        for uptake in ("taken-up", "learnt-from", "wanted"):
            url = f"/replications/?uptake={uptake}&amp;to_country=TLS&amp;theme=seeds"
            assert f'<p class="onward"><a href="{url}">' in html

    def test_it_says_what_there_is_not(self, client, places, seeds):
        text = visible_text(client.get("/countries/SEN/?theme=seeds"))
        assert "none are here already and 6 are not here yet." in text
        assert "The catalogue has nothing on seeds in Senegal." in text
        assert "shares a language, region, group or income level with Senegal" in text
        text = visible_text(client.get("/countries/TLS/?theme=mines"))
        assert "Every initiative on mines in the catalogue already involves Timor-Leste." in text

    def test_more_records_take_no_more_queries(self, client, django_assert_num_queries, seeds):
        for number in range(3):
            other = InitiativeFactory(themes=["seeds"], countries=[CountryFactory()])
            ReplicationFactory(initiative=other, to_country__iso3="TLS")
            InitiativeFactory(title=f"There {number}", themes=["seeds"])
        with django_assert_num_queries(13):
            client.get("/countries/TLS/?theme=seeds")

    def test_a_theme_that_is_not_there_is_left_out_and_said(self, client, places):
        response = client.get("/countries/TLS/?theme=x&theme=%00")
        assert response.status_code == 200
        assert "Theme: Unknown value: 'x'." in visible_text(response)

    def test_the_form_of_the_home_page_leads_there(self, client, places):
        response = client.get("/country/?country=tls&theme=seeds")
        assert response.url == "/countries/TLS/?theme=seeds"


def test_a_country_without_anything_says_so(client):
    text = visible_text(client.get(CountryFactory(name="Nauru").get_absolute_url()))
    assert "No initiative in the catalogue involves Nauru yet." in text


def test_nothing_shows_that_is_not_published(client, places):
    hidden = {"title": "Hidden", "publication": "draft"}
    draft = InitiativeFactory(origins=[places["GHA"]], countries=[places["SEN"]], **hidden)
    for stage in ("interested", "replicated"):
        ReplicationFactory(
            initiative=draft,
            from_country=places["GHA"],
            to_country=places["SEN"],
            stage=StageFactory(slug=stage),
        )
    ForumFactory(country=places["GHA"], **hidden)
    unpublished = OrganizationFactory(name="Hidden", country=places["GHA"], publication="archived")
    AppearanceFactory(organization=unpublished, person=PersonFactory(name="Not for it"))
    ministry = OrganizationFactory(country=places["GHA"])
    AppearanceFactory(organization=ministry, session__forum=ForumFactory(**hidden))
    AppearanceFactory(
        organization=ministry, person=PersonFactory(name="Hidden", publication="in-review")
    )
    for iso3 in ("GHA", "SEN"):
        response = client.get(f"/countries/{iso3}/")
        assert "Hidden" not in response.content.decode()
        profile = response.context["profile"]
        assert profile.speakers == []
        assert not any(profile.counts.values())
        assert profile.map is None
        assert profile.not_here == []
        assert profile.to_ask == []
    assert "Ghana" not in visible_text(client.get(LIST))
