"""What messengers find at an address: what the page is called, and a card with its way on a map."""

import re
from html import unescape
from io import BytesIO

import pytest
from django.urls import reverse
from PIL import Image

from core.sharing.answers import shared_by
from core.sharing.picture import said_on
from forum.models import Forum, Person, Session
from initiatives.models import (
    Country,
    Initiative,
    Organization,
    Replication,
    Resource,
    Theme,
)
from portal.pages.sitemaps import LISTS
from tests.factories import (
    CountryFactory,
    ForumFactory,
    InitiativeFactory,
    ReplicationFactory,
    SessionFactory,
    StageFactory,
)
from tests.pages import visible_text

pytestmark = pytest.mark.django_db

HOST = "http://testserver"
MODELS = [Initiative, Organization, Resource, Theme, Forum, Person, Country]
OTHERS = [
    "/search/",
    "/about/",
    "/about/style/",
    "/compare/",
    "/data/",
    "/data/dictionary/",
    "/api/",
    "/api/v1/docs/",
]
ONCE = [
    *("og:type", "og:site_name", "og:title", "og:description", "og:image"),
    *("og:image:width", "og:image:height", "og:image:alt", "twitter:card"),
]
MOST_BYTES = 60_000
ARABIC = "التضامن بين العمال"
LONG = (
    "Strengthening the capacities of labour inspections to eradicate child labour: partnerships "
    "between countries of the Community of Portuguese Language Countries through cooperation, from "
    "the first visit to what the budget of each of them finances"
)


def said_in_head(response):
    """What the head of a page says to messengers, by name; each name once."""
    head = response.content.decode().partition("</head>")[0]
    found = re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)">', head)
    said = {name: unescape(text) for name, text in found}
    assert len(said) == len(found)
    canonical = re.findall(r'<link rel="canonical" href="([^"]+)">', head)
    assert len(canonical) <= 1
    return said | ({"canonical": canonical[0]} if canonical else {})


def picture(client, address):
    """The card at an address, as a picture."""
    response = client.get(address.removeprefix(HOST))
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert len(response.content) < MOST_BYTES
    drawn = Image.open(BytesIO(response.content))
    assert drawn.size == (1200, 630)
    return drawn


def is_paper(drawn, box):
    """Whether a part of a picture is empty."""
    extremes = drawn.convert("RGB").crop(box).getextrema()
    return all(least == most for least, most in extremes)


def card_of(record):
    return f"{record.get_absolute_url()}card.png"


def every_kind_of_page():
    """The addresses of all lists, of a record of each kind, and of all other kinds of pages."""
    records = [model.objects.order_by("pk").first() for model in MODELS]
    records += [Session.objects.public().first(), Replication.objects.public().first()]
    pages = [record.get_absolute_url() for record in records]
    proposal = f"/proposals/initiative/{records[0].public_id}/wrong/"
    return [*map(reverse, LISTS), *pages, f"{pages[0]}cite.html", proposal, *OTHERS]


def test_every_page_says_what_it_is_and_names_a_card_that_is_there(client, catalogue):
    cards = set()
    for address in dict.fromkeys(every_kind_of_page()):
        response = client.get(address, headers={"accept": "text/html"})
        assert response.status_code == 200, address
        said = said_in_head(response)
        assert [name for name in ONCE if not said.get(name)] == [], address
        assert said["og:url"] == said["canonical"] == HOST + address, address
        assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
        assert said["twitter:card"] == "summary_large_image"
        cards.add(said["og:image"])
    with_cards = {"", "initiatives", "replications", "countries", "forums"}
    assert {card.split("/")[3].replace("card.png", "") for card in cards} == with_cards
    for card in cards:
        picture(client, card)


def test_a_question_has_no_canonical_address_and_the_card_of_its_page(client):
    country = CountryFactory()
    for address, card in (
        ("/initiatives/?q=seeds", "/card.png"),
        (f"{country.get_absolute_url()}?theme=none", card_of(country)),
    ):
        said = said_in_head(client.get(address, headers={"accept": "text/html"}))
        assert not {"canonical", "og:url"} & said.keys()
        assert said["og:image"] == HOST + card


def head_of(client, address):
    """The title of a page, and what messengers are told of it."""
    response = client.get(address, headers={"accept": "text/html"})
    title = re.search("<title>(.*?)</title>", response.content.decode())[1]
    said = said_in_head(response)
    assert unescape(title) == f"{said['og:title']} · {said['og:site_name']}"
    assert len(said["og:title"]) <= 130
    assert len(said["og:description"]) <= 500
    return said["og:title"], said["og:description"]


def test_a_question_about_initiatives_says_what_its_page_says(client):
    CountryFactory(iso3="KEN", name="Kenya")
    InitiativeFactory(themes=["child-labour"], origins=["KEN"], title="Seeds", start_year=2012)
    address = "/initiatives/?country=KEN&year_from=2010"
    title, description = head_of(client, address)
    assert title == "1 initiative involving Kenya, begun in 2010 or later"
    assert description.startswith(f"{title}. Initiatives for decent work")
    assert title in visible_text(client.get(address))
    title, _ = head_of(client, "/initiatives/?q=seeds&country=KEN")
    assert title == "1 initiative for “seeds”, involving Kenya"
    assert head_of(client, "/initiatives/?country=nowhere")[0] == "Initiatives"
    assert head_of(client, "/initiatives/?sort=newest")[0] == "Initiatives"
    long = "seeds <b> " * 15
    assert head_of(client, f"/initiatives/?q={long}")[0].startswith("1 initiative for “seeds <b>")


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/forums/?country=KEN", "1 forum: Kenya"),
        ("/forums/?q=nothing&country=KEN", "0 forums: “nothing”, Kenya"),
        ("/people/?q=nobody", "0 people: “nobody”"),
        ("/organizations/?country=KEN", "0 organizations: Kenya"),
        ("/resources/?kind=agreement", "0 documents: Agreement"),
        ("/themes/?q=nothing", "0 themes: “nothing”"),
        ("/countries/?q=Kenya", "1 country: “Kenya”"),
        ("/replications/?to_country=KEN", "1 replication: To: Kenya"),
    ],
)
def test_a_question_about_others_says_how_many_and_what_was_asked(client, address, title):
    kenya = CountryFactory(iso3="KEN", name="Kenya")
    ForumFactory(country=kenya)
    ReplicationFactory(to_country=kenya)
    told, description = head_of(client, address)
    assert told == title
    assert "Every replication" not in description
    assert description.startswith(f"{title}. ") or description in visible_text(client.get(address))
    assert ": " not in head_of(client, address.partition("?")[0])[0]


def test_a_comparison_names_what_is_compared(client):
    for slug, title in (("a", "Seed banks"), ("b", LONG), ("c", "W" * 220)):
        InitiativeFactory(slug=slug, title=title)
    title, description = head_of(client, "/compare/?initiative=a&initiative=b&initiative=c")
    assert title.startswith("Seed banks, Strengthening the")
    assert title.endswith(", compared")
    assert description.startswith("Seed banks, Strengthening the capacities of")
    assert "side by side: where they began" in description
    assert head_of(client, "/compare/?initiative=a")[0] == "Seed banks, to compare"
    assert head_of(client, "/compare/?initiative=none")[0] == "Compare initiatives"


def test_what_is_not_there_names_nothing(client):
    InitiativeFactory(slug="gone", publication="draft")
    for address in ("/initiatives/gone/", "/nowhere/", "/initiatives/gone/cite.html"):
        response = client.get(address)
        assert response.status_code == 404
        assert said_in_head(response) == {}


def test_a_card_says_where_it_began_and_who_took_it_up():
    replication = ReplicationFactory(
        initiative__title="Seed banks", initiative__start_year=2012, initiative__end_year=2016
    )
    origin, taker = replication.from_country, replication.to_country
    replication.initiative.origin_countries.add(origin)
    card = shared_by["initiatives:detail"](slug=replication.initiative.slug)
    assert (card.title, card.way.origins, card.way.targets, card.facts[0]) == (
        *("Seed banks", (origin.name,), (taker.name,)),
        "2012 to 2016",
    )
    assert {label.text for label in card.map.labels} == {origin.name, taker.name}
    of_way = shared_by["replications:detail"](public_id=replication.public_id)
    assert (of_way.title, of_way.way, of_way.stage) == (
        *("Seed banks", card.way),
        (replication.stage.slug, replication.stage.name),
    )


def test_a_country_and_a_forum_say_what_was_there(client):
    brazil = CountryFactory(name="Brazil", iso3="BRA", m49="076")
    InitiativeFactory(origins=["BRA"])
    card = shared_by["countries:detail"](iso3="BRA")
    assert (card.title, card.facts) == ("Brazil", ("1 began here",))
    assert [shape.code for shape in card.map.shapes] == ["076"]
    session = SessionFactory(forum__country=brazil, forum__city="Brasília")
    forum = shared_by["forums:detail"](slug=session.forum.slug)
    assert forum.facts == (session.forum.dates, "Brasília, Brazil", "1 session")
    of_session = shared_by["forums:session"](forum_slug=session.forum.slug, slug=session.slug)
    assert (of_session.title, of_session.facts[0]) == (session.title, session.forum.title)


def test_a_card_is_kept_and_asked_for_again(caching, client):
    card = card_of(InitiativeFactory())
    response = client.get(card)
    assert "s-maxage=1" in response["Cache-Control"]
    again = client.get(card, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.head(card)["Content-Length"] == str(len(response.content))


def test_drafts_have_none_and_what_moved_or_was_withdrawn_is_told(client):
    draft = InitiativeFactory(publication="draft")
    assert client.get(card_of(draft)).status_code == 404
    moved = InitiativeFactory(slug="old-name")
    Initiative.objects.filter(pk=moved.pk).update(slug="new-name")
    response = client.get("/initiatives/old-name/card.png")
    assert (response.status_code, response.url) == (301, "/initiatives/new-name/card.png")
    Initiative.objects.filter(pk=moved.pk).update(publication="archived")
    assert client.get("/initiatives/new-name/card.png").status_code in (404, 410)
    response = client.get("/countries/bra/card.png")
    assert response.status_code == 404
    CountryFactory(iso3="BRA")
    response = client.get("/countries/bra/card.png")
    assert (response.status_code, response.url) == (301, "/countries/BRA/card.png")
    withheld = ReplicationFactory(initiative=draft)
    assert client.get(f"/replications/{withheld.public_id}/card.png").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        *("/about/card.png", "/nowhere/card.png", "/initiatives/card.png"),
        *("/initiatives/%00/card.png", "/initiatives/é/card.png", "/card.png/card.png"),
        *("/forums/a/b/c/card.png", "/replications/zz/card.png", "/countries/%2e%2e/card.png"),
    ],
)
def test_there_is_no_card_at_odd_addresses(client, address):
    assert client.get(address).status_code == 404


def test_a_question_of_a_card_is_refused_by_name(client):
    response = client.get(f"{card_of(InitiativeFactory())}?size=9999")
    assert response.status_code == 400
    assert set(response.json()["errors"]) == {"size"}


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        (LONG, LONG),
        ("W" * 220, "W" * 220),
        ("Économía São Łódź Hà Nội ğ ș", "Économía São Łódź Hà Nội ğ ș"),
        (ARABIC, ARABIC),
        ("Дружба народов", "Дружба народов"),
        ("南南合作促进体面劳动", "Initiative"),
        ("Seeds 🌱 for all", "Seeds for all"),
        ('#read("/etc/passwd") $x$ <b> \\', '#read("/etc/passwd") $x$ <b> \\'),
    ],
)
def test_any_title_stands_between_the_edges_in_letters_that_are_there(client, title, shown):
    stage = StageFactory(slug="interested", name="Interested in taking it up one day")
    replication = ReplicationFactory(initiative__title=title, stage=stage, year=2014)
    for number in range(30):
        CountryFactory(name=f"Republic of the Long Name {number}")
        replication.initiative.origin_countries.add(Country.objects.latest("pk"))
    card = shared_by["initiatives:detail"](slug=replication.initiative.slug)
    assert said_on(card)["title"] == shown
    for record in (replication.initiative, replication):
        drawn = picture(client, card_of(record))
        assert is_paper(drawn, (0, 12, 54, 308))
        assert is_paper(drawn, (1148, 12, 1200, 308))
        assert not is_paper(drawn, (56, 80, 1144, 200))


def test_the_longest_titles_of_the_catalogue_stay_above_the_map(client, catalogue):
    longest = sorted(Initiative.objects.published(), key=lambda one: -len(one.title))[:3]
    forums = sorted(Forum.objects.published(), key=lambda one: -len(one.title))[:2]
    for record in (*longest, *forums):
        drawn = picture(client, card_of(record))
        assert is_paper(drawn, (1148, 12, 1200, 308)), record


def test_a_forum_whose_country_nobody_knows_has_a_card(client):
    picture(client, card_of(ForumFactory(country=None)))
