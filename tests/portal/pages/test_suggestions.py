"""Suggestions while typing: names that begin like what has been typed."""

import pytest

from tests.factories import (
    CountryFactory,
    CountryGroupFactory,
    GoalFactory,
    InitiativeFactory,
    OrganizationFactory,
    PersonFactory,
    RegionFactory,
    ReplicationFactory,
    SectorFactory,
    StageFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def suggested(client):
    """What is suggested for a text: pairs of kind and name."""

    def ask(text):
        answer = client.get("/suggest/", {"q": text})
        assert answer.status_code == 200
        return [(one["kind"], one["name"]) for one in answer.json()["suggestions"]]

    return ask


def test_names_of_every_kind_are_suggested_countries_and_themes_first(suggested):
    CountryFactory(iso3="COL", name="Colombia")
    InitiativeFactory(title="Collecting seeds", origins=["COL"])
    ThemeFactory(slug="collective-bargaining", name="Collective bargaining")
    OrganizationFactory(name="College of crafts")
    PersonFactory(name="Colette Sow")
    assert suggested("col") == [
        ("Country", "Colombia"),
        ("Theme", "Collective bargaining"),
        ("Initiative", "Collecting seeds"),
        ("Organization", "College of crafts"),
        ("Person", "Colette Sow"),
    ]


@pytest.mark.parametrize("typed", ["séne", "Sene", "  SENE", "السنغال", "السن"])
def test_accents_capitals_and_other_languages_are_understood(suggested, typed):
    CountryFactory(iso3="SEN", name="Senegal", name_fr="Sénégal", name_ar="السنغال")
    InitiativeFactory(origins=["SEN"])
    assert ("Country", "Senegal") in suggested(typed)


def test_any_word_of_a_name_may_begin_it(suggested):
    PersonFactory(name="Jürgen Schwettmann")
    assert suggested("schwett") == [("Person", "Jürgen Schwettmann")]


def test_synonyms_lead_to_their_theme(suggested):
    theme = ThemeFactory(slug="x", name="Social and solidarity economy")
    theme.synonyms.create(language="en", text="SSE")
    assert suggested("sse") == [("Theme", "Social and solidarity economy")]


@pytest.mark.parametrize("publication", ["draft", "in-review", "archived"])
def test_what_is_not_published_is_not_suggested(suggested, publication):
    InitiativeFactory(title="Secret seeds", publication=publication)
    OrganizationFactory(name="Secret society", publication=publication)
    PersonFactory(name="Secret agent", publication=publication)
    assert suggested("secret") == []


def test_a_few_of_each_kind_and_eight_in_all(suggested):
    for number in range(9):
        InitiativeFactory(title=f"Seeds {number}")
        OrganizationFactory(name=f"Seeds {number} Ltd")
        PersonFactory(name=f"Seeds {number}")
    kinds = [kind for kind, _ in suggested("seeds")]
    assert kinds == ["Initiative"] * 3 + ["Organization"] * 3 + ["Person"] * 2


def test_more_of_a_kind_where_there_is_no_other(suggested):
    titles = [f"Seeds {number}" for number in range(9)]
    for title in titles:
        InitiativeFactory(title=title)
    assert suggested("seeds") == [("Initiative", title) for title in titles[:8]]


def test_acronyms_are_known_in_other_languages_and_lead(suggested):
    ThemeFactory(slug="x", name="Ilonga")
    OrganizationFactory(name="International Labour Organization", acronym="ILO")
    for typed in ("OIT", "I.L.O.", "organisation internationale du tr"):
        assert suggested(typed)[0] == ("Organization", "International Labour Organization")


@pytest.fixture
def gazelles():
    """A group, a region with a country, a sector and a goal, each with a name in French alone."""
    region = RegionFactory(slug="plains", name="Plains", name_fr="Gazelles des plaines")
    region.parent = RegionFactory(slug="world", code="001")
    region.save()
    CountryFactory(iso3="GAZ", name="Gazaland", region=region)
    name = "Union des gazelles (UDG)"
    CountryGroupFactory(slug="union", name="Union", name_fr=name, members=["GAZ"])
    within = SectorFactory(slug="grass", name="Grass", name_fr="Herbe aux gazelles")
    sector = SectorFactory(slug="hay", name="Hay", parent=within)
    sector.synonyms.create(language="fr", text="gazon")
    return {"sectors": ["hay"], "goals": GoalFactory(number=15, name="Life", name_fr="Gazelle")}


def test_places_sectors_and_goals_lead_to_the_list_narrowed_by_them(client, gazelles):
    initiative = InitiativeFactory(origins=["GAZ"], sectors=gazelles["sectors"])
    initiative.sdgs.add(gazelles["goals"])

    def found(typed):
        answer = client.get("/suggest/", {"q": typed}).json()["suggestions"]
        return [(one["kind"], one["url"], one.get("spelling")) for one in answer]

    assert found("gaz") == [
        ("Country", "/countries/GAZ/", None),
        ("Region", "/initiatives/?region=plains", "Gazelles des plaines"),
        ("Sector", "/initiatives/?sector=hay", "gazon"),
        ("Goal", "/initiatives/?sdg=15", "Gazelle"),
        ("Sector", "/initiatives/?sector=grass", "Herbe aux gazelles"),
        ("Country group", "/initiatives/?group=union", "Union des gazelles (UDG)"),
    ]
    assert found("udg") == [("Country group", "/initiatives/?group=union", "UDG")]
    assert found("sdg 15") == [("Goal", "/initiatives/?sdg=15", None)]


def test_what_leads_to_an_empty_list_is_not_suggested(suggested, gazelles):
    draft = InitiativeFactory(
        publication="draft", origins=["GAZ"], sectors=gazelles["sectors"], themes=["gazelles"]
    )
    draft.sdgs.add(gazelles["goals"])
    ReplicationFactory(initiative=draft, from_country=CountryFactory(iso3="GAZ"))
    assert suggested("gaz") == [("Theme", "Gazelles")]
    assert suggested("from gaz") == []
    assert suggested("who took up gaz") == []


def test_what_is_misspelt_is_mended_and_said_to_be(client):
    InitiativeFactory(origins=[CountryFactory(iso3="BGD", name="Bangladesh")], title="Lamp")
    ThemeFactory(slug="cooperatives", name="Cooperatives")
    ThemeFactory(slug="floors", name="Social protection", name_es="Protección social")

    def meant(typed):
        answer = client.get("/suggest/", {"q": typed}).json()
        return answer["is_mended"], [one["name"] for one in answer["suggestions"]]

    for typed in ("bangaldesh", "bnagl", "banglla", "bangladesj"):
        assert meant(typed) == (True, ["Bangladesh"])
    assert meant("coperat") == (True, ["Cooperatives"])
    for typed in ("protecion so", "protektion so", "soical prot"):
        assert meant(typed) == (True, ["Social protection"])
    assert meant("bangl") == (False, ["Bangladesh"])
    OrganizationFactory(name="Coast")
    for typed in ("prx", "zzzz", "bangx y", "coats"):
        assert meant(typed) == (False, [])


@pytest.fixture
def ways():
    """Brazil gave much and wants something; Benin gave and took up; and there is a draft."""
    brazil = CountryFactory(iso3="BRA", name="Brazil", name_es="Brasil", name_fr="Brésil")
    benin = CountryFactory(iso3="BEN", name="Benin")
    peru = CountryFactory(iso3="PER", name="Peru")
    wanted = StageFactory(slug="interested")
    lamp = InitiativeFactory(title="Lamp", origins=["BRA"], themes=["cooperatives"])
    ReplicationFactory(initiative=lamp, from_country=brazil, to_country=benin)
    ReplicationFactory(initiative=lamp, from_country=brazil, to_country=peru)
    oven = InitiativeFactory(title="Oven", origins=["BEN"], themes=["ovens"])
    ReplicationFactory(initiative=oven, from_country=benin, to_country=peru)
    ReplicationFactory(initiative=oven, from_country=benin, to_country=brazil, stage=wanted)
    draft = InitiativeFactory(publication="draft")
    ReplicationFactory(initiative=draft, from_country=peru, to_country=brazil)


QUESTIONS = {
    "brazil": ["Brazil", "Taken up from Brazil", "Wanted by Brazil"],
    "brasi": ["Brazil", "Taken up from Brazil", "Wanted by Brazil"],
    "peru": ["Peru", "Taken up in Peru"],
    "b": ["Benin", "Brazil"],
    "who took": ["Taken up from Brazil", "Taken up from Benin"],
    "quién adoptó": ["Taken up from Brazil", "Taken up from Benin"],
    "quien adopto de bras": ["Taken up from Brazil"],
    "repris du br": ["Taken up from Brazil"],
    "from barzil": ["Taken up from Brazil"],
    "fro": [],
    "from peru": [],
    "taken up in b": ["Taken up in Benin"],
    "wanted by": ["Wanted by Brazil"],
    "who wants oven": ["Wanted by a country: Ovens"],
    "who took up coop": ["Taken up elsewhere: Cooperatives"],
    "who took up coop from": ["Taken up from Brazil: Cooperatives"],
    "who took up oven from b": ["Taken up from Benin: Ovens"],
    "who took up coop in b": ["Taken up in Benin: Cooperatives"],
}


def test_questions_follow_a_country_or_are_begun_and_have_an_answer(client, ways):
    for typed, expected in QUESTIONS.items():
        suggestions = client.get("/suggest/", {"q": typed}).json()["suggestions"]
        assert [one["name"] for one in suggestions] == expected
        for one in suggestions:
            if one["kind"] == "Question":
                asked = one["url"].removeprefix("/replications/?")
                assert client.get(f"/api/v1/replications/?{asked}").json()["count"] > 0


@pytest.mark.parametrize("typed", ["", " ", "\x00", "'", "%", "x" * 10_000, "🙂"])
def test_nothing_typed_raises_an_error(suggested, typed):
    InitiativeFactory()
    assert suggested(typed) == []


@pytest.mark.parametrize("is_indexed", [True, False])
def test_a_renamed_record_is_suggested_by_its_new_name(suggested, read, is_indexed):
    def written():
        if is_indexed:
            read()

    initiative = InitiativeFactory(title="Seeds")
    written()
    assert suggested("seeds") == [("Initiative", "Seeds")]
    initiative.title = "Ovens"
    initiative.save()
    written()
    assert suggested("ovens") == [("Initiative", "Ovens")]
    assert suggested("seeds") == []
