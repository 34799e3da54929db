"""What can be asked of lists beside what a page offers: without, by parts, counted, explained."""

import pytest
from django.test import Client

from tests.factories import (
    AppearanceFactory,
    CountryFactory,
    ForumFactory,
    InitiativeFactory,
    OrganizationFactory,
    PartnerRoleFactory,
    PartnershipFactory,
    PersonFactory,
    ReplicationFactory,
    SessionFactory,
    StageFactory,
)
from tests.portal.api.world import related_records, slugs

ROOT = "/api/v1"
TOLD = {"taken_up": "taken_up_by", "learnt_from": "learnt_by", "wanted": "wanted_by"}


@pytest.fixture
def uptakes(db):
    """Brazil's idea: taken up in Ghana, which wanted it, learnt by Haiti, wanted by Kenya."""
    brazil, ghana, haiti, kenya = map(country, ("BRA", "GHA", "HTI", "KEN"))
    ours = InitiativeFactory(slug="seeds", origins=[brazil], countries=["PRY"], start_year=2010)
    for taker, stage in (
        (ghana, "interested"),
        (ghana, "adapting"),
        (haiti, "exchange"),
        (kenya, "interested"),
        (brazil, "replicated"),
    ):
        giver = haiti if taker == brazil else brazil
        ReplicationFactory(
            initiative=ours,
            from_country=giver,
            to_country=taker,
            stage=StageFactory(slug=stage),
            year=2014,
        )
    InitiativeFactory(slug="trees", origins=[ghana], start_year=2012)


def country(iso3):
    return CountryFactory(iso3=iso3)


@pytest.mark.parametrize("is_indexed", [True, False])
def test_the_parts_of_a_country_are_asked_for_one_by_one(client, uptakes, is_indexed):
    asking = client if is_indexed else Client()
    for query, found in {
        "origin_country=BRA": ["seeds"],
        "origin_country=GHA": ["trees"],
        "participating_country=PRY": ["seeds"],
        "participating_country=KEN": [],
        "taken_up_by=GHA": ["seeds"],
        "taken_up_by=BRA": [],  # it began there
        "learnt_by=HTI": ["seeds"],
        "learnt_by=GHA": [],
        "wanted_by=KEN": ["seeds"],
        "wanted_by=GHA": [],  # it has come further
        "country=GHA": ["seeds", "trees"],
        "country=GHA&exclude_origin_country=GHA": ["seeds"],
        "year=2012": ["trees"],
        "exclude_year=2012": ["seeds"],
        "exclude_country=BRA&exclude_country=GHA": [],
    }.items():
        answer = asking.get(f"{ROOT}/initiatives/?{query}&sort=title&facets=no").json()
        assert slugs(answer) == found, query


def test_a_country_has_as_many_initiatives_as_records_tell_of_it(client, catalogue):
    address = f"{ROOT}/initiatives/?fields={','.join(TOLD)}&page_size=100&cursor="
    counts = client.get(f"{address}&facets={','.join(TOLD.values())}").json()["facets"]
    records = []
    while address:
        answer = client.get(address).json()
        records += answer["results"]
        address = answer["next"]
    for field, facet in TOLD.items():
        counted = sum(value["count"] for value in counts[facet]["values"])
        assert counted == sum(record[field] for record in records) > 0, facet


def test_what_an_initiative_rests_on_by_its_themes(get, catalogue):
    by_theme = get("initiatives/", theme="child-labour")["count"]
    assert get("initiatives/", convention="182")["count"] >= by_theme > 0
    assert get("initiatives/", target="8.7")["count"] >= by_theme
    assert get("initiatives/", pillar="rights-at-work")["count"] > 0


@pytest.mark.parametrize("is_indexed", [True, False])
def test_what_no_part_can_be_is_refused_whoever_answers(client, db, is_indexed):
    InitiativeFactory(slug="seeds")
    asking = client if is_indexed else Client()
    for name in ("convention", "target", "year", "pillar", "taken_up_by", "exclude_convention"):
        for value in ("abc", "8.x", "0", "99999", "9" * 30, "\u0661\u0668\u0662", "-1", "1e3"):
            response = asking.get(f"{ROOT}/initiatives/", {name: value})
            assert response.status_code == 400, (name, value)
            errors = response.json()["errors"]
            assert errors.keys() == {name}
            assert errors[name][0].startswith(f"Unknown value: {value!r}.")


def test_odd_choices_are_refused_or_find_something_and_break_nothing(client, db):
    related_records("open")
    odd = [
        "'",
        "((((",
        "*",
        "**",
        "*,*(*)",
        ",",
        "-1",
        "0",
        "☃",
        "%",
        "a" * 5_000,
        "\u0661",
        "null",
        "{}",
    ]
    for path in ("initiatives/", "replications/", "sources/", "sdgs/"):
        for name in ("fields", "ids", "sample", "seed", "group_by", "facets", "explain", "cursor"):
            for value in odd:
                response = client.get(f"{ROOT}/{path}", {name: value})
                assert response.status_code in (200, 400), (path, name, value)


def test_what_is_left_out_is_left_out_of_counts_too(get):
    InitiativeFactory(slug="seeds", themes=["care", "cooperatives"])
    InitiativeFactory(slug="trees", themes=["cooperatives"])
    answer = get("initiatives/", exclude_theme="care")
    assert slugs(answer) == ["trees"]
    assert [v["value"] for v in answer["facets"]["theme"]["values"]] == ["cooperatives"]
    assert get("initiatives/", exclude_theme="care", theme="care")["count"] == 0


def test_facets_are_counted_once_and_where_they_are_named(client, get):
    for number in range(3):
        InitiativeFactory(slug=f"seeds-{number}", countries=["ECU"])
    assert "theme" in get("initiatives/", page_size=1)["facets"]
    assert "taken_up_by" not in get("initiatives/", page_size=1)["facets"]
    second = get("initiatives/", page_size=1, page=2)
    assert "facets" not in second
    assert "theme" in get("initiatives/", page_size=1, page=2, facets="yes")["facets"]
    named = get("initiatives/", page_size=1, page=2, facets="kind, participating_country")
    assert list(named["facets"]) == ["kind", "participating_country"]
    first = get("initiatives/", page_size=1, cursor="")
    assert "facets" in first
    assert "facets" not in client.get(first["next"]).json()
    wrong = client.get(f"{ROOT}/initiatives/?facets=them").json()["errors"]["facets"][0]
    assert wrong.startswith("Unknown value: 'them'. Did you mean theme?")


def test_organizations_and_sessions_are_asked_by_whom_they_belong_to(get):
    world = related_records("open")
    related_records("secret", "draft")
    lone = OrganizationFactory(slug="lone")
    PartnershipFactory(
        initiative=InitiativeFactory(slug="draft", themes=["care"], publication="draft"),
        organization=lone,
        role=PartnerRoleFactory(slug="funder"),
    )
    SessionFactory(slug="other", forum=ForumFactory(start_date="2001-05-05"))
    role = world["organization"].partnerships.get().role.slug
    assert slugs(get("organizations/", role=role)) == ["union-open"]
    assert slugs(get("organizations/", theme="cooperatives")) == ["union-open"]
    assert get("organizations/", role="funder")["count"] == 0
    assert get("organizations/", theme="care")["count"] == 0
    assert slugs(get("sessions/", person="ana-open")) == ["panel-open"]
    assert slugs(get("sessions/", initiative="seeds-open")) == ["panel-open"]
    assert slugs(get("sessions/", year="2001")) == ["other"]


def test_counts_by_two_names_are_json_and_a_table(client, uptakes):
    answer = client.get(f"{ROOT}/replications/?group_by=from_country,to_country").json()
    assert answer["count"] == 5
    assert answer["results"] == []
    assert answer["groups"][0] == {
        "from_country": {"value": "BRA", "label": "Country BRA"},
        "to_country": {"value": "GHA", "label": "Country GHA"},
        "count": 2,
    }
    assert sum(group["count"] for group in answer["groups"]) == 5
    table = client.get(f"{ROOT}/replications/?group_by=from_country,to_country&format=csv")
    assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
    lines = table.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "from_country,from_country_label,to_country,to_country_label,count"
    assert lines[1] == "BRA,Country BRA,GHA,Country GHA,2"
    assert len(lines) == 1 + len(answer["groups"])


@pytest.mark.parametrize(
    ("path", "groups"),
    [
        ("initiatives/?group_by=year", [("2010", 1), ("2012", 1)]),
        ("initiatives/?group_by=taken_up_by&year=2010", [("GHA", 1)]),
        ("replications/?group_by=year", [("2014", 5)]),
        ("replications/?group_by=initiative", [("seeds", 5)]),
        (
            "replications/?group_by=uptake&exclude_stage=interested",
            [("taken-up", 2), ("learnt-from", 1)],
        ),
    ],
)
def test_counts_by_one_name(client, uptakes, path, groups):
    answer = client.get(f"{ROOT}/{path}").json()
    name = path.partition("group_by=")[2].partition("&")[0]
    assert [(group[name]["value"], group["count"]) for group in answer["groups"]] == groups


def test_a_browser_shows_counts_and_explanations(client, uptakes):
    for query in ("group_by=uptake", "explain=yes", "group_by=theme,uptake&explain=yes"):
        page = client.get(f"{ROOT}/replications/?{query}", headers={"Accept": "text/html"})
        assert page.status_code == 200
        assert "exclude_…" in page.content.decode()


def test_counts_in_a_table_are_no_formulas(client, db):
    person = PersonFactory(name="=cmd()")
    AppearanceFactory(person=person)
    answer = client.get(f"{ROOT}/sessions/?group_by=person&format=csv").content.decode()
    assert "'=cmd()" in answer


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("group_by=,", {"group_by": "Name one of "}),
        ("group_by=%20", {"group_by": "Name one of "}),
        ("group_by=them", {"group_by": "Unknown name: 'them'. Did you mean theme?"}),
        ("group_by=theme,theme", {"group_by": "Give 2 different names at most."}),
        ("group_by=theme,kind,status", {"group_by": "Give 2 different names at most."}),
        ("group_by=theme&sort=title", {"sort": "Leave it out: `group_by` gives counts, the"}),
        ("group_by=theme&page=2", {"page": "The last page is 1."}),
        ("group_by=theme&page=2&format=csv", {"page": "A table has all groups: leave this out."}),
        ("group_by=theme&page_size=101", {"page_size": "Give a whole number from 1 to 100."}),
        ("format=csv", {"format": "Unknown value: 'csv'. Known ones: json, html."}),
    ],
)
def test_what_cannot_be_counted_by_is_named(client, db, query, errors):
    response = client.get(f"{ROOT}/initiatives/?{query}")
    assert response.status_code == 400
    said = {name: messages[0] for name, messages in response.json()["errors"].items()}
    assert said.keys() == errors.keys()
    assert all(said[name].startswith(message) for name, message in errors.items())


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("initiatives/?format=csv", "/initiatives.csv"),
        ("countries/?format=geojson", "/countries.geojson"),
        ("sources/?format=csv", None),
        ("initiatives/?format=doc", None),
        ("initiatives/seeds/?format=csv", None),
    ],
)
def test_who_asks_for_a_form_that_only_files_have_is_told_where_they_are(client, db, path, file):
    InitiativeFactory(slug="seeds")
    response = client.get(f"{ROOT}/{path}")
    assert response.status_code == 400
    _, *further = response.json()["errors"]["format"]
    assert further == ([f"The whole list as a file is at {file}."] if file else [])
    if file:
        assert client.get(file).status_code == 200


def test_a_question_is_explained_with_what_each_part_leaves_out(get):
    InitiativeFactory(slug="seeds", themes=["care"], countries=["ECU"], start_year=2010)
    InitiativeFactory(slug="trees", themes=["care"], start_year=2012)
    InitiativeFactory(slug="bread", countries=["ECU"], start_year=2010)
    told = get("initiatives/", theme="care", country="ECU", page_size=1, explain="yes")["explain"]
    assert told["sentence"] == "Initiatives: on care, involving Country ECU."
    assert [(part["parameter"], part["removed"]) for part in told["parts"]] == [
        ("theme", 1),
        ("country", 1),
    ]
    assert told["parts"][0]["says"] == "Theme: Care"
    without = get("initiatives/", theme="care", exclude_country="ECU", q="seeds", explain="yes")
    said = without["explain"]["sentence"]
    assert said == "Initiatives: “seeds”, on care, without Country ECU."
    assert told["addresses"]["api"] == (
        "http://testserver/api/v1/initiatives/?theme=care&country=ECU"
    )
    assert told["addresses"]["page"] == "http://testserver/initiatives/?theme=care&country=ECU"
    query = "theme=care&country=ECU"
    files = {"csv": ".csv", "xlsx": ".xlsx", "json": ".json", "json_lines": ".jsonl"}
    files |= {"geojson": ".geojson", "feed": "/feed.atom"}
    assert told["addresses"].keys() == {"api", "page", *files}
    for name, path in files.items():
        assert told["addresses"][name] == f"http://testserver/initiatives{path}?{query}"
    assert told["code"]["curl"] == f'curl "{told["addresses"]["api"]}"'


def test_counts_are_explained_as_counts(client, uptakes):
    address = f"{ROOT}/replications/?group_by=from_country,to_country&to_country=GHA"
    told = client.get(f"{address}&explain=yes").json()["explain"]
    assert told["addresses"].keys() == {"api", "csv"}
    assert (
        client.get(told["addresses"]["api"]).json()["groups"]
        == (client.get(address).json()["groups"])
    )
    assert client.get(told["addresses"]["csv"]).content.decode().count("GHA") == 2  # and its label
    page = client.get(f"{address}&explain=yes", headers={"Accept": "text/html"}).content.decode()
    assert "<h3>Python</h3>" in page


def test_counts_come_in_pages_and_a_table_has_all(client, uptakes):
    address = f"{ROOT}/replications/?group_by=from_country,to_country"
    whole = client.get(address).json()
    assert whole["group_count"] == len(whole["groups"]) == 4
    assert whole["next"] is None
    groups, following = [], f"{address}&page_size=3"
    while following:
        answer = client.get(following).json()
        assert answer["count"] == 5
        assert answer["group_count"] == 4
        groups += answer["groups"]
        following = answer["next"]
    assert groups == whole["groups"]
    assert len(client.get(f"{address}&format=csv").content.splitlines()) == 5


def test_every_address_of_an_explanation_finds_the_same(client, uptakes):
    for path in (
        "initiatives/?wanted_by=KEN&exclude_year=2012",
        "replications/?q=seeds",
        "themes/",
        "initiatives/?fields=slug,themes(name)",
        "sources/",
    ):
        joint = "&" if "?" in path else "?"
        answer = client.get(f"{ROOT}/{path}{joint}explain=yes").json()
        for name, address in answer["explain"]["addresses"].items():
            response = client.get(address)
            assert response.status_code == 200, address
            if name == "api":
                assert response.json()["count"] == answer["count"]


def test_the_sentence_says_all_that_is_asked(get):
    InitiativeFactory(slug="seeds", themes=["care"])
    InitiativeFactory(slug="trees")
    for asked, said in [
        ({"ids": "seeds,trees"}, "only seeds and trees"),
        ({"sample": 1}, "1 of them by lot (seed 1)"),
        ({"theme": "care", "sample": 1, "seed": 7}, "on care, 1 of them by lot (seed 7)"),
        ({"group_by": "theme,country"}, "all of them, counted by theme and country"),
        ({"theme": "care", "group_by": "theme"}, "on care, counted by theme"),
    ]:
        told = get("initiatives/", explain="yes", **asked)["explain"]
        assert told["sentence"] == f"Initiatives: {said}."


def test_chosen_fields_are_asked_wherever_they_can_be(get):
    InitiativeFactory(slug="seeds", themes=["care"])
    fields = "slug,themes(name)"
    told = get("initiatives/", theme="care", fields=fields, explain="yes")["explain"]
    for name in ("api", "json", "json_lines"):
        assert "fields=slug,themes%28name%29" in told["addresses"][name]
    for code in told["code"].values():
        assert "fields=slug,themes%28name%29" in code
    assert "fields" not in told["addresses"]["csv"]


@pytest.mark.parametrize("collection", ["sources", "regions", "sectors", "sdgs", "stages"])
def test_lists_that_count_nothing_are_explained_too(client, db, collection):
    related_records("open")
    answer = client.get(f"{ROOT}/{collection}/?explain=yes").json()
    told = answer["explain"]
    assert told["sentence"] == f"{collection.capitalize()}: all of them."
    assert client.get(told["addresses"]["api"]).json()["count"] == answer["count"] > 0


def test_facets_are_refused_where_values_are_counted_by_name(client, db):
    response = client.get(f"{ROOT}/initiatives/?facets=yes&group_by=theme")
    assert response.status_code == 400
    assert response.json()["errors"].keys() == {"facets"}


def test_what_names_records_one_by_one_has_no_page(get):
    InitiativeFactory(slug="seeds")
    InitiativeFactory(slug="trees")
    told = get("initiatives/", ids="seeds", explain="yes")["explain"]
    assert told["addresses"].keys() == {"api"}
    assert told["parts"] == [
        {"parameter": "ids", "values": ["seeds"], "says": "ids: seeds", "removed": 1}
    ]
    assert get("initiatives/", sample=1, explain="yes")["explain"]["parts"][0]["removed"] == 1
