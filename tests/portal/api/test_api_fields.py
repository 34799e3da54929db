"""`fields` names what an answer has of each record: of one, of a list, of all its pages."""

import pytest

from tests.databases import made_once
from tests.factories import InitiativeFactory, OrganizationFactory, PartnershipFactory
from tests.portal.api.world import COLLECTIONS, RECORDS, related_worlds

ROOT = "/api/v1"
EVERYTHING = {"fields": "*"}


@made_once
def worlds():
    related_worlds("open", "two", "three")


@pytest.fixture
def new_worlds(db):
    """The same, of which nothing is kept."""
    related_worlds("open", "two", "three")


def test_a_list_says_as_much_as_its_records(client, worlds):
    """With all fields a line is the record, in lists of every kind, by pages of either sort."""
    for collection in COLLECTIONS:
        for paging in ({}, {"cursor": ""}):
            listed = client.get(f"{ROOT}/{collection}/", EVERYTHING | paging).json()["results"]
            assert listed
            for line in listed:
                key = line["api_url"].removeprefix("http://testserver")
                assert client.get(key).json() == line, key


def test_a_record_is_as_short_as_it_is_asked_for(client, worlds):
    for record in RECORDS:
        response = client.get(f"{ROOT}/{record}/", {"fields": "api_url"})
        assert response.json() == {"api_url": f"http://testserver{ROOT}/{record}/"}


@pytest.mark.parametrize("paging", [{}, {"page_size": "1", "page": "1"}, {"cursor": ""}])
def test_fields_of_records_within_a_record_are_named_in_brackets(client, db, paging):
    initiative = InitiativeFactory(slug="seeds", title="Seeds")
    PartnershipFactory(
        initiative=initiative, organization=OrganizationFactory(slug="union", name="Union")
    )
    asked = {"fields": " title, partners ( organization(name,slug) , role(slug))"} | paging
    for answer in (
        client.get(f"{ROOT}/initiatives/", asked | {"facets": "no"}).json()["results"][0],
        client.get(f"{ROOT}/initiatives/seeds/", {"fields": asked["fields"]}).json(),
    ):
        assert answer == {
            "title": "Seeds",
            "partners": [
                {"organization": {"name": "Union", "slug": "union"}, "role": {"slug": "partner"}}
            ],
        }


def test_a_page_of_full_records_takes_the_same_queries_however_many_it_has(
    client, new_worlds, django_assert_num_queries
):
    """Beside those of the list: one for each kind of records that names them."""
    for path, queries in {
        "initiatives/?fields=*&facets=no": 3,
        "initiatives/?fields=title,themes(slug)&facets=no": 0,  # as lists say it
        "organizations/?fields=*": 6,
        "organizations/?fields=name": 3,
        "resources/?fields=*": 6,
        "forums/?fields=*": 6,
        "people/?fields=*": 4,
        "sessions/?fields=*": 3,
        "countries/?fields=*": 4,
        "regions/?fields=*": 4,
        "sectors/?fields=*": 4,
    }.items():
        with django_assert_num_queries(queries):
            answer = client.get(f"{ROOT}/{path}").json()
        assert answer["results"], path


def test_a_browser_shows_what_was_asked_for(client, worlds):
    for path in ("initiatives/", "initiatives/seeds-open/", "replications/"):
        page = client.get(f"{ROOT}/{path}?fields=api_url", headers={"Accept": "text/html"})
        assert page.status_code == 200
        assert "summary&quot;" not in page.content.decode()


@pytest.mark.parametrize(
    ("path", "fields", "message"),
    [
        ("initiatives/", "titel", "Unknown field: 'titel'. Did you mean title?"),
        ("initiatives/", "Title", "Unknown field: 'Title'. Did you mean title?"),
        ("stages/", "zzz", "Unknown field: 'zzz'. Known ones: api_url, definition,"),
        (
            "initiatives/seeds-open/",
            "partners(organisation)",
            "Unknown field of partners: 'organisation'. Did you mean organization?",
        ),
        ("initiatives/", "title(name)", "title has no fields of its own."),
        ("initiatives/", "partners(role),partners(organization)", "Name partners once."),
        ("initiatives/", "a(b(c(d(e(f)))))", "Use brackets within brackets 4 deep at most."),
        ("initiatives/", "title," * 500, "Use at most 2000 characters."),
        *(
            ("initiatives/", text, "Separate names by commas, and say in brackets")
            for text in ("title,", "partners(", "partners()", "title;slug", ")", "title slug", "**")
        ),
    ],
)
def test_what_is_no_field_is_refused_with_the_nearest(client, worlds, path, fields, message):
    response = client.get(f"{ROOT}/{path}", {"fields": fields})
    assert response.status_code == 400
    [said] = response.json()["errors"]["fields"]
    assert said.startswith(message)


def test_no_fields_are_all_that_a_list_says_by_itself(client, worlds):
    plain = client.get(f"{ROOT}/stages/").json()["results"]
    assert client.get(f"{ROOT}/stages/?fields=").json()["results"] == plain
    twice = client.get(f"{ROOT}/stages/?fields=slug&fields=name")
    assert twice.json()["errors"] == {"fields": ["Give it once."]}
