"""The list of initiatives: the page's questions and answers, facets, and words understood."""

from tests.api.world import slugs
from tests.factories import InitiativeFactory
from tests.pages import entries


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
    facets = get("initiatives/", theme="cooperatives")["facets"]
    assert facets["theme"] == {
        "label": "Theme",
        "values": [
            {"value": "child-labour", "label": "Child labour", "count": 2, "selected": False},
            {"value": "cooperatives", "label": "Cooperatives", "count": 1, "selected": True},
        ],
    }
    assert [value["value"] for value in facets["status"]["values"]] == ["active"]


def test_misspelt_words_are_mended_and_the_answer_says_so(get, index):
    InitiativeFactory(slug="looms", title="Cooperative looms")
    InitiativeFactory(slug="seeds", title="Seeds")
    index()
    answer = get("initiatives/", q="coperative looms", facets="no")
    assert slugs(answer) == ["looms"]
    assert answer["words"] == {"searched_for": "cooperative looms", "notes": []}
    assert "words" not in get("initiatives/", facets="no")


def test_facets_can_be_left_out(get):
    InitiativeFactory()
    assert get("initiatives/", facets="no").keys() == {"count", "next", "previous", "results"}
