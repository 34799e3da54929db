"""The index in memory: it finds what readers mean, and counts what PostgreSQL counts."""

import random

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.test import RequestFactory
from rest_framework.request import Request

from core.api.pagination import Pagination
from core.search.index import CatalogueIndex
from core.search.parameters import excluding
from core.search.snippets import LONGEST, marked, snippet
from initiatives.models import Initiative, Organization
from initiatives.search.answer import cards, from_database, from_index, related
from initiatives.search.collection import InitiativeCollection
from initiatives.search.facets import FACETS
from initiatives.search.filters import InitiativeFilter
from tests.factories import (
    CountryFactory,
    InitiativeFactory,
    PartnershipFactory,
    ThemeFactory,
    ready,
)


def ask(**question):
    """The results of a question as a reader's address would ask it."""
    query = QueryDict(mutable=True)
    for name, value in question.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return InitiativeFilter(query, queryset=Initiative.objects.published()).qs


def titles(results, count=20):
    return [initiative.title for initiative in results[:count]]


@pytest.mark.django_db
@pytest.mark.parametrize("is_indexed", [True, False])
def test_an_answer_is_a_sequence_that_paginators_take_and_says_what_was_asked(read, is_indexed):
    for number in range(5):
        InitiativeFactory(title=f"Seed bank {number}", themes=["seeds"])
    if is_indexed:
        read()
    results = ask(q="seed", theme=["seeds"], sort="title")
    page = Paginator(results, 2).page(3)
    assert [initiative.title for initiative in page] == ["Seed bank 4"]
    request = Request(RequestFactory().get("/", {"page": 2, "page_size": 2}))
    pages = Pagination().paginate_queryset(results, request)
    assert [initiative.title for initiative in pages] == ["Seed bank 2", "Seed bank 3"]
    assert results.question["theme"] == ["seeds"]
    assert results.question["q"] == "seed"
    assert [value.count for value in results.count_facets(["theme"])["theme"]] == [5]


@pytest.mark.django_db
@pytest.mark.parametrize("is_indexed", [True, False])
def test_titles_stand_as_people_look_for_them(read, is_indexed):
    in_order = ["Élan", "elm", "g7+ cooperation", "Gabon", "“Ubuntu” fund", "YouthConnekt"]
    for title in reversed(in_order):
        InitiativeFactory(title=title)
    if is_indexed:
        read()
    assert titles(ask(sort="title")) == titles(ask(sort="newest")) == titles(ask()) == in_order


@pytest.mark.django_db
class TestAgainstTheDatabase:
    """The index answers every question of filters exactly as PostgreSQL does."""

    @pytest.mark.parametrize("seed", range(8))
    def test_facets_orders_and_counts_are_those_of_the_database(self, catalogue, read, seed):
        catalogue = read().catalogue
        chance = random.Random(seed)  # noqa: S311 - questions, not secrets
        question = {"sort": chance.choice(["", "newest", "title", "replicated"])}
        question["match"] = chance.choice(["", "any"])
        for name in chance.sample(list(FACETS), chance.randint(0, 3)):
            values = sorted(catalogue.facets[name])
            if FACETS[name].wants_all(question["match"]):  # those of one initiative: it is found
                one = chance.choice(sorted(catalogue.facets[name][values[0]]))
                values = [value for value in values if one in catalogue.facets[name][value]]
            question[name] = chance.sample(values, min(len(values), chance.randint(1, 3)))
        if chance.random() < 0.4:
            question["year_from"] = chance.randint(1990, 2015)
        if chance.random() < 0.4:
            question["year_to"] = chance.randint(2005, 2025)
        left_out = chance.choice([None, *FACETS])
        if left_out:
            values = sorted(catalogue.facets[left_out])
            question[excluding(left_out)] = chance.sample(values, min(len(values), 2))
        initiatives = Initiative.objects.published()
        ours = from_index(catalogue, initiatives, question)
        theirs = from_database(initiatives, question)
        assert list(ours.ids) == list(theirs.ids)
        counted, expected = ours.count_facets(FACETS), theirs.count_facets(FACETS)
        for name in FACETS:
            known = {v.value: v for v in expected[name]}
            assert {v.value: v for v in counted[name]} == known, name

    @pytest.mark.parametrize("match", ["all", "any"])
    def test_a_facet_count_is_what_a_click_shows(self, catalogue, read, match):
        read()
        question = {"q": "child labour Brazil", "match": match}
        chosen = {"theme": ["child-labour"], "sdg": ["8"]}
        results = ask(**question, **chosen)
        for name, values in results.count_facets(FACETS).items():
            for value in [value for value in values if not value.selected][:3]:
                ticked = [*chosen.get(name, []), value.value]
                if match == "any" and name in chosen:
                    ticked = [value.value]  # what it would add
                clicked = ask(**question, **chosen | {name: ticked})
                assert len(clicked) == len(list(clicked.ids)) == value.count > 0, (name, value)

    def test_pages_of_ranked_results_are_disjoint_and_complete(self, catalogue, read):
        read()
        results = ask(q="training Brazil")
        paged = [i.pk for at in range(0, len(results), 7) for i in results[at : at + 7]]
        assert len(paged) == len(set(paged)) == len(results)
        assert paged == [i.pk for i in results[: len(results)]]


@pytest.mark.django_db
class TestWords:
    def test_a_misspelt_question_finds_the_network_and_says_what_was_searched(
        self, catalogue, read
    ):
        read()
        results = ask(q="chld labor ecuadr")
        assert "Network of Companies for an Ecuador Free of Child Labour" in titles(results, 3)
        assert results.matches.understood.searched_for == "child labor ecuador"

    @pytest.mark.parametrize(
        ("words", "slug"),
        [
            ("trabajo infantil Ecuador", "companies-network-ecuador-free-of-child-labour"),
            ("travail des enfants Equateur", "companies-network-ecuador-free-of-child-labour"),
            ("عمل الأطفال الإكوادور", "companies-network-ecuador-free-of-child-labour"),
            ("economia solidária", "ilo-social-and-solidarity-economy-academy"),
            ("SSE academy", "ilo-social-and-solidarity-economy-academy"),
            ("F2F", "g7plus-fragile-to-fragile-cooperation"),
            ("Ethiopian women cooperatives WISE", "wise-ethiopia"),
        ],
    )
    def test_abbreviations_and_other_languages_find_what_they_should(
        self, catalogue, read, words, slug
    ):
        read()
        assert slug in [initiative.slug for initiative in ask(q=words)[:3]]

    @pytest.mark.parametrize(
        ("british", "american"),
        [
            ("child labour", "child labor"),
            ("training programme", "training program"),
            ("co-operative", "cooperative"),
            ("organisation", "organization"),
        ],
    )
    def test_british_and_american_spellings_meet(self, catalogue, read, british, american):
        read()
        assert list(ask(q=british).matches.keys) == list(ask(q=american).matches.keys)

    def test_what_is_written_is_found_however_it_is_typed(self, catalogue, read):
        read()
        same = {
            "cooperation": ["co\u2011operation", "CO-OPERATION", "co\u00adoper\u200bation"],
            "UAE": ["U.A.E.", "u.a.e", "الإمارات", "الامارات"],
            '"waste pickers"': ["“waste pickers”", "«\u00a0Waste pickers\u00a0»"],
            "5000": ["5,000", "5 000", "5\u202f000"],
            "covid 19": ["covid19", "COVID\u201019"],
            "Türkiye": ["TÜRKİYE", "turkıye", "Tu\u0308rkiye"],  # noqa: RUF001
            "Côte d'Ivoire": ["CÔTE D’IVOIRE", "Cote d`Ivoire"],  # noqa: RUF001
        }
        for plain, others in same.items():
            found = list(ask(q=plain).ids)
            assert found
            assert [list(ask(q=other).ids) for other in others] == [found] * len(others)
        titles = Initiative.objects.published().order_by("pk").values_list("pk", "title")
        for pk, title in titles[::40]:
            for form in (title.upper(), f"“{title}”", title.replace("-", "\u2011")):
                assert ask(q=form).ids[0] == pk

    @pytest.mark.parametrize("is_indexed", [True, False])
    def test_signs_alone_find_nothing_and_the_reader_is_told(self, read, is_indexed):
        InitiativeFactory()
        if is_indexed:
            read()
        for text in ("§", "-", '"'):
            assert len(ask(q=text)) == 0
        if is_indexed:
            told = ["Type at least one word: there is none in “§”."]
            assert ask(q="§").matches.understood.notes == told

    def test_a_rare_but_correct_word_is_never_corrected(self, read):
        InitiativeFactory(title="Kudumbashree")
        for _ in range(5):
            InitiativeFactory(title="Kudumbashri")
        read()
        results = ask(q="Kudumbashree")
        assert titles(results) == ["Kudumbashree"]
        assert results.matches.understood.corrections == []

    def test_all_words_come_first_then_the_best_partial_matches(self, read):
        InitiativeFactory(title="Seed bank of maize")
        InitiativeFactory(title="Seed bank")
        InitiativeFactory(title="Bread")
        read()
        results = ask(q="seed bank maize")
        assert titles(results) == ["Seed bank of maize", "Seed bank"]
        assert len(results.matches.complete) == 1
        assert len(results.matches.partial) == 1

    def test_of_partial_matches_those_like_the_best_come_first(self, read):
        InitiativeFactory(title="Maize and beans", themes=["farms"])
        InitiativeFactory(title="Beans and maize", themes=["farms"])
        InitiativeFactory(title="Maize of the plains", themes=["trade"])
        InitiativeFactory(title="Maize of the valley", themes=["farms"])
        InitiativeFactory(title="Maize of the coast", themes=["trade"])
        read()
        assert titles(ask(q="maize beans"))[2] == "Maize of the valley"

    def test_words_that_go_with_any_question_are_not_required(self, read):
        InitiativeFactory(title="Seed bank")
        InitiativeFactory(title="Improving bread")
        read()
        results = ask(q="how to improve seed banks?")
        assert titles(results) == ["Seed bank"]
        assert results.matches.understood.notes == []

    def test_quotes_make_phrases_and_a_minus_excludes(self, read):
        InitiativeFactory(title="Seed bank")
        InitiativeFactory(title="A bank for every seed")
        InitiativeFactory(title="Seed bank of bread")
        read()
        assert sorted(titles(ask(q='"seed bank"'))) == ["Seed bank", "Seed bank of bread"]
        assert titles(ask(q='"seed bank" -bread')) == ["Seed bank"]
        assert sorted(titles(ask(q="-bread"))) == ["A bank for every seed", "Seed bank"]

    @pytest.mark.parametrize(
        ("text", "words"),
        [("title:seed", "seed"), ("Theme:seed", "seed"), ("bank:seed", "bank seed")],
    )
    def test_a_field_is_refused_kindly(self, read, text, words):
        InitiativeFactory(title="Seed bank")
        InitiativeFactory(title="A theme of its own")
        read()
        results = ask(q=text)
        assert titles(results) == ["Seed bank"]
        assert (
            f"We searched for “{words}” instead of “{text}”." in results.matches.understood.notes[0]
        )

    def test_titles_weigh_more_than_stories(self, read):
        InitiativeFactory(title="Ovens", approach="They grind maize, maize and maize.")
        InitiativeFactory(title="Maize")
        read()
        assert titles(ask(q="maize")) == ["Maize", "Ovens"]

    def test_partners_that_are_drafts_are_not_found(self, read):
        PartnershipFactory(organization__name="Secret society", organization__publication="draft")
        read()
        assert len(ask(q="secret society")) == 0

    @pytest.mark.parametrize(
        "words",
        [
            "'",
            '"',
            '""',
            "-",
            "--",
            '-""',
            "a:b:c",
            "(",
            "*",
            "\\",
            "AND OR NOT",
            "🙂",
            "…",
            "x" * 200,
        ],
    )
    def test_nothing_typed_raises_an_error(self, read, words):
        InitiativeFactory()
        read()
        list(ask(q=words)[:20])


@pytest.mark.django_db
class TestRelated:
    def test_relatives_share_themes_first_and_countries_next(self, read):
        one = InitiativeFactory(themes=["x", "y"], origins=["ECU"])
        InitiativeFactory(title="country", countries=["ECU"])
        InitiativeFactory(title="leading theme", themes=["x"])
        InitiativeFactory(title="other theme", themes=["z", "y"])
        InitiativeFactory(title="stranger", themes=["z"], origins=["KEN"])
        InitiativeFactory(title="draft", themes=["x", "y"], publication="draft")
        shown, _ = cards(related(one, 4), read().catalogue)
        relatives = [card.title for card in shown]
        assert relatives == ["leading theme", "other theme", "country"]

    def test_similar_words_come_first(self, read):
        one = InitiativeFactory(title="Seed banks", summary="Of villages.", themes=["x"])
        for title in ("Child labour", "A bank of seeds", "Old age pensions", "Villages at work"):
            InitiativeFactory(title=title, themes=["x"])
        InitiativeFactory(title="Seed banks of villages", themes=["z"])
        catalogue = read().catalogue
        shown, _ = cards(related(one, 2), catalogue)
        assert [card.title for card in shown] == ["Villages at work", "A bank of seeds"]

    def test_of_equals_the_first_ones_are_chosen_whenever_it_is_asked(self, read):
        one = InitiativeFactory(title="Seed banks", themes=["x"])
        equals = [InitiativeFactory(title="Seed banks too", themes=["x"]) for _ in range(60)]
        read()
        Initiative.objects.filter(pk=equals[0].pk).update(acronym="SBT")
        read()
        Initiative.objects.filter(pk=equals[0].pk).update(acronym="")
        for _ in range(20):
            read()
            assert related(one, 4) == [equal.pk for equal in equals[:4]]

    def test_an_initiative_without_themes_and_countries_has_none(self, read):
        one = InitiativeFactory(title="Seeds")
        InitiativeFactory(title="Seeds too", themes=["x"])
        read()
        assert related(one, 4) == []


@pytest.mark.django_db
class TestUpdates:
    """A part of the index read anew equals the whole index read anew."""

    def test_an_edit_is_found_and_what_it_replaced_is_not(self, read):
        initiative = InitiativeFactory(title="Seeds", themes=["x"])
        InitiativeFactory(title="Bread", themes=["x"])
        read()
        Initiative.objects.filter(pk=initiative.pk).update(title="Ovens", start_year=2001)
        initiative.theme_links.update(theme=ThemeFactory(slug="y"))
        read()
        assert titles(ask(q="ovens")) == ["Ovens"]
        assert len(ask(q="seeds")) == 0
        assert titles(ask(theme="y")) == ["Ovens"]
        assert titles(ask(theme="x")) == ["Bread"]
        assert titles(ask(sort="newest")) == ["Ovens", "Bread"]

    def test_what_is_withdrawn_is_gone_and_what_is_published_is_there(self, read):
        gone, come = InitiativeFactory(title="Gone"), ready(InitiativeFactory)
        read()
        Initiative.objects.filter(pk=gone.pk).update(publication="archived")
        Initiative.objects.filter(pk=come.pk).update(publication="published", title="Come")
        read()
        assert titles(ask()) == ["Come"]
        assert len(ask(q="gone")) == 0

    def test_words_of_what_is_withdrawn_mend_nothing(self, read):
        initiative = InitiativeFactory(title="Kudumbashree")
        InitiativeFactory.create_batch(5)
        read()
        assert ask(q="kudumbashre").matches.understood.searched_for == "kudumbashree"
        Initiative.objects.filter(pk=initiative.pk).update(publication="draft")
        read()
        assert ask(q="kudumbashre").matches.understood.corrections == []

    def test_withdrawing_hides_before_anything_is_read(self):
        initiative = InitiativeFactory(title="Secret", themes=["x"])
        InitiativeFactory(title="Open", themes=["x"])
        index = CatalogueIndex(InitiativeCollection(FACETS))
        index.build(1)
        catalogue = index.withdraw([initiative.pk])
        results = from_index(catalogue, Initiative.objects.published(), {})
        assert titles(results) == ["Open"]
        assert [value.count for value in results.count_facets(["theme"])["theme"]] == [1]
        assert not catalogue.matching("secret").keys

    def test_a_reader_keeps_the_snapshot_it_began_with(self, read):
        initiative = InitiativeFactory(title="Seeds")
        before = read().catalogue
        Initiative.objects.filter(pk=initiative.pk).update(title="Ovens")
        after = read().catalogue
        assert len(before.matching("seeds").complete) == 1
        assert len(after.matching("seeds").complete) == 0

    def test_changed_parts_equal_a_whole_read(self, catalogue, read):
        read()
        some = list(Initiative.objects.order_by("pk")[:20])
        for initiative in some:
            initiative.title = f"{initiative.title} renewed"
            initiative.save()
        some[0].origin_countries.add(CountryFactory(iso3="FJI"))
        Organization.objects.filter(partnerships__initiative=some[1]).update(name="Renamed")
        changed = read().catalogue
        whole = CatalogueIndex(InitiativeCollection(FACETS)).build(1)
        assert {n: {v: k for v, k in f.items() if k} for n, f in changed.facets.items()} == {
            n: dict(f) for n, f in whole.facets.items()
        }
        assert (changed.orders, changed.by_id) == (whole.orders, whole.by_id)
        for words in ("renewed", "child labour", "Fiji", "Renamed"):
            assert changed.matching(words).keys == whole.matching(words).keys, words


class TestSnippets:
    def test_marked_words_are_escaped_pieces(self):
        html = marked("<b>Seeds</b> & seeding", {"seed"})
        assert html == "&lt;b&gt;<mark>Seeds</mark>&lt;/b&gt; &amp; <mark>seeding</mark>"

    def test_neighbours_are_marked_as_one(self):
        assert marked("child labour", {"child", "labour"}) == "<mark>child labour</mark>"

    def test_the_passage_with_most_words_wins(self):
        texts = ["About seeds. Then bread.", "Seeds for bread, at last."]
        expected = "<mark>Seeds</mark> for <mark>bread</mark>, at last."
        assert snippet(texts, {"seed", "bread"}) == expected

    def test_a_long_passage_is_cut_around_its_words(self):
        text = "word " * 200 + "maize " + "word " * 200
        cut = snippet([text], {"maiz"})
        assert cut.startswith("… ")
        assert cut.endswith(" …")
        assert "<mark>maize</mark>" in cut
        assert len(cut) < LONGEST + 40

    def test_nothing_to_mark_gives_no_snippet(self):
        assert snippet(["Nothing here."], {"maiz"}) is None
