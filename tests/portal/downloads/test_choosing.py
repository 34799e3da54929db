"""Columns are chosen in a form that keeps the question and says what each means."""

import csv
import html
import re
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from core.downloads.offers import offers, pages
from tests.databases import made_once
from tests.portal.api.world import related_records

pytestmark = pytest.mark.usefixtures("world")
QUESTION = "theme=cooperatives&q=seeds"


@made_once
def world():
    related_records("open")
    related_records("secret", "draft")


def form_of(client, address):
    """What the form on a page sends by itself, as pairs, and what it can send to which paths."""
    text = client.get(address).content.decode()
    hidden = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', text)
    boxes = re.findall(r'<input type="checkbox" name="fields" value="([^"]*)">', text)
    return [tuple(map(html.unescape, one)) for one in hidden], boxes, text


@pytest.mark.parametrize("path", ["initiatives", "replications", "forums", "countries", "people"])
def test_a_list_leads_to_the_columns_of_each_of_its_tables(client, path):
    text = client.get(f"/{path}/").content.decode()
    address = re.search(r'<a href="([^"]+)" rel="nofollow">Choose columns</a>', text)[1]
    assert address == f"/{path}/columns.html"
    for table in offers[path].tables:
        part = f".{table.name}" if table.name else ""
        _, boxes, text = form_of(client, f"/{path}/columns{part}.html")
        assert boxes == table.names
        for column in table.columns:
            assert html.escape(column.says) in text
        assert "secret" not in text.lower()


def test_the_question_goes_along_and_the_columns_stand_in_the_file(client):
    text = client.get(f"/initiatives/?{QUESTION}").content.decode()
    address = re.search(r'<a href="([^"]+)" rel="nofollow">Choose columns</a>', text)[1]
    hidden, _, text = form_of(client, html.unescape(address))
    assert {("theme", "cooperatives"), ("q", "seeds")} <= set(hidden)
    explained = client.get(f"/api/v1/initiatives/?{QUESTION}&explain=yes").json()["explain"]
    assert explained["sentence"] in html.unescape(text)
    for ending in ("csv", "xlsx"):
        assert f'formaction="/initiatives.{ending}"' in text
    asked = [*hidden, ("fields", "title"), ("fields", "page_url")]
    data = {}
    for name, value in asked:
        data.setdefault(name, []).append(value)
    rows = csv.reader(StringIO(client.get("/initiatives.csv", data).content.decode("utf-8-sig")))
    assert list(rows) == [
        ["title", "page_url"],
        ["Seeds-open", "http://testserver/initiatives/seeds-open/"],
    ]
    workbook = load_workbook(BytesIO(client.get("/initiatives.xlsx", data).content))
    assert next(workbook.worksheets[0].values) == ("title", "page_url")


def test_columns_by_commas_and_one_by_one_are_the_same(client):
    several = client.get("/initiatives.csv?fields=title,id&fields=&fields=title&fields=status")
    assert several.content == client.get("/initiatives.csv?fields=title,id,status").content
    wrong = client.get("/initiatives.csv?fields=title&fields=titel")
    assert wrong.json()["errors"]["fields"][0].startswith("Unknown column: 'titel'.")


@pytest.mark.parametrize("question", ["theme=nope", "year_from=x", "q=%00", "page=9&fields=no"])
def test_what_is_not_understood_is_left_out(client, question):
    assert client.get(f"/initiatives/columns.html?{question}").status_code == 200


@pytest.mark.parametrize(
    "path",
    ["initiatives/columns.nope.html", "initiatives/seeds-open/columns.html", "about/columns.html"],
)
def test_what_has_no_columns_has_no_such_page(client, path):
    assert client.get(f"/{path}").status_code == 404


def test_every_list_that_is_a_page_has_columns():
    assert all(page.offer.tables[0].columns for page in pages.values() if page.is_list)
