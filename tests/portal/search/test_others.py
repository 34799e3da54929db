"""The records beside the initiatives, found by the engine: on pages, in lists and by the API."""

import gc
import weakref

import pytest
from django.urls import reverse

from core.search.worker import worker
from forum.models import Person
from initiatives.models import Country, Initiative, Organization
from tests.databases import made_once
from tests.factories import (
    AppearanceFactory,
    CountryFactory,
    CountryGroupFactory,
    ForumFactory,
    InitiativeFactory,
    OrganizationFactory,
    OrganizationKindFactory,
    PersonFactory,
    ResourceFactory,
    SessionFactory,
    ThemeFactory,
)
from tests.pages import choices, names, visible_text
from tests.portal.pages.test_search_everything import found, one_of_each

SEARCH = reverse("search")
PEOPLE = reverse("people:list")
ORGANIZATIONS = reverse("organizations:list")
FORUMS = reverse("forums:list")
DOCUMENTS = reverse("resources:list")

pytestmark = pytest.mark.django_db


@made_once
def seeds():
    one_of_each("Seed")


def find(client, words):
    """The names of what the search over everything finds, by kind."""
    return found(client.get(SEARCH, {"q": words}))


class TestNames:
    def test_who_is_called_so_comes_first(self, client, read):
        for title in ("Adviser to Guy Ryder", "Office of Guy Ryder, Guy Ryder and Guy Ryder"):
            AppearanceFactory(title=title)
        PersonFactory(name="Guy Ryder Guy Ryder")
        PersonFactory(name="Guy Ryder")
        read()
        assert names(client.get(PEOPLE, {"q": "guy ryder"}))[0] == "Guy Ryder"
        assert len(names(client.get(PEOPLE, {"q": "guy ryder"}))) == 4

    def test_an_acronym_is_a_name(self, client, read):
        OrganizationFactory(name="ITUC Africa", summary="ITUC, ITUC, ITUC.")
        OrganizationFactory(name="International Trade Union Confederation", acronym="ITUC")
        read()
        first, second = find(client, "ituc")["organizations"]
        assert first == "International Trade Union Confederation (ITUC)"
        assert second == "ITUC Africa"

    def test_a_code_is_a_name_and_no_word(self, client, read):
        CountryFactory(iso3="GUY", iso2="GY", name="Guyana")
        PersonFactory(name="Guy Ryder")
        read()
        assert find(client, "GUY") == {"countries": ["Guyana"], "people": ["Guy Ryder"]}
        assert find(client, "Guy Ryder") == {"people": ["Guy Ryder"]}

    def test_the_kind_of_which_a_name_was_typed_leads(self, client, read):
        person = PersonFactory(name="Guy Ryder")
        InitiativeFactory(title="What Guy Ryder started")
        AppearanceFactory(person=person)
        read()
        assert next(iter(find(client, "guy ryder"))) == "people"
        assert next(iter(find(client, "Ryder"))) == "initiatives"

    def test_a_name_is_never_mended_into_a_word_of_initiatives(self, client, read):
        InitiativeFactory.create_batch(3, title="Rider of horses")
        PersonFactory(name="Guy Ryder")
        read()
        response = client.get(SEARCH, {"q": "Ryder"})
        assert found(response) == {"people": ["Guy Ryder"]}
        assert "Showing results for" not in visible_text(response)
        text = visible_text(client.get("/initiatives/", {"q": "Ryder"}))
        assert "No initiative mentions “ryder”" in text
        assert "Showing results for" not in text

    def test_what_the_desk_searched_for_first_changes_nothing_for_readers(self, client, read):
        InitiativeFactory.create_batch(3, title="Rider of horses")
        PersonFactory(name="Guy Ryder")
        read()
        assert Initiative.objects.found_by_readers("Ryder").understood.corrections == []
        text = visible_text(client.get("/initiatives/", {"q": "Ryder"}))
        assert "No initiative mentions “ryder”" in text

    def test_a_misspelt_name_is_mended_and_the_reader_told(self, client, read):
        PersonFactory(name="Sharan Burrow")
        read()
        response = client.get(SEARCH, {"q": "Sharan Burow"})
        assert found(response) == {"people": ["Sharan Burrow"]}
        assert "Showing results for Sharan burrow" in visible_text(response)
        response = client.get(PEOPLE, {"q": "Sharan Burow"})
        assert names(response) == ["Sharan Burrow"]
        assert "Showing results for Sharan burrow" in visible_text(response)
        assert "Showing results" not in visible_text(client.get(PEOPLE, {"q": "Sharan Burrow"}))

    def test_both_searches_say_the_same_of_what_is_mended_offered_and_missing(self, client, read):
        InitiativeFactory(title="Cooperatives of bamboo growers")
        OrganizationFactory(name="Coca bottlers")
        read()
        for words, said in {
            "coperatives": "Nothing in the catalogue mentions “coperatives”. Showing results for "
            "cooperatives instead. Search for exactly what you typed",
            "kooperatives": "Nothing in the catalogue mentions “kooperatives”. "
            "Did you mean cooperatives ?",
            "cocoa": "Nothing in the catalogue mentions “cocoa”.",
            "bambo growers": "Nothing in the catalogue mentions “bambo”. "
            "We searched for the rest. Did you mean bamboo growers ?",
        }.items():
            for url in (SEARCH, "/initiatives/", ORGANIZATIONS):
                text = visible_text(client.get(url, {"q": words}))
                assert said in text
                assert ("Did you mean" in text) == ("Did you mean" in said)
                assert "coca" not in text.lower()

    def test_what_was_mended_can_be_searched_for_as_it_was_typed(self, client, read):
        InitiativeFactory(title="Cooperatives of bamboo growers")
        read()
        response = client.get("/initiatives/", {"q": "coperatives bamboo", "sort": "title"})
        link = '<a href="?q=%22coperatives%22+bamboo&amp;sort=title" rel="nofollow">'
        assert link in response.content.decode()
        response = client.get("/initiatives/", {"q": '"coperatives" bamboo'})
        assert "Showing results for" not in visible_text(response)

    def test_what_was_typed_is_shown_as_text(self, client, read):
        PersonFactory(name="Sharan Burrow")
        read()
        html = client.get(PEOPLE, {"q": "<b>Burow</b> Burow"}).content.decode()
        assert "<b>Burow" not in html


class TestWords:
    def test_a_theme_in_another_language_finds_what_is_about_it(self, client, read):
        theme = ThemeFactory(slug="child-labour", name="Child labour", name_es="Trabajo infantil")
        forum = ForumFactory(title="The Hague 2010")
        forum.themes.add(theme)
        SessionFactory(title="Semi-plenary", themes=["child-labour"], forum=ForumFactory())
        document = ResourceFactory(title="Roadmap")
        InitiativeFactory(title="Network", themes=["child-labour"], resources=[document.slug])
        ResourceFactory(title="Of nothing")
        read()
        assert find(client, "trabajo infantil") == {
            "themes": ["Child labour"],
            "initiatives": ["Network"],
            "forums": ["The Hague 2010"],
            "sessions": ["Semi-plenary"],
            "documents": ["Roadmap"],
        }

    @pytest.mark.parametrize("words", ["Équateur", "equateur", "Ecuadorian", "ECU", "Ecuadro"])
    def test_a_country_is_found_however_it_is_named(self, client, read, words):
        ecuador = CountryFactory(iso3="ECU", iso2="EC", name="Ecuador", name_fr="Équateur")
        OrganizationFactory(name="Ministry of Labour", country=ecuador)
        CountryFactory(iso3="PER", iso2="PE", name="Peru")
        read()
        assert find(client, words)["countries"] == ["Ecuador"]
        if words != "ECU":
            assert find(client, words)["organizations"] == ["Ministry of Labour"]

    def test_a_group_of_countries_finds_its_members(self, client, read):
        CountryFactory(iso3="PER", iso2="PE", name="Peru")
        CountryGroupFactory(
            slug="palop", name="Portuguese-speaking African countries", members=["MOZ", "AGO"]
        )
        Country.objects.filter(iso3="MOZ").update(name="Mozambique")
        read()
        members = find(client, "Portuguese-speaking African countries")["countries"]
        assert sorted(members) == ["Country AGO", "Mozambique"]

    def test_a_document_is_found_in_its_own_language(self, client, read):
        ResourceFactory(title="Academia sobre Economia Social e Solidária", language="pt")
        ResourceFactory(title="Economy")
        read()
        assert names(client.get(DOCUMENTS, {"q": "academia solidaria"})) == [
            "Academia sobre Economia Social e Solidária"
        ]

    def test_spellings_and_forms_of_a_word_meet(self, client, read):
        ForumFactory(title="Organizing cooperatives")
        read()
        for words in ("organising co-operatives", "organized cooperative", "ORGANIZING"):
            assert names(client.get(FORUMS, {"q": words})) == ["Organizing cooperatives"]

    def test_a_session_is_found_by_speaker_forum_and_what_was_said(self, client, read):
        forum = ForumFactory(title="Turin academy")
        session = SessionFactory(title="Opening", forum=forum, key_messages=["Solidarity first."])
        AppearanceFactory(
            session=session, person=PersonFactory(name="Helder da Costa"), points=["One voice."]
        )
        read()
        for words in ("solidarity", "da Costa", "one voice", "Turin academy Helder"):
            assert find(client, words)["sessions"] == ["Opening"]

    def test_a_person_is_found_by_post_and_body_of_the_day(self, client, read):
        AppearanceFactory(
            person=PersonFactory(name="Ana"),
            title="Secretary for women",
            organization=OrganizationFactory(name="Farm Workers' Union", acronym="FWU"),
        )
        PersonFactory(name="Eva")
        read()
        for words in ("secretary FWU", "farm workers women", '"secretary for women"'):
            assert names(client.get(PEOPLE, {"q": words})) == ["Ana"]

    def test_a_convention_finds_its_theme(self, client, read):
        theme = ThemeFactory(name="Child labour")
        theme.conventions.create(number=138, title="Minimum Age Convention", year=1973)
        ThemeFactory(name="Cooperatives")
        read()
        assert find(client, "C138")["themes"] == ["Child labour"]

    def test_quotes_make_phrases_and_a_minus_excludes(self, client, read):
        for title in ("Seed bank", "A bank for every seed", "Seed bank of bread"):
            ResourceFactory(title=title)
        read()
        assert names(client.get(DOCUMENTS, {"q": '"seed bank" -bread'})) == ["Seed bank"]
        assert len(names(client.get(DOCUMENTS, {"q": "-bread"}))) == 2

    def test_all_words_come_first_then_what_has_most_of_them(self, client, read):
        ResourceFactory(title="Maize")
        ResourceFactory(title="Maize in times of drought")
        ResourceFactory(title="Bread")
        ForumFactory.create_batch(3, title="Drought")
        read()
        response = client.get(DOCUMENTS, {"q": "drought maize"})
        assert names(response) == ["Maize in times of drought", "Maize"]
        assert "2 documents for these words" in visible_text(response)

    def test_where_none_has_all_the_words_the_reader_is_told(self, client, read):
        ResourceFactory(title="Maize")
        ResourceFactory(title="Bread")
        ForumFactory.create_batch(3, title="Drought")
        read()
        response = client.get(DOCUMENTS, {"q": "drought maize"})
        assert names(response) == ["Maize"]
        text = visible_text(response)
        assert "1 document with some of these words, but none with all of them" in text

    def test_titles_weigh_more_than_what_is_said_of_them(self, client, read):
        OrganizationFactory(name="Ovens", summary="Maize, maize and maize.")
        OrganizationFactory(name="Maize growers")
        read()
        assert names(client.get(ORGANIZATIONS, {"q": "maize"})) == ["Maize growers", "Ovens"]


class TestLists:
    def test_facets_and_orders_go_on_within_what_was_found(self, client, read):
        union = OrganizationKindFactory(slug="union", name="Union")
        for name in ("Zinc miners", "Ants of the miners' union of miners", "Miners"):
            OrganizationFactory(name=name, kind=union)
        OrganizationFactory(name="Miners' ministry")
        OrganizationFactory(name="Bakers", kind=union)
        read()
        response = client.get(ORGANIZATIONS, {"q": "miners", "kind": "union"})
        assert names(response)[0] == "Miners"
        assert choices(response, "kind") == {"Union": 3, "Network": 1}
        response = client.get(ORGANIZATIONS, {"q": "miners", "kind": "union", "sort": "name"})
        assert names(response) == ["Ants of the miners' union of miners", "Miners", "Zinc miners"]

    def test_pages_of_what_was_found_are_disjoint_and_complete(self, client, read):
        PersonFactory.create_batch(45, name="Maria Silva")
        read()
        pages = [client.get(PEOPLE, {"q": "maria", "page": page}) for page in (1, 2)]
        keys = [person.pk for page in pages for person in page.context["page"]]
        assert len(keys) == len(set(keys)) == 45

    @pytest.mark.parametrize(
        "words",
        [*"'\"-*\\(…", '""', "--", '-""', "a:b:c", "AND OR NOT", "🙂", "x" * 200, "a\x00b", "%"],
    )
    @pytest.mark.parametrize("url", [SEARCH, PEOPLE, DOCUMENTS, "/themes/", "/countries/"])
    def test_whatever_is_typed_is_answered_with_a_page(self, client, seeds, words, url):
        assert client.get(url, {"q": words}).status_code == 200

    @pytest.mark.parametrize("how_many", [1, 3])
    def test_more_found_take_no_more_queries(
        self, client, read, django_assert_num_queries, how_many
    ):
        for _ in range(how_many):
            one_of_each("Seed")
        read()
        with django_assert_num_queries(23):
            response = client.get(SEARCH, {"q": "seed"})
        assert len(found(response)["people"]) == how_many
        with django_assert_num_queries(7):
            response = client.get(PEOPLE, {"q": "seed"})
        assert len(names(response)) == how_many


class TestApi:
    @pytest.mark.parametrize(
        ("kind", "words", "slug"),
        [
            ("people", "sharan burow", "sharan-burrow"),
            ("organizations", "FWU", "fwu"),
            ("documents", "roadmaps", "roadmap"),
            ("forums", "academies", "academy"),
        ],
    )
    def test_words_are_understood_as_on_pages(self, client, read, kind, words, slug):
        PersonFactory(slug="sharan-burrow", name="Sharan Burrow")
        OrganizationFactory(slug="fwu", name="Farm Workers' Union", acronym="FWU")
        ResourceFactory(slug="roadmap", title="Roadmap")
        ForumFactory(slug="academy", title="Academy")
        read()
        name = {"documents": "resources"}.get(kind, kind)
        answer = client.get(f"/api/v1/{name}/", {"q": words}).json()
        assert [record["slug"] for record in answer["results"]] == [slug]


class TestFreshness:
    def test_an_edit_is_found_and_what_it_replaced_is_not(self, client, read):
        person = PersonFactory(name="Ana Seed")
        read()
        Person.objects.filter(pk=person.pk).update(name="Ana Oven")
        read()
        assert names(client.get(PEOPLE, {"q": "oven"})) == ["Ana Oven"]
        assert names(client.get(PEOPLE, {"q": "seed"})) == []

    def test_a_change_of_what_belongs_to_a_record_is_found(self, client, read):
        appearance = AppearanceFactory(person=PersonFactory(name="Ana"), title="Minister")
        read()
        appearance.title = "Ambassador"
        appearance.save()
        read()
        assert names(client.get(PEOPLE, {"q": "ambassador"})) == ["Ana"]
        assert names(client.get(PEOPLE, {"q": "minister"})) == []

    def test_where_none_has_changed_they_only_move_on(self, read):
        PersonFactory()
        InitiativeFactory(title="One")
        before = read()
        InitiativeFactory(title="Of the same theme")
        after = read()
        assert after.others.revision == after.catalogue.revision > before.others.revision
        assert after.others.texts is before.others.texts

    def test_what_is_withdrawn_is_gone_before_anything_is_read_anew(self, client, read):
        one_of_each("Seed")
        read()
        Person.objects.update(publication="archived")
        Organization.objects.update(publication="draft")
        assert not {"people", "organizations"} & found(client.get(SEARCH, {"q": "seed"})).keys()
        assert names(client.get(PEOPLE, {"q": "seed"})) == []
        assert client.get("/api/v1/people/", {"q": "seed"}).json()["count"] == 0


class TestDrafts:
    def test_nothing_is_found_that_is_not_published(self, client, read):
        hidden = {"publication": "in-review"}
        SessionFactory(title="Seed session", forum=ForumFactory(title="Seed forum", **hidden))
        PersonFactory(name="Seed Person", **hidden)
        OrganizationFactory(name="Seed union", **hidden)
        ResourceFactory(title="Seed report", **hidden)
        AppearanceFactory(session__forum=ForumFactory(**hidden), title="Seed", topic="Seed")
        AppearanceFactory(person=PersonFactory(name="Seed", **hidden), topic="Seed")
        secret = OrganizationFactory(name="Seed society", **hidden)
        AppearanceFactory(organization=secret)
        ForumFactory().organizers.add(secret)
        ResourceFactory().publishers.add(secret)
        ThemeFactory(slug="seed", name="Theme", name_fr="Graines")
        draft = InitiativeFactory(themes=["seed"], **hidden)
        draft.resources.add(ResourceFactory())
        read()
        assert find(client, "seed") == {}
        assert find(client, "graines") == {"themes": ["Theme"]}

    def test_their_words_mend_no_misspelt_ones(self, client, read):
        PersonFactory(name="Zyzzyva Kwon", publication="draft")
        withdrawn = PersonFactory(name="Quokkabert")
        PersonFactory.create_batch(3)
        read()
        withdrawn.publication = "archived"
        withdrawn.save()
        read()
        for words, secret in (("zyzzyvaa", "zyzzyva<"), ("quokkaberd", "quokkabert")):
            assert secret not in client.get(SEARCH, {"q": words}).content.decode()
            assert secret not in client.get(PEOPLE, {"q": words}).content.decode()


@pytest.mark.usefixtures("without_index")
def test_while_the_index_is_read_the_database_answers_and_nothing_is_kept(
    client, settings, caching, monkeypatch
):
    PersonFactory(name="Ana Seed")
    settings.SEARCH_INDEX = True
    monkeypatch.setattr(worker, "start", lambda: None)
    response = client.get(PEOPLE, {"q": "seeds"})
    assert names(response) == ["Ana Seed"]
    assert "ETag" not in response.headers
    assert "ETag" in client.get(PEOPLE).headers


def test_what_is_replaced_goes_at_once(client, read):
    """What collections of garbage have been told to leave alone has to go without them."""
    PersonFactory(name="Sharan Burrow")
    before = read()
    client.get(SEARCH, {"q": "Sharan Burow"})
    replaced = [weakref.ref(part) for part in (before, before.catalogue, before.others)]
    replaced.append(weakref.ref(before.search_of_others))
    del before
    gc.disable()
    try:
        PersonFactory(name="Guy Ryder")
        read()
        assert find(client, "Guy Ryder") == {"people": ["Guy Ryder"]}
        assert [reference() for reference in replaced] == [None] * 4
    finally:
        gc.enable()
