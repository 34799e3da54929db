"""A question that is wrong is refused by the name of what is wrong, and nothing ever breaks."""

import pytest

from core.api.problems import KINDS, METHOD, NOT_FOUND
from tests.databases import made_once
from tests.factories import GoalFactory, InitiativeFactory, OrganizationFactory, UserFactory
from tests.pages import visible_text
from tests.portal.api.world import COLLECTIONS, RECORDS, related_records

ROOT = "/api/v1"


@made_once
def world():
    return related_records("open")


def test_an_unknown_parameter_is_named(client, world):
    for path in [*COLLECTIONS, *RECORDS, ""]:
        response = client.get(f"{ROOT}/{path}/".replace("//", "/"), {"thme": "care"})
        assert response.status_code == 400, path
        assert response.headers["Content-Type"] == "application/problem+json"
        problem = response.json()
        assert problem.pop("errors").keys() == {"thme"}
        assert problem == {
            "type": "/api/errors/question/",
            "title": "Bad Request",
            "status": 400,
            "detail": "The question is not understood.",
        }


def test_the_known_parameters_are_offered(client, db):
    response = client.get(f"{ROOT}/stages/", {"thme": "care"})
    assert response.json()["errors"] == {
        "thme": [
            "Unknown parameter. Known ones: "
            "cursor, explain, fields, format, ids, page, page_size, sample, seed."
        ]
    }


NO_ADDRESS = "Give a whole address, as https://example.org/report."


@pytest.mark.parametrize("collection", ["initiatives", "stages"])
@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"page": "0"}, "Give a whole number from 1."),
        ({"page": "-1"}, "Give a whole number from 1."),
        ({"page": "one"}, "Give a whole number from 1."),
        ({"page": "1.0"}, "Give a whole number from 1."),
        ({"page": "9" * 30}, "Give a whole number from 1."),
        ({"page": "9999"}, "The last page is 1."),
        ({"page": ["1", "1"]}, "Give it once."),
        ({"page_size": "0"}, "Give a whole number from 1 to 100."),
        ({"page_size": "101"}, "Give a whole number from 1 to 100."),
        ({"page_size": "abc"}, "Give a whole number from 1 to 100."),
        ({"page": "1\0"}, "Holds the control character U+0000."),
        ({"format": "xml"}, "Unknown value: 'xml'. Known ones: json, html."),
        ({"format": "\0"}, "Unknown value: '\\x00'. Known ones: json, html."),
    ],
)
def test_a_wrong_page_or_format_is_named(client, world, collection, query, message):
    response = client.get(f"{ROOT}/{collection}/", query)
    assert response.status_code == 400
    assert response.json()["errors"] == {name: [message] for name in query}


@pytest.mark.parametrize(
    ("collection", "query", "message"),
    [
        ("initiatives", {"theme": "no-such"}, "Unknown value: 'no-such'."),
        ("initiatives", {"theme": "100%"}, "Unknown value: '100%'."),
        ("initiatives", {"theme": "care\0"}, "Holds the control character U+0000."),
        ("initiatives", {"country": "ecu"}, "Unknown value: 'ecu'."),
        ("initiatives", {"sdg": "18"}, "Unknown value: '18'."),
        ("initiatives", {"sdg": "9" * 30}, f"Unknown value: '{'9' * 30}'."),
        ("initiatives", {"status": "asleep"}, "Unknown value: 'asleep'."),
        ("initiatives", {"facets": ["no", "no"]}, "Give it once."),
        ("initiatives", {"sort": ["title", "newest"]}, "Give it once."),
        ("initiatives", {"match": ["any", "all"]}, "Give it once."),
        (
            "initiatives",
            {"match": "both"},
            "Unknown value: 'both'. Known ones: all, any.",
        ),
        ("initiatives", {"year_from": "soon"}, "Enter a year from 1900 to 2035."),
        ("initiatives", {"q": "a\x0bb"}, "Holds the control character U+000B."),
        ("initiatives", {"q": "\uffff"}, "Holds the non-character U+FFFF."),
        ("initiatives", {"q": "\0"}, "Holds the control character U+0000."),
        ("replications", {"stage": "no-such"}, "Unknown value: 'no-such'."),
        ("replications", {"from_country": "Ecuador"}, "Unknown value: 'Ecuador'."),
        ("organizations", {"kind": "no-such"}, "Unknown value: 'no-such'."),
        ("resources", {"kind": "poem"}, "Unknown value: 'poem'."),
        ("resources", {"language": "xx"}, "Unknown value: 'xx'."),
        ("resources", {"year": "2014.5"}, "Unknown value: '2014.5'."),
        ("resources", {"year": "1800"}, "Unknown value: '1800'."),
        ("resources", {"theme": "no-such"}, "Unknown value: 'no-such'."),
        ("forums", {"series": "no-such"}, "Unknown value: 'no-such'."),
        ("forums", {"year": "MMXIV"}, "Unknown value: 'MMXIV'."),
        ("people", {"letter": "EE"}, "Unknown value: 'EE'."),
        ("people", {"country": "ecu"}, "Unknown value: 'ecu'."),
        ("replications", {"pillar": "roof"}, "Unknown value: 'roof'."),
        ("organizations", {"sort": ["name", "name"]}, "Give it once."),
        ("sessions", {"forum": "no-such"}, "Unknown value: 'no-such'."),
        ("countries", {"region": "world"}, "Unknown value: 'world'."),
        ("countries", {"group": "no-such"}, "Unknown value: 'no-such'."),
        ("country-groups", {"country": "XXX"}, "Unknown value: 'XXX'."),
        ("themes", {"pillar": "roof"}, "Unknown value: 'roof'."),
        ("sources", {"url": "\0"}, "Holds the control character U+0000."),
        ("sources", {"url": "example.org"}, NO_ADDRESS),
        ("sources", {"url": " https://example.org/open"}, NO_ADDRESS),
    ],
)
def test_a_wrong_value_is_named(client, world, collection, query, message):
    response = client.get(f"{ROOT}/{collection}/", query)
    assert response.status_code == 400
    errors = response.json()["errors"]
    assert errors.keys() == query.keys()
    for [said] in errors.values():
        assert said.startswith(message)


@pytest.mark.parametrize(
    ("collection", "query", "message"),
    [
        ("initiatives", {"exclude_country": "hti"}, "Did you mean HTI? Known ones: ECU, HTI."),
        ("people", {"country": "ecu"}, "Did you mean ECU? Known ones: ECU, HTI."),
        ("replications", {"from_country": "ECUA"}, "Did you mean ECU? Known ones: ECU, HTI."),
        (
            "initiatives",
            {"exclude_country": "ECU,HTI"},
            "Repeat the parameter: exclude_country=ECU&exclude_country=HTI Known ones: ECU, HTI.",
        ),
        ("initiatives", {"theme": "co-operatives"}, "Did you mean cooperatives?"),
        ("initiatives", {"kind": "x"}, "Known ones: project."),
        ("replications", {"stage": "replicate"}, "Did you mean replicated?"),
        ("replications", {"uptake": "x"}, "Known ones: learnt-from, taken-up, wanted."),
        ("countries", {"group": "LDC"}, "Did you mean ldc?"),
        ("initiatives", {"sort": "new"}, "Did you mean newest? Known ones: "),
        ("replications", {"match": "al"}, "Did you mean all? Known ones: all, any."),
    ],
)
def test_the_nearest_known_value_is_proposed(client, world, collection, query, message):
    response = client.get(f"{ROOT}/{collection}/", query)
    assert response.status_code == 400
    [[said]] = response.json()["errors"].values()
    [value] = query.values()
    assert said.startswith(f"Unknown value: {value!r}. {message}")


@pytest.mark.parametrize("collection", ["initiatives", "organizations", "people", "sources"])
def test_ten_thousand_letters_are_too_many_words(client, world, collection):
    response = client.get(f"{ROOT}/{collection}/", {"q": "a" * 10_000})
    assert response.status_code == 400
    assert response.json()["errors"].keys() == {"q"}


@pytest.mark.parametrize(
    "collection",
    [
        "initiatives",
        "forums",
        "sessions",
        "people",
        "organizations",
        "resources",
        "countries",
        "themes",
        "sources",
    ],
)
def test_odd_words_find_little_and_break_nothing(client, world, collection):
    for words in ["'", '"', "a & | !", "-", "<script>", "%", "\\", "☃", "ن", "and or not", ":*"]:
        response = client.get(f"{ROOT}/{collection}/", {"q": words})
        assert response.status_code == 200, words


def test_an_empty_parameter_asks_nothing(client, world):
    """As a form sends it that was not filled in."""
    query = {"q": "", "theme": "", "year_from": "", "sort": "", "facets": ""}
    query |= {"page": "", "page_size": "", "fields": "", "ids": "", "sample": "", "format": ""}
    response = client.get(f"{ROOT}/initiatives/", query)
    assert response.json() == client.get(f"{ROOT}/initiatives/").json()
    assert client.get(f"{ROOT}/initiatives/seeds-open/?fields=&format=").status_code == 200
    assert client.get(f"{ROOT}/changes/?since=&count=&page_size=").status_code == 200


@pytest.mark.parametrize(
    ("path", "name", "near"),
    [
        ("/api/v1/initiatives/", "thme", "theme"),
        ("/api/v1/initiatives/", "Countries", "country"),
        ("/api/v1/replications/", "tocountry", "to_country"),
        ("/api/v1/changes/", "sinse", "since"),
        ("/initiatives/feed.atom", "organisation", "organization"),
        ("/replications.csv", "yearfrom", "year_from"),
        ("/api/v1/initiatives/", "per_page", "page_size"),
        ("/api/v1/stages/", "limit", "page_size"),
        ("/api/v1/initiatives/", "search", "q"),
        ("/api/v1/initiatives/", "order_by", "sort"),
        ("/api/v1/initiatives/", "offset", "page or cursor"),
    ],
)
def test_the_nearest_known_parameter_is_proposed(client, db, path, name, near):
    response = client.get(path, {name: "x"})
    assert response.status_code == 400
    [message] = response.json()["errors"][name]
    assert message.startswith(f"Unknown parameter. Did you mean {near}? Known ones: ")


@pytest.mark.parametrize(
    "path", ["/api/v1/initiatives/", "/initiatives/feed.atom", "/replications.csv"]
)
@pytest.mark.parametrize("query", ["q=%FF", "q=Bras%EDlia"])
def test_bytes_that_are_no_text_are_named(client, db, path, query):
    """As browsers and spreadsheets of another time write them: Latin-1."""
    response = client.get(f"{path}?{query}")
    assert response.status_code == 400
    assert response.json()["errors"] == {"q": ["Holds bytes that are not UTF-8."]}


def test_several_mistakes_are_named_at_once(client, world):
    response = client.get(
        f"{ROOT}/initiatives/", {"theme": ["x", "cooperatives", "y"], "year_to": "1492"}
    )
    assert response.json()["errors"] == {
        "theme": [f"Unknown value: {value!r}. Known ones: cooperatives." for value in "xy"],
        "year_to": ["Enter a year from 1900 to 2035."],
    }


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/no-such-list/",
        "/api/v1/no-such-list",
        "/api/v1/stages//",
        "/api/v1/stages/%0A/",
        "/api/v1/stages/%0A",
        "/api/v1/initiatives/no-such-initiative/",
        "/api/v1/initiatives/UPPER/",
        "/api/v1/initiatives/a%00b/",
        "/api/v1/initiatives/1/",
        "/api/v1/countries/XXX/",
        "/api/v1/countries/xxx/",
        "/api/v1/sdgs/18/",
        "/api/v1/sdgs/99999999999999999999/",
        "/api/v1/replications/1/",
        "/api/v1/sources/1/",
        "/api/v2/",
        "/api/no-such-page/",
    ],
)
def test_where_nothing_is_the_answer_is_404_in_the_same_shape(client, world, path):
    response = client.get(path)
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json().keys() == {"type", "title", "status", "detail"}
    assert response.json()["title"] == "Not Found"


@pytest.mark.parametrize("path", ["initiatives/", "initiatives/seeds-open/", "sources/", ""])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_nothing_can_be_written(client, world, path, method):
    client.force_login(UserFactory(is_superuser=True))
    response = getattr(client, method)(f"{ROOT}/{path}")
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert response.json() == {
        "type": "/api/errors/method/",
        "title": "Method Not Allowed",
        "status": 405,
        "detail": f'Method "{method.upper()}" not allowed.',
    }


def test_a_host_that_is_not_ours_is_told_so_in_the_same_shape(client, db):
    response = client.get(f"{ROOT}/stages/", headers={"Host": "elsewhere.example.org"})
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["title"] == "Bad Request"
    assert client.get("/about/", headers={"Host": "elsewhere.example.org"}).status_code == 400


def test_a_fault_of_ours_is_told_in_the_same_shape(client, db, monkeypatch):
    def broken(self, request, *args, **kwargs):
        raise RuntimeError("broken")

    monkeypatch.setattr("core.api.views.Root.get", broken)
    client.raise_request_exception = False
    response = client.get(f"{ROOT}/")
    assert response.status_code == 500
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["detail"] == "Sorry, something went wrong."


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("format=xml", "Unknown value: 'xml'. Known ones: yaml, json."),
        ("version=a%0Ab", "Unknown parameter. Known ones: format."),
        ("version=2", "Unknown parameter. Known ones: format."),
        ("format=json&format=yaml", "Give it once."),
    ],
)
def test_a_wrong_question_about_the_schema_is_answered_as_any_other(client, db, query, message):
    response = client.get(f"{ROOT}/schema/?{query}")
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    name = query.split("=")[0]
    assert response.json()["errors"] == {name: [message]}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "accept", "media_type", "name"),
    [
        ("", "text/html", "text/plain", "openapi.yaml"),
        ("", "text/html,application/xml;q=0.9,*/*;q=0.8", "text/plain", "openapi.yaml"),
        ("", "*/*", "application/vnd.oai.openapi", "openapi.yaml"),
        ("?format=json", "*/*", "application/vnd.oai.openapi+json", "openapi.json"),
    ],
)
def test_the_schema_has_a_name_and_browsers_show_it(client, query, accept, media_type, name):
    response = client.get(f"{ROOT}/schema/{query}", headers={"Accept": accept})
    assert response.headers["Content-Type"] == f"{media_type}; charset=utf-8"
    assert response.headers["Content-Disposition"] == f'inline; filename="{name}"'


def test_an_answer_that_cannot_be_given_is_406(client, db):
    response = client.get(f"{ROOT}/stages/", headers={"Accept": "text/csv"})
    assert response.status_code == 406
    assert response.json()["title"] == "Not Acceptable"
    assert response.json()["detail"] == (
        "The header Accept takes none of the forms that there are here: "
        "application/json, text/html."
    )


def test_a_former_slug_leads_to_the_present_one(client, db):
    initiative = InitiativeFactory(slug="seeds")
    initiative.slug = "seed-banks"
    initiative.save()
    response = client.get(f"{ROOT}/initiatives/seeds/?format=json")
    assert response.status_code == 301
    assert response.headers["Location"] == "/api/v1/initiatives/seed-banks/?format=json"


def test_one_record_has_one_address(client, db):
    InitiativeFactory(slug="seeds", countries=["ECU"])
    GoalFactory(number=8)
    for asked, present in [
        ("initiatives/Seeds", "initiatives/seeds"),
        ("countries/ecu", "countries/ECU"),
        ("countries/Ecu", "countries/ECU"),
        ("sdgs/08", "sdgs/8"),
    ]:
        response = client.get(f"{ROOT}/{asked}/?format=json")
        assert response.status_code == 301, asked
        assert response.headers["Location"] == f"{ROOT}/{present}/?format=json"
        assert client.get(response.headers["Location"]).status_code == 200


def test_a_former_slug_does_not_betray_a_draft(client, db):
    organization = OrganizationFactory(slug="union", publication="draft")
    organization.slug = "trade-union"
    organization.save()
    for slug in ("union", "Union", "Trade-Union"):
        assert client.get(f"{ROOT}/organizations/{slug}/").status_code == 404


def test_every_kind_of_error_has_a_page_that_says_what_to_do(client, db):
    listed = visible_text(client.get("/api/errors/"))
    for kind in KINDS:
        page = client.get(kind.type)
        assert page.status_code == 200
        assert kind.remedy in visible_text(page)
        assert kind.heading in listed
    assert client.get("/api/errors/no-such/").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/replications.xlsx", "/initiatives/feed.atom", "/initiatives/none/cite.bib"],
)
def test_what_programs_fetch_outside_of_the_api_says_errors_in_the_same_way(client, db, path):
    answers = [client.post(path), client.get("/initiatives/none/cite.bib")]
    for answer, status in zip(answers, (405, 404), strict=True):
        assert answer.status_code == status
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["type"] == {405: METHOD, 404: NOT_FOUND}[status].type
