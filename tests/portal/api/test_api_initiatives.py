"""The list of initiatives: the page's questions and answers, facets, and words understood."""

from initiatives.models import Theme
from tests.factories import InitiativeFactory, ReplicationFactory
from tests.pages import entries
from tests.portal.api.world import slugs


def test_the_list_of_initiatives_gives_the_answer_of_the_page(client, db):
    for number, theme in enumerate(["cooperatives", "child-labour", "cooperatives"]):
        InitiativeFactory(slug=f"seeds-{number}", themes=[theme], start_year=2010 + number)
    query = {"theme": "cooperatives", "year_from": 2010, "sort": "newest"}
    page = client.get("/initiatives/", query)
    answer = client.get("/api/v1/initiatives/", query).json()
    assert slugs(answer) == ["seeds-2", "seeds-0"]
    assert [url for url, _ in entries(page)] == ["/initiatives/seeds-2/", "/initiatives/seeds-0/"]


def test_facets_say_what_each_value_would_find(get):
    InitiativeFactory(themes=["cooperatives"], status="active")
    InitiativeFactory(themes=["child-labour"], status="active")
    InitiativeFactory(themes=["child-labour"], status="completed")
    facets = get("initiatives/", theme="cooperatives", match="any")["facets"]
    assert facets["theme"] == {
        "label": "Theme",
        "values": [
            {"value": "child-labour", "label": "Child labour", "count": 2, "selected": False},
            {"value": "cooperatives", "label": "Cooperatives", "count": 1, "selected": True},
        ],
    }
    assert [value["value"] for value in facets["status"]["values"]] == ["active"]
    narrowed = get("initiatives/", theme="cooperatives")["facets"]["theme"]["values"]
    assert narrowed == facets["theme"]["values"][1:]


def test_misspelt_words_are_mended_and_the_answer_says_so(get, read):
    InitiativeFactory(slug="looms", title="Cooperative looms")
    InitiativeFactory(slug="seeds", title="Seeds")
    read()
    answer = get("initiatives/", q="coperative looms", facets="no")
    assert slugs(answer) == ["looms"]
    assert answer["words"] == {
        "searched_for": "cooperative looms",
        "did_you_mean": "",
        "notes": [],
    }
    answer = get("initiatives/", q="kooperative looms", facets="no")
    assert answer["words"] == {
        "searched_for": "kooperative looms",
        "did_you_mean": "cooperative looms",
        "notes": ["Nothing in the catalogue mentions “kooperative”.", "We searched for the rest."],
    }
    assert "words" not in get("initiatives/", facets="no")


def test_the_answer_says_how_many_have_all_that_was_asked_for(get, read):
    for title in ("Cotton looms", "Cotton seeds", "Cotton bags", "Looms of wool"):
        InitiativeFactory(title=title)
    read()
    answer = get("initiatives/", q="cotton looms", facets="no")
    assert answer["results"][0]["title"] == "Cotton looms"
    assert (answer["understood"]["complete"], answer["count"]) == (1, 4)
    by_title = get("initiatives/", q="cotton looms", facets="no", sort="title")
    assert (by_title["understood"]["complete"], by_title["count"]) == (1, 1)


def test_facets_can_be_left_out(get):
    InitiativeFactory()
    assert get("initiatives/", facets="no").keys() == {"count", "next", "previous", "results"}


def test_an_entry_says_what_the_record_says_and_in_the_same_order(get):
    initiative = InitiativeFactory(
        slug="seeds",
        themes=["rural-employment", "cooperatives", "child-labour"],
        origins=["PER", "ECU"],
        countries=["HTI", "BRA"],
        modalities=["triangular", "south-south"],
        start_year=2010,
        acronym="SD",
    )
    for taker, stage in (("BOL", "adapting"), ("COL", "interested"), ("ECU", "replicated")):
        ReplicationFactory(
            initiative=initiative,
            from_country__iso3="PER",
            to_country__iso3=taker,
            stage__slug=stage,
        )
    InitiativeFactory(slug="looms")
    for entry in get("initiatives/")["results"]:
        record = get(f"initiatives/{entry['slug']}/")
        assert list(entry.items()) == [(name, record[name]) for name in entry]
        assert list(record)[: len(entry)] == list(entry)


def test_a_new_name_of_a_theme_stands_in_the_next_answer(get):
    InitiativeFactory(themes=["cooperatives"])
    (before,) = get("initiatives/")["results"]
    Theme.objects.update(name="Solidarity economy")
    (after,) = get("initiatives/")["results"]
    names = [entry["themes"][0]["name"] for entry in (before, after)]
    assert names == ["Cooperatives", "Solidarity economy"]
