"""What is read of a question about replications does what the filters of these do."""

import csv
import re
from html import unescape
from io import StringIO
from urllib.parse import quote_plus

import pytest

from core.search.typed import in_quotes, without
from initiatives.models import Replication
from tests.pages import visible_text

ASKED = [
    ("from India to Africa", "from_country=IND&to_region=africa"),
    ("since 2015", "year_from=2015"),
    ("taken up in Paraguay", "to_country=PRY&uptake=taken-up"),
    ("from Brazil to Peru", "from_country=BRA&to_country=PER"),
    ("taken up in Kenya", "to_country=KEN&uptake=taken-up"),
]
FURTHER = [
    ("between 2012 and 2014", "year_from=2012&year_to=2014"),
    ("from Brazil since 2015", "from_country=BRA&year_from=2015"),
    ("wanted by Paraguay", "to_country=PRY&uptake=wanted"),
    ("what did Peru learn from Brazil", "from_country=BRA&to_country=PER&uptake=learnt-from"),
    ("taken up in Kenya and Ghana", "to_country=KEN&to_country=GHA&uptake=taken-up"),
    ("in Paraguay", "country=PRY"),
    ("not in Brazil", "exclude_country=BRA"),
    ("taken up elsewhere", "uptake=taken-up"),
    ("pilots from Brazil", "stage=adapting&from_country=BRA"),
    ("cotton since 2015", "q=cotton&year_from=2015"),
    ("wanted by Peru -cotton", "q=-cotton&to_country=PER&uptake=wanted"),
]


def found_by_api(client, query):
    """The ids of all replications that the API finds."""
    ids, address = set(), f"/api/v1/replications/?{query}&page_size=100&cursor="
    while address:
        answer = client.get(address).json()
        ids |= {one["id"] for one in answer["results"]}
        address = answer["next"]
    return ids


@pytest.mark.parametrize(("words", "filters"), ASKED + FURTHER)
def test_words_that_are_read_find_what_the_filters_find(client, catalogue, words, filters):
    expected = found_by_api(client, filters)
    assert 0 < len(expected) < Replication.objects.public().count()
    assert found_by_api(client, f"q={quote_plus(words)}") == expected


@pytest.mark.parametrize(("words", "filters"), ASKED)
def test_page_file_and_headline_tell_what_the_filters_find(client, catalogue, words, filters):
    asked, same = (client.get(f"/replications/?{q}") for q in (f"q={quote_plus(words)}", filters))
    assert asked.context["total"] == same.context["total"]
    assert amounts(asked) == amounts(same)
    said, filtered = (ids_in_file(client, q) for q in (f"q={quote_plus(words)}", filters))
    assert said == filtered
    assert len(said) == asked.context["total"]


def amounts(page):
    """How many countries and initiatives the headline counts."""
    headline = re.search(r'<p class="answer">(.*?)</p>', page.content.decode())[1]
    return re.findall(r"(\S+) (countr|initiative)", headline)


def ids_in_file(client, query):
    text = client.get(f"/replications.csv?{query}").content.decode("utf-8-sig")
    return [row["id"] for row in csv.DictReader(StringIO(text, newline=""))]


def test_readers_see_what_was_read_and_can_have_the_words_searched_for(client, catalogue):
    page = client.get("/replications/?q=cotton+since+2015")
    assert "With the words “cotton”, begun in 2015 or later: " in visible_text(page)
    html = page.content.decode()
    assert "We read “<bdi>since 2015</bdi>” as <b>begun in 2015 or later</b>." in html
    assert 'href="?q=cotton+%22since+2015%22"' in html
    for_words = client.get("/replications/", {"q": 'cotton "since 2015"'})
    assert for_words.context["total"] == 0


def test_who_asks_for_what_is_wanted_is_not_told_that_nothing_was_taken_up(client, catalogue):
    text = visible_text(client.get("/replications/?q=wanted+by+Paraguay"))
    assert "Wanted by Paraguay: Paraguay wants one initiative" in text
    assert "not known to have taken" not in text


def test_what_nothing_has_is_said_in_words(client, catalogue):
    text = visible_text(client.get("/replications/?q=cotton+from+Peru+to+India"))
    assert "No replication is known with the words “cotton”, from Peru to India." in text


OFFER = re.compile(r'<li><a href="([^"]+)" rel="nofollow">([\d,]+) ([^<]+)</a></li>')


@pytest.mark.parametrize(
    ("words", "labels"),
    [
        (
            "cotton from Peru to India",
            [
                "from or to Peru",
                "from or to India",
                "not only from Peru to India",
            ],
        ),
        ("from Peru to India", ["from or to Peru", "from or to India"]),
    ],
)
def test_where_nothing_is_left_wider_questions_are_offered(client, catalogue, words, labels):
    page = client.get("/replications/", {"q": words})
    assert page.context["total"] == 0
    offered = OFFER.findall(page.content.decode())
    assert [label for *_, label in offered] == labels
    for address, count, _ in offered:
        found = client.get(f"/replications/{unescape(address)}").context["total"]
        assert found == int(count.replace(",", ""))


def test_programs_are_told_what_was_read(client, catalogue):
    address = "/api/v1/replications/?q=from+India+to+Africa&explain=yes"
    answer = client.get(address).json()
    assert answer["understood"] == {
        "searched_for": "from India to Africa",
        "did_you_mean": "",
        "corrections": [],
        "read": [{"words": "india … africa", "as": "from India to Africa"}],
        "left_out": [],
        "notes": [],
        "complete": answer["count"],
    }
    read = "Words: from India to Africa (“India … Africa” as from India to Africa)"
    assert answer["explain"]["sentence"] == f"Replications: {read}."
    assert answer["explain"]["parts"][0]["says"] == read
    assert "understood" not in client.get("/api/v1/replications/?year_from=2015").json()


def test_the_database_finds_words_as_they_stand_while_the_index_is_made(
    client, catalogue, without_index
):
    answer = client.get("/api/v1/replications/?q=cotton").json()
    assert answer["count"] > 0
    assert "understood" not in answer


def test_an_exclusion_stays_one_where_words_before_it_are_taken_out():
    text = "wanted by Peru -cotton"
    assert without(text, ("wanted", "by", "peru")) == "-cotton"
    assert in_quotes(text, [("peru",)]) == 'wanted by "Peru" -cotton'
