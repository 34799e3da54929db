"""Lists and records as files: what a page and the API say, and nothing else."""

import csv
import gzip
import json
import re
from io import BytesIO, StringIO

import hxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from core import http_cache
from core.downloads.offers import offers, pages
from tests.databases import made_once
from tests.factories import InitiativeFactory, ReplicationFactory
from tests.portal.api.world import relate, related_records

PAGES = {  # of a list, and of a record of the world named "open"
    "initiatives": "initiatives/seeds-open",
    "replications": None,
    "organizations": "organizations/union-open",
    "resources": "resources/manual-open",
    "countries": "countries/ECU",
    "themes": "themes/cooperatives",
    "forums": "forums/expo-open",
    "sessions": "forums/expo-open/panel-open",
    "people": "people/ana-open",
}


LISTS = [name for name in PAGES if name != "sessions"]  # these are on the pages of their forums


@made_once
def world():
    """A public world, with records of a draft one at all ends."""
    public, secret = related_records("open"), related_records("secret", "draft")
    relate(public, secret)
    return public


def body(response):
    """The bytes of an answer, however it was sent."""
    return b"".join(response) if response.streaming else response.content


def rows_of(response):
    return list(csv.DictReader(StringIO(body(response).decode("utf-8-sig"), newline="")))


def page_of(name, world):
    """The path of the page of one public record, without the last stroke."""
    return PAGES[name] or f"replications/{world['initiative'].replications.get().public_id}"


def test_every_kind_that_can_be_taken_away_is_tested_here():
    assert offers.keys() == PAGES.keys()


@pytest.mark.parametrize("name", LISTS)
def test_a_list_says_of_each_record_what_the_api_says(client, world, name):
    said = json.loads(body(client.get(f"/{name}.json")))
    assert said["count"] == len(said["results"]) > 0
    for one in said["results"]:
        assert client.get(one["api_url"]).json() == one
    lines = body(client.get(f"/{name}.jsonl")).splitlines()
    assert [json.loads(line) for line in lines] == said["results"]
    page = client.get(f"/{page_of(name, world)}.json").json()
    assert page in said["results"]


@pytest.mark.parametrize("name", LISTS)
def test_tables_have_a_row_for_each_record_and_describe_their_columns(client, world, name):
    said = json.loads(body(client.get(f"/{name}.json")))["results"]
    response = client.get(f"/{name}.csv")
    rows = rows_of(response)
    assert [row["id"] for row in rows] == [one["id"] for one in said]
    assert [row["page_url"] for row in rows] == [one["page_url"] for one in said]
    sheet = load_workbook(BytesIO(body(client.get(f"/{name}.xlsx")))).worksheets[0]
    assert [row[0] for row in sheet.values] == ["id", *(row["id"] for row in rows)]
    link = f'<http://testserver/{name}.schema.json>; rel="describedby"'
    assert link in response["Link"]
    schema = client.get(f"/{name}.schema.json")
    assert schema["Content-Type"] == "application/vnd.tableschema+json"
    assert [field["name"] for field in schema.json()["fields"]] == list(rows[0])


@pytest.mark.parametrize("name", PAGES)
def test_no_form_tells_of_what_is_not_public(client, world, name):
    offer = offers[name]
    paths = [f"/{page_of(name, world)}", *([f"/{name}"] if name in LISTS else [])]
    for path in paths:
        files = [f"{path}.{form}" for form in ("json", "jsonl", "csv")]
        files += [f"{path}.{table.name}.csv" for table in offer.tables if table.name]
        files += [f"{path}.geojson"] if offer.features else []
        for file in files:
            response = client.get(file)
            assert response.status_code == 200, file
            assert "secret" not in body(response).decode().lower(), file
        workbook = load_workbook(BytesIO(body(client.get(f"{path}.xlsx"))))
        cells = [cell for sheet in workbook for row in sheet.values for cell in row]
        assert not any("secret" in str(cell).lower() for cell in cells)
    if "open" in (PAGES[name] or ""):
        assert client.get(f"/{PAGES[name].replace('open', 'secret')}.json").status_code == 404


def test_many_records_take_no_more_queries_than_one(client, db):
    files = [f"/{name}.{form}" for name in LISTS for form in ("json", "xlsx")]

    def queries():
        numbers = {}
        for file in files:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(file).status_code == 200, file
            numbers[file] = len(asked)
        return numbers

    related_records("open")
    few = queries()
    for number in range(2):
        relate(related_records(f"other-{number}"), related_records(f"further-{number}"))
    many = queries()
    assert {file: many[file] for file in files if many[file] > few[file]} == {}
    assert max(few.values()) <= 100


@pytest.mark.parametrize("name", PAGES)
def test_tables_carry_tags_of_the_humanitarian_exchange_language(client, world, name):
    for table in offers[name].tables:
        path = ".".join(filter(None, [page_of(name, world), table.name, "csv"]))
        source = hxl.data(BytesIO(body(client.get(f"/{path}?hxl=yes"))))
        assert source.columns[0].display_tag.startswith("#")
        assert [column.header for column in source.columns] == table.names
        assert len(list(source)) == len(rows_of(client.get(f"/{path}")))


def test_the_order_and_the_question_are_those_of_the_page(client, db):
    titles = ["Cotton", "Apples", "Bees"]
    for title in titles:
        InitiativeFactory(title=title, themes=["seeds"])
    InitiativeFactory(title="Other")
    page = client.get("/initiatives/?theme=seeds&sort=title").context["page"]
    rows = rows_of(client.get("/initiatives.csv?theme=seeds&sort=title"))
    assert [row["title"] for row in rows] == sorted(titles)
    assert page.paginator.count == len(rows)


def test_columns_can_be_chosen_and_stand_in_the_order_asked_for(client, world):
    (row,) = rows_of(client.get("/initiatives.csv?fields=title,id"))
    assert list(row) == ["title", "id"]
    workbook = load_workbook(BytesIO(body(client.get("/initiatives.xlsx?fields=title,id"))))
    assert workbook.sheetnames == ["Initiatives", "About"]
    (one,) = client.get("/initiatives.json?fields=slug,themes(name)").json()["results"]
    assert (list(one), list(one["themes"][0])) == (["slug", "themes"], ["name"])


@pytest.mark.parametrize(
    ("address", "errors"),
    [
        ("/initiatives.csv?fields=titel,id", ["Unknown column: 'titel'. Did you mean title?"]),
        ("/initiatives.json?fields=nope", ["Unknown field: 'nope'."]),
        ("/initiatives.csv?hxl=maybe", ["Say yes or no."]),
        ("/initiatives.json?fields=id&fields=title", ["Give it once."]),
        ("/initiatives.csv?page=2", ["A file has all pages of the list: leave this out."]),
        ("/initiatives.csv?theme=nope", ["Unknown value: 'nope'."]),
        ("/initiatives.geojson?fields=id", ["Unknown parameter."]),
        ("/initiatives/seeds-open.json?q=seeds", ["Unknown parameter."]),
    ],
)
def test_what_is_not_understood_is_refused_by_its_name(client, world, address, errors):
    response = client.get(address)
    assert response.status_code == 400
    name = address.partition("?")[2].partition("=")[0]
    said = response.json()["errors"]
    assert list(said) == [name]
    assert said[name][0].startswith(errors[0])


@pytest.mark.parametrize(
    "path",
    ["/initiatives.nope.csv", "/initiatives.figures.json", "/about.csv", "/nothing/at/all.json"],
)
def test_what_there_is_not_is_not_found(client, world, path):
    response = client.get(path)
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


def test_head_says_what_get_would(client, world):
    for form in ("csv", "json"):
        whole, head = client.get(f"/initiatives.{form}"), client.head(f"/initiatives.{form}")
        assert head.status_code == 200
        assert head.content == b""
        assert head.headers["Content-Length"] == str(len(whole.content))
        assert head["Content-Disposition"] == whole["Content-Disposition"]


def test_only_reading_is_allowed(client, world):
    response = client.post("/initiatives.xlsx")
    assert response.status_code == 405
    assert response["Content-Type"] == "application/problem+json"


def test_a_file_is_called_by_what_it_holds_and_the_day_of_the_last_change(client, world):
    name = client.get("/initiatives.figures.csv")["Content-Disposition"]
    assert name.startswith('attachment; filename="initiatives-figures-20')
    record = client.get("/initiatives/seeds-open.geojson")["Content-Disposition"]
    assert record.startswith('attachment; filename="initiative-seeds-open-20')


@pytest.mark.parametrize(
    ("question", "called"),
    [
        ("", "initiatives"),
        ("?theme=cooperatives&sort=title", "initiatives-theme-cooperatives"),
        ("?theme=cooperatives&status=active", "initiatives-theme-cooperatives-status-active"),
        ("?q=Caf%C3%A9%2F..%22%20owners", "initiatives-q-cafe-owners"),
        ("?q=%D8%B9%D9%85%D9%84", "initiatives-q"),
        ("?q=" + "word+" * 40, "initiatives-q" + "-word" * 15),
        ("?q=" + "w" * 100, "initiatives-q"),
    ],
)
def test_a_file_of_a_question_is_called_by_that_as_far_as_a_name_has_room(
    client, world, question, called
):
    name = client.get(f"/initiatives.csv{question}")["Content-Disposition"]
    assert re.fullmatch(
        rf'attachment; filename="{called}-[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}.csv"', name
    )


@pytest.mark.parametrize(("table", "place"), [("figures", "figure"), ("milestones", "milestone")])
def test_a_part_has_the_address_of_its_place_on_the_page(client, world, table, place):
    rows = rows_of(client.get(f"/initiatives.{table}.csv"))
    assert rows
    for row in rows:
        assert row["initiative_url"] == "http://testserver/initiatives/seeds-open/"
        assert row["page_url"] == f"{row['initiative_url']}#{place}-{row['id']}"
        page = client.get(row["initiative_url"]).content.decode()
        assert f'id="{place}-{row["id"]}"' in page


def test_a_figure_of_a_session_has_the_address_of_its_place_on_the_page(client, world):
    (row,) = rows_of(client.get(f"/{PAGES['sessions']}.figures.csv"))
    page, _, place = row["page_url"].partition("#")
    assert page == f"http://testserver/{PAGES['sessions']}/"
    assert place == f"figure-{row['id']}"
    assert f'id="{place}"' in client.get(page).content.decode()


def test_a_source_has_the_address_of_what_rests_on_it(client, world):
    (row,) = rows_of(client.get("/initiatives.sources.csv"))
    assert row["page_url"] == "http://testserver/initiatives/seeds-open/"


def test_a_partner_has_the_address_of_the_initiative(client, world):
    (row, *_) = rows_of(client.get("/initiatives.partners.csv"))
    assert row["initiative_url"] == "http://testserver/initiatives/seeds-open/"


def test_a_workbook_says_its_question_as_the_api_explains_it(client, world):
    address = "?q=seeds&theme=cooperatives"
    workbook = load_workbook(BytesIO(body(client.get(f"/initiatives.xlsx{address}"))))
    said = dict(row[:2] for row in workbook["About"].values if row[0])
    explained = client.get(f"/api/v1/initiatives/{address}&explain=yes").json()
    assert said["Question"] == explained["explain"]["sentence"]


def test_web_pages_elsewhere_may_read_files(client, world):
    for form in ("csv", "json", "jsonl", "geojson", "xlsx"):
        response = client.get(f"/initiatives.{form}", headers={"Origin": "https://example.org"})
        assert response["Access-Control-Allow-Origin"] == "*"


def test_a_file_moves_with_its_record_and_tells_that_it_was_withdrawn(client, world):
    initiative = world["initiative"]
    initiative.slug = "seeds-renamed"
    initiative.save()
    response = client.get("/initiatives/seeds-open.figures.csv?hxl=yes")
    assert response.status_code == 301
    assert response["Location"] == "/initiatives/seeds-renamed.figures.csv?hxl=yes"
    initiative.publication = "draft"
    initiative.save()
    response = client.get("/initiatives/seeds-renamed.json")
    assert response.status_code == 410
    assert response.json()["state"] == "gone"


def test_a_map_has_a_point_for_each_initiative_and_a_line_for_each_replication(client, db):
    one = ReplicationFactory(initiative__origins=["BRA"])
    said = client.get("/initiatives.geojson").json()
    kinds = [feature["properties"]["kind"] for feature in said["features"]]
    assert (said["type"], kinds) == ("FeatureCollection", ["initiative", "replication"])
    assert said["features"][1]["id"] == one.public_id
    ways = client.get("/replications.geojson").json()
    assert ways["features"] == said["features"][1:]


def test_a_long_file_is_sent_in_parts_and_not_again_to_who_has_it(client, world, monkeypatch):
    whole = client.get("/initiatives.json").content
    monkeypatch.setattr("core.downloads.spool.LONGEST_IN_MEMORY", 100)
    response = client.get("/initiatives.json")
    assert response.streaming
    assert body(response) == whole
    assert int(response["Content-Length"]) == len(whole)
    again = client.get("/initiatives.json", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    zipped = client.get("/initiatives.json", headers={"Accept-Encoding": "gzip"})
    assert zipped["Content-Encoding"] == "gzip"
    assert zipped["ETag"] != response["ETag"]
    assert gzip.decompress(body(zipped)) == whole


def test_what_was_provisional_for_another_is_not_for_who_asks_next(client, world, monkeypatch):
    monkeypatch.setattr("core.downloads.spool.LONGEST_IN_MEMORY", 100)
    http_cache.provisional()  # an answer of this thread, before
    response = client.get("/initiatives.json")
    assert body(response)
    assert response.has_header("ETag")


def test_a_long_list_leaves_the_tables_of_parts_out_of_its_workbook(client, world, monkeypatch):
    monkeypatch.setattr("core.downloads.answers.MOST_WITH_PARTS", 0)
    workbook = load_workbook(BytesIO(body(client.get("/initiatives.xlsx"))))
    assert workbook.sheetnames == ["Initiatives", "About"]
    assert "Left out" in [row[0] for row in workbook["About"].values]


def test_few_long_files_are_made_at_once(client, world, monkeypatch):
    monkeypatch.setattr("core.downloads.answers.BATCH", 0)
    monkeypatch.setattr("core.web.places.PLACES.acquire", lambda blocking: False)
    response = client.get("/initiatives.csv")
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    page = client.get("/initiatives.csv", headers={"Accept": "text/html,*/*;q=0.8"})
    assert page.status_code == 503
    assert "Ask again" in page.content.decode()


def test_every_page_that_is_offered_has_a_list_or_a_record():
    assert {page.offer.name for page in pages.values()} == set(offers)
