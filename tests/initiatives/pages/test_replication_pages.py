"""Who learns from whom: sentence, map, rankings, list and files of all replications."""

import csv
import re
from html import unescape
from io import StringIO

import pytest

from core.models import PublicRecord
from initiatives.models import Replication
from tests.databases import made_once
from tests.factories import (
    CountryFactory,
    CountryGroupFactory,
    InitiativeFactory,
    RegionFactory,
    ReplicationFactory,
    StageFactory,
    ThemeFactory,
)
from tests.pages import choices, visible_text

pytestmark = pytest.mark.django_db


def ids(response):
    return [replication.public_id for replication in response.context["page"]]


def test_only_replications_of_published_initiatives_are_told(client):
    shown = ReplicationFactory(initiative__title="Shown", note="Handed on.")
    ReplicationFactory(initiative__title="Hidden", initiative__publication="draft")
    response = client.get("/replications/")
    assert ids(response) == [shown.public_id]
    text = visible_text(response)
    assert "Handed on." in text
    assert shown.source.publisher in text
    assert "Hidden" not in text


@pytest.mark.parametrize("how_many", [1, 3])
def test_many_replications_take_no_more_queries_than_one(
    client, django_assert_num_queries, how_many
):
    for _ in range(how_many):
        ReplicationFactory(initiative=InitiativeFactory(themes=["x"], title="Roads"), year=2014)
    client.get("/replications/")
    # the page and its labels, the places of the map, what the stages mean, the words of notes
    with django_assert_num_queries(5):
        client.get("/replications/?theme=x&uptake=taken-up&year_from=2000&q=roads&sort=newest")
    ReplicationFactory()
    with django_assert_num_queries(4):  # no words; the order is brought up with the index
        client.get("/replications/")


@made_once
def known():
    """Four replications of which each differs from the first in a way of its own."""
    world = RegionFactory(slug="world", code="001")
    africa = RegionFactory(slug="africa", parent=world)
    americas = RegionFactory(slug="americas", parent=world)
    places = {
        name: CountryFactory(iso3=name[:3].upper(), name=name, region=region)
        for name, region in (
            ("Ethiopia", africa),
            ("Kenya", africa),
            ("Brazil", americas),
            ("Peru", americas),
        )
    }
    CountryGroupFactory(slug="ldc", members=["ETH"])

    def from_to(giver, taker, title, stage, *, year=None, note="", **about):
        initiative = InitiativeFactory(title=title, slug=title.lower(), **about)
        return ReplicationFactory(
            initiative=initiative,
            from_country=places[giver],
            to_country=places[taker],
            stage__slug=stage,
            year=year,
            note=note,
        ).public_id

    return {
        "a": from_to("Ethiopia", "Kenya", "Roads", "exchange", year=2010, themes=["works"]),
        "b": from_to("Brazil", "Kenya", "Meals", "adapting", year=2012, sectors=["school"]),
        "c": from_to(
            "Brazil", "Peru", "Dams", "replicated", year=2014, note="In Lima.", themes=["works"]
        ),
        "d": from_to("Peru", "Brazil", "Parks", "interested"),
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "cbad"),
        ("sort=oldest", "abcd"),
        ("sort=title", "cbda"),
        ("sort=from_country", "cbad"),
        ("sort=to_country", "dbac"),
        ("theme=works", "ca"),
        ("sector=school", "b"),
        ("region=africa", "ba"),
        ("region=americas", "cbd"),
        ("from_region=africa", "a"),
        ("to_region=africa", "ba"),
        ("from_region=americas&to_region=africa", "b"),
        ("group=ldc", "a"),
        ("country=PER", "cd"),
        ("to_country=PER", "c"),
        ("from_country=BRA&to_country=KEN", "b"),
        ("uptake=taken-up", "cb"),
        ("uptake=learnt-from&uptake=wanted", "ad"),
        ("stage=adapting", "b"),
        ("year_from=2011", "cb"),
        ("year_from=2010&year_to=2012", "ba"),
        ("q=lima", "c"),
        ("q=meals", "b"),
        ("initiative=parks&initiative=roads", "ad"),
        ("theme=works&region=africa", "a"),
        ("theme=works&sector=school", ""),
    ],
)
def test_page_api_and_file_find_what_is_asked_for(client, known, query, found):
    expected = [known[one] for one in found]
    page = client.get(f"/replications/?{query}")
    assert ids(page) == expected
    answer = client.get(f"/api/v1/replications/?{query}").json()
    assert [one["id"] for one in answer["results"]] == expected
    assert client.get(f"/replications.json?{query}").json()["results"] == (answer["results"])
    rows = read_csv(client.get(f"/replications.csv?{query}"))
    assert [row["id"] for row in rows] == expected


def read_csv(response):
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"), newline="")))


def test_each_choice_is_counted_under_the_others(client, known):
    response = client.get("/replications/?theme=works&to_region=africa")
    assert choices(response, "theme") == {"A theme": 1, "Works": 1}
    assert choices(response, "to_region") == {"Africa": 1, "Americas": 1}
    assert choices(response, "from_region") == {"Africa": 1}
    assert choices(response, "uptake") == {"Learnt from": 1}
    link = (
        '<a href="?theme=works&amp;to_region=africa&amp;stage=exchange" rel="nofollow"><span>Exch'
    )
    assert link in response.content.decode()
    assert choices(client.get("/replications/"), "uptake") == {
        "Learnt from": 1,
        "Taken up": 2,
        "Wanted": 1,
    }


def test_the_answer_stands_above_as_a_sentence(client, known):
    assert (
        "Two countries took up two initiatives from Brazil; Kenya learnt about one initiative "
        "from Ethiopia; Brazil wants one initiative from Peru."
    ) in visible_text(client.get("/replications/"))
    assert (
        "On works, from or to Africa: Kenya learnt about one initiative from Ethiopia "
        "and is not known to have taken it up."
    ) in visible_text(client.get("/replications/?theme=works&region=africa"))
    assert (
        "From Brazil: two countries took up two initiatives. "
        "Brazil wants one initiative from Peru and is not known to have taken it up."
    ) in visible_text(client.get("/replications/?country=BRA"))


def test_who_took_something_up_is_not_said_to_have_learnt_about_it_only(client, known):
    ReplicationFactory(
        initiative=Replication.objects.get(public_id=known["b"]).initiative,
        from_country=CountryFactory(iso3="BRA"),
        to_country=CountryFactory(iso3="KEN"),
        stage__slug="exchange",
    )
    text = visible_text(client.get("/replications/?initiative=meals"))
    assert "“Meals”: Kenya took it up from Brazil." in text


RANKED = re.compile(
    r'<li><a href="([^"]+)" rel="nofollow">([^<]+)</a><svg.*?</svg><span>([^<]+)</span></li>'
)


def rankings(response):
    """Of each ranked list of the page, pairs of a country and what it says, and the addresses."""
    lists = re.findall(r'<ol class="ranking">.*?</ol>', response.content.decode(), re.DOTALL)
    rows = [RANKED.findall(html) for html in lists]
    return [[(name, said) for _, name, said in row] for row in rows], [
        unescape(address) for row in rows for address, *_ in row
    ]


def test_countries_are_ranked_by_what_came_from_them_and_went_to_them(client, known):
    response = client.get("/replications/")
    (givers, takers), addresses = rankings(response)
    assert givers == [("Brazil", "2 taken up"), ("Ethiopia", "1 learnt from"), ("Peru", "1 wanted")]
    assert takers == [
        ("Kenya", "1 taken up, 1 learnt from"),
        ("Peru", "1 taken up"),
        ("Brazil", "1 wanted"),
    ]
    assert [ids(client.get(address)) for address in addresses] == [
        [known[one] for one in found] for found in ("cb", "a", "d", "ba", "c", "d")
    ]


def test_a_ranking_counts_what_came_to_a_country_once_however_often_it_is_told(client, known):
    meals = Replication.objects.get(public_id=known["b"])
    again = {"initiative": meals.initiative, "to_country": meals.to_country}
    ReplicationFactory(**again, from_country=meals.from_country, stage__slug="replicated")
    ReplicationFactory(
        **again, from_country=CountryFactory(name="Peru", iso3="PER"), stage__slug="adapting"
    )
    (givers, takers), _ = rankings(client.get("/replications/?initiative=meals"))
    assert givers == [("Brazil", "1 taken up"), ("Peru", "1 taken up")]
    assert takers == [("Kenya", "1 taken up")]


@pytest.mark.parametrize(
    ("query", "givers", "takers"),
    [
        ("from_country=BRA", None, ["Kenya", "Peru"]),
        ("to_country=KEN", ["Brazil", "Ethiopia"], None),
        ("country=BRA", ["Peru"], ["Kenya", "Peru"]),
        ("theme=works", ["Brazil", "Ethiopia"], ["Peru", "Kenya"]),
    ],
)
def test_the_country_asked_for_is_not_ranked_against_itself(client, known, query, givers, takers):
    lists, _ = rankings(client.get(f"/replications/?{query}"))
    assert [[name for name, _ in one] for one in lists] == [
        one for one in (givers, takers) if one is not None
    ]


CHOICE = re.compile(
    r'<li><a href="([^"]+)" rel="nofollow"( aria-current="true")?><span>([^<]+)</span>'
    r'<span class="count">(\d+)</span></a></li>'
)


def test_the_map_is_narrowed_by_links(client, known):
    html = client.get("/replications/?theme=works").content.decode()
    links = {label: (unescape(url), bool(on)) for url, on, label, _ in CHOICE.findall(html)}
    assert links["Works"] == ("?", True)
    assert links["Taken up"] == ("?theme=works&uptake=taken-up", False)
    assert "Wanted" not in links
    narrowed = client.get(f"/replications/{links['Taken up'][0]}")
    assert ids(narrowed) == [known["c"]]
    html = narrowed.content.decode()
    assert re.findall(r"<path d=[^>]+><title>([^<]+)</title>", html) == ["Brazil → Peru"]
    places = set(re.findall(r'<a href="(/replications/[^"]+)" rel="nofollow" tabindex', html))
    assert {unescape(place) for place in places} == {
        f"/replications/?theme=works&country={code}&uptake=taken-up" for code in ("BRA", "PER")
    }


def test_a_file_says_what_a_record_says_and_runs_nothing(client, known):
    one = ReplicationFactory(note="=1+1", year=2020, source__title="@home")
    response = client.get("/replications.csv")
    public = PublicRecord.objects.get(public_id=one.public_id)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert read_csv(response)[0] == {
        "id": one.public_id,
        "initiative_id": one.initiative.public_id,
        "initiative": one.initiative.title,
        "from_iso3": one.from_country.iso3,
        "from_country": one.from_country.name,
        "to_iso3": one.to_country.iso3,
        "to_country": one.to_country.name,
        "uptake": "taken-up",
        "stage": "replicated",
        "year": "2020",
        "note": "'=1+1",
        "source_id": one.source.public_id,
        "source_title": "'@home",
        "source_publisher": one.source.publisher,
        "source_year": "",
        "source_type": one.source.type,
        "source_url": one.source.url,
        "source_archived_url": "",
        "source_dead_since": "",
        "initiative_url": f"http://testserver{one.initiative.get_absolute_url()}",
        "page_url": f"http://testserver{one.get_absolute_url()}",
        "modified": f"{public.modified:%Y-%m-%dT%H:%M:%SZ}",
    }


@pytest.mark.parametrize("query", ["theme=nope", "thme=works", "year_from=x", "sort=nope"])
@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_file_refuses_what_it_does_not_understand(client, known, form, query):
    response = client.get(f"/replications.{form}?{query}")
    assert response.status_code == 400
    assert list(response.json()["errors"]) == [query.partition("=")[0]]


def test_files_were_elsewhere_once(client, known):
    response = client.get("/replications/replications.csv?theme=works")
    assert response.status_code == 301
    assert response["Location"] == "/replications.csv?theme=works"


def test_they_narrow_by_stage_pillar_and_country(client):
    theme = ThemeFactory(pillar="rights-at-work")
    other = ThemeFactory(pillar="employment")
    one = ReplicationFactory(
        initiative=InitiativeFactory(themes=[theme]), stage=StageFactory(slug="interested")
    )
    ReplicationFactory(initiative=InitiativeFactory(themes=[other, theme], sectors=["cotton"]))
    both = ReplicationFactory(
        initiative=InitiativeFactory(themes=[other, ThemeFactory()], sectors=["cotton", "mining"])
    )
    themes = {"theme": both.initiative.themes.values_list("slug", flat=True)}
    assert ids(client.get("/replications/", themes)) == [both.public_id]
    assert len(ids(client.get("/replications/", themes | {"match": "any"}))) == 2
    assert ids(client.get("/replications/", {"sector": ["cotton", "mining"]})) == [both.public_id]
    for query in (
        {"stage": "interested"},
        {"pillar": "rights-at-work"},
        {"from_country": one.from_country.iso3},
        {"to_country": one.to_country.iso3},
    ):
        assert ids(client.get("/replications/", query)) == [one.public_id], query


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("stage=x", "Stage: Unknown value: 'x'."),
        ("pillar=x", "Pillar: Unknown value: 'x'."),
        ("to_country=%00", "To: Unknown value: '\\x00'."),
        ("from_country=xxx", "From: Unknown value: 'xxx'."),
        ("stage=x&stage=replicated", "Stage: Unknown value: 'x'."),
        ("uptake=x", "Uptake: Unknown value: 'x'."),
        ("region=x", "Region (either end): Unknown value: 'x'."),
        ("tocountry=KEN", "Unknown filter: “tocountry”. Did you mean to_country?"),
        ("year_from=20000", "Earliest year: Enter a year from 1900 to 2035."),
    ],
)
def test_what_cannot_be_understood_is_left_out_and_said(client, query, message):
    ReplicationFactory()
    response = client.get(f"/replications/?{query}")
    assert response.status_code == 200
    assert message in visible_text(response)
    assert response.context["total"] == 1


def test_each_has_a_page_that_can_be_cited(client):
    one = ReplicationFactory(note="Taught by its neighbours.", year=2012)
    other = ReplicationFactory(initiative=one.initiative)
    url = f"/replications/{one.public_id}/"
    assert one.get_absolute_url() == url
    response = client.get(url)
    text = visible_text(response)
    assert f"From {one.from_country} to {one.to_country}: {one.initiative}" in text
    for said in ("Taught by its neighbours.", "since 2012", one.source.title, one.stage.name):
        assert said in text
    assert f"http://testserver{url}" in text
    html = response.content.decode()
    for address in (other.get_absolute_url(), one.initiative.get_absolute_url(), one.source.url):
        assert f'href="{address}"' in html
    assert f'href="{url}"' in client.get("/replications/").content.decode()
    assert f'href="{url}"' in client.get(one.initiative.get_absolute_url()).content.decode()


def test_the_address_of_one_leads_on_from_capitals_and_nowhere_from_what_is_not_public(client):
    one = ReplicationFactory()
    url = one.get_absolute_url()
    response = client.get(url.upper().replace("REPLICATIONS", "replications"))
    assert (response.status_code, response["Location"]) == (301, url)
    type(one.initiative).objects.update(publication="draft")
    assert client.get(url).status_code == 410
    assert client.get("/replications/000000000000/").status_code == 404


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_page_takes_the_same_queries_however_often_a_solution_went_on(
    client, django_assert_num_queries, how_many
):
    one = ReplicationFactory(initiative=InitiativeFactory(themes=["x"]))
    for _ in range(how_many):
        ReplicationFactory(initiative=one.initiative)
    with django_assert_num_queries(4):  # itself and the initiative, each with labels
        client.get(one.get_absolute_url())
