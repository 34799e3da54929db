"""Everyday words: what they find, in which order, and what a reader is told of it."""

import re

import pytest

from core.search.language import words_of
from core.search.words import Concept, Literal, Tag
from initiatives.models import GlossaryTerm, SectorSynonym, ThemeSynonym
from initiatives.models.glossary import fault_of_meanings
from initiatives.search.meanings import meaning
from tests.factories import (
    GlossaryTermFactory,
    InitiativeFactory,
    InitiativeKindFactory,
    SectorFactory,
    ThemeFactory,
)
from tests.initiatives.search.test_search import ask, titles

TYPED = Literal((("maid",),))
WORDS = Literal((("worker",),), away=1, is_own=True, shown="domestic workers")
OTHERS = Literal((("cleaner",),), away=1, is_own=True, shown="cleaners")
IN_A_NAME = Literal((("worker",),), away=1, shown="domestic workers")
APART = Literal((("street",), ("seller",)))
THEME = Tag("theme", "informal-economy", away=2)
SECTOR = Tag("sector", "tea", away=2)
NAMED = Tag("theme", "informal-economy")
LABELS = {"theme": {"informal-economy": "Informal economy"}, "sector": {"tea": "Tea"}}


@pytest.mark.parametrize(
    ("shares", "sentence"),
    [
        ([(TYPED, 3), (THEME, 20)], "3 mention “Maids”; 20 more are on the informal economy."),
        ([(TYPED, 0), (THEME, 1)], "None mention “Maids”; 1 is on the informal economy."),
        ([(TYPED, 1), (WORDS, 1)], "1 mentions “Maids”; 1 more mentions “domestic workers”."),
        (
            [(TYPED, 0), (WORDS, 2), (OTHERS, 5), (THEME, 1200), (SECTOR, 1)],
            "None mention “Maids”; 7 mention “cleaners” or “domestic workers”; "
            "1,201 more are on the informal economy or in the sector tea.",
        ),
        (
            [(TYPED, 1), (IN_A_NAME, 2), (APART, 1)],
            "1 mentions “Maids”; 2 more have a theme or sector with that name; "
            "1 more has these words apart.",
        ),
        ([(TYPED, 3), (WORDS, 0), (THEME, 0)], ""),
        ([(TYPED, 0), (NAMED, 8)], ""),
    ],
)
def test_a_sentence_says_what_stood_for_the_words(shares, sentence):
    concept = Concept("maids", tuple(way for way, _ in shares))
    assert meaning(concept, shares, "Maids, please", LABELS) == sentence


@pytest.fixture
def market(read):
    """Initiatives of which one mentions a word, and others have what it stands for."""
    theme = ThemeFactory(slug="informal-economy", name="Informal economy", name_es="Informalidad")
    ThemeSynonym.objects.create(theme=theme, language="es", text="monotributo")
    third = {"themes": ["tax", "informal-economy"]}
    InitiativeFactory(title="Ferries", **third)
    InitiativeFactory(title="Kiosks", themes=["informal-economy"])
    InitiativeFactory(title="The informal economy of ports", **third)
    InitiativeFactory(title="A small tax", approach="It is called monotributo.", themes=["tax"])
    InitiativeFactory(title="Bread", themes=["tax"])
    read()
    return read


@pytest.mark.django_db
class TestWhatStandsForAThemeAsAWhole:
    def test_the_word_comes_first_then_the_name_in_a_text_then_what_the_theme_leads(self, market):
        results = ask(q="monotributo")
        assert titles(results) == [
            "A small tax",
            "The informal economy of ports",
            "Kiosks",
            "Ferries",
        ]
        assert results.notes == [
            "1 mentions “monotributo”; 1 more mentions “informal economy”; "
            "2 more are on the informal economy."
        ]

    def test_counts_are_those_of_the_list_that_is_shown(self, market):
        assert ask(q="monotributo", theme="informal-economy").notes == [
            "None mention “monotributo”; 1 mentions “informal economy”; "
            "2 more are on the informal economy."
        ]

    def test_the_name_of_a_theme_in_another_language_is_the_theme(self, market):
        results = ask(q="informalidad")
        assert len(results) == 3
        assert results.notes == []

    def test_page_api_and_the_search_over_everything_say_it(self, client, market):
        note = "1 mentions “monotributo”; 1 more mentions"
        for address in ("/initiatives/", "/search/", "/api/v1/initiatives/"):
            assert note in client.get(address, {"q": "monotributo"}).content.decode(), address


@pytest.mark.django_db
class TestGlossary:
    def test_kinds_and_pillars_are_found_by_their_names(self, read):
        kind = InitiativeKindFactory(slug="network", name="Network")
        theme = ThemeFactory(slug="child-labour", name="Child labour", pillar="rights-at-work")
        InitiativeFactory(title="Peers", kind=kind, themes=[theme])
        InitiativeFactory(title="Bread", themes=["x"])
        read()
        results = ask(q="networks")
        assert titles(results) == ["Peers"]
        assert results.notes == ["None mention “networks”; 1 is of the kind network."]
        assert titles(ask(q="rights at work")) == ["Peers"]

    def test_everyday_words_find_the_words_of_the_field_behind_their_own(self, read):
        InitiativeFactory(title="Employers for disability", themes=["x"])
        InitiativeFactory(title="Bread", approach="Bosses are told.", themes=["x"])
        InitiativeFactory(title="Employment for all", themes=["x"])
        GlossaryTermFactory(phrase="boss", stands_for=["employers"])
        read()
        results = ask(q="bosses")
        assert titles(results) == ["Bread", "Employers for disability"]
        assert results.notes == ["1 mentions “bosses”; 1 more mentions “employers”."]

    @pytest.mark.parametrize(
        ("language", "phrase", "asked"),
        [
            ("es", "enseñar", "enseñan"),
            ("es", "vendedores ambulantes", "vendedora ambulante"),
            ("fr", "enseigner", "enseignent"),
            ("pt", "catadores de lixo", "catadora de lixo"),
        ],
    )
    def test_the_forms_of_a_word_in_its_own_language_are_one(self, read, language, phrase, asked):
        InitiativeFactory(title="Teaching", themes=["x"])
        InitiativeFactory(title="Bread", themes=["x"])
        GlossaryTermFactory(phrase=phrase, language=language, stands_for=["teaching"])
        read()
        assert titles(ask(q=asked)) == ["Teaching"]

    def test_a_word_that_records_have_is_no_form_of_a_foreign_one(self, read):
        InitiativeFactory(title="Care", themes=["x"])
        InitiativeFactory(title="Dear bread", themes=["x"])
        GlossaryTermFactory(phrase="caras", language="es", stands_for=["dear"])
        read()
        assert titles(ask(q="caro")) == ["Dear bread"]
        assert titles(ask(q="care")) == ["Care"]

    def test_beside_other_words_a_word_stands_for_its_sector_but_for_no_theme(self, read):
        InitiativeFactory(title="Better pay for pickers", themes=["x"], sectors=["coffee"])
        InitiativeFactory(title="Better pay for all", themes=["informal-economy"])
        for model, field, record in (
            (SectorSynonym, "sector", SectorFactory(slug="coffee")),
            (ThemeSynonym, "theme", ThemeFactory(slug="informal-economy")),
        ):
            model.objects.create(language="en", text="espresso", **{field: record})
        GlossaryTermFactory(phrase="espresso", stands_for=["barista"])
        read()
        assert titles(ask(q="pay espresso"))[0] == "Better pay for pickers"
        assert len(ask(q="pay espresso").matches.complete) == 1

    def test_an_edit_is_known_with_the_next_question(self, read):
        InitiativeFactory(title="Child care", themes=["x"])
        read()
        assert len(ask(q="crèche")) == 0
        GlossaryTermFactory(phrase="crèche", language="fr", stands_for=["child care"])
        read()
        assert titles(ask(q="creche")) == ["Child care"]
        GlossaryTerm.objects.all().delete()
        read()
        assert len(ask(q="crèche")) == 0

    def test_a_phrase_has_to_stand_as_it_is_unless_more_is_asked_or_nothing_found(self, read):
        InitiativeFactory(title="A job in the centre of town")
        InitiativeFactory(title="Employment services of Peru")
        GlossaryTermFactory(phrase="job centre", stands_for=["employment services"])
        read()
        assert titles(ask(q="job center")) == ["Employment services of Peru"]
        assert titles(ask(q="job centre town"))[0] == "A job in the centre of town"

    def test_words_apart_are_better_than_nothing(self, read):
        InitiativeFactory(title="Tea from three estates")
        SectorSynonym.objects.create(
            sector=SectorFactory(slug="tea"), language="en", text="tea estates"
        )
        read()
        assert titles(ask(q="tea estates")) == ["Tea from three estates"]


@pytest.mark.usefixtures("catalogue")
def test_every_term_of_the_glossary_finds_something_and_keeps_the_rules(read):
    catalogue = read().catalogue
    terms = GlossaryTerm.objects.all()
    meanings = {meaning for term in terms for meaning in term.stands_for}
    known = {words for words in meanings if catalogue.matching(f'"{words}"').complete}
    assert [term.phrase for term in terms if known.isdisjoint(term.stands_for)] == []
    assert [term.phrase for term in terms if fault_of_meanings(term.phrase, term.stands_for)] == []
    phrases = {(term.language, *words_of(term.phrase)) for term in terms}
    assert len(phrases) == len(terms) > 7000


def test_words_that_say_nothing_are_not_marked_for_a_phrase_that_has_them(client, catalogue):
    """The sector's name is "agriculture, plantations and other rural sectors"."""
    html = client.get("/initiatives/?q=child+labour+in+agriculture").content.decode()
    assert "<mark>" in html
    assert not {"and", "of", "other"} & set(re.findall(r"<mark>(\w+)</mark>", html))
