"""Suggestions while typing: names that begin like what has been typed."""

import pytest

from tests.factories import (
    CountryFactory,
    InitiativeFactory,
    OrganizationFactory,
    PersonFactory,
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
    assert kinds == ["Initiative"] * 4 + ["Organization"] * 4


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
