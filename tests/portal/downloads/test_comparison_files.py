"""A comparison as files: the page and the file say the same, with the same numbers of sources."""

import csv
import json
import re
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from initiatives.models import Initiative
from tests.factories import (
    FigureFactory,
    InitiativeFactory,
    OrganizationFactory,
    PartnershipFactory,
    ReplicationFactory,
    SourceFactory,
)
from tests.pages import visible_text

pytestmark = pytest.mark.django_db

ASKED = "initiative=one&initiative=other"


@pytest.fixture(autouse=True)
def _compared():
    report = SourceFactory(title="The report", url="https://example.org/report", year=2014)
    one = InitiativeFactory(
        slug="one",
        title="=1+1 seed banks",
        start_year=2012,
        results="Fewer children at work.",
        origins=["BRA"],
        sources=[report],
    )
    FigureFactory(
        initiative=one,
        kind="result",
        value=28000,
        unit="farmers",
        label="trained",
        year=2014,
        source=report,
    )
    ReplicationFactory(
        initiative=one,
        from_country__iso3="BRA",
        to_country__iso3="HTI",
        to_country__name="Haïti",
        year=2014,
        source=report,
    )
    PartnershipFactory(
        initiative=one, organization=OrganizationFactory(name="Union of growers"), role__slug="lead"
    )
    InitiativeFactory(slug="other", title="بنوك البذور", lessons="Begin small.")


def rows(client, address):
    response = client.get(address)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig"), newline="")))


def without_numbers(response):
    """The text of a page but for the numbers of sources."""
    html = re.sub(r'<a class="cite".*?</a>', "", response.content.decode())
    return visible_text(HttpResponse(html))


def test_the_page_and_each_file_say_the_same(client):
    page = client.get(f"/compare/?{ASKED}")
    shown, comparison = without_numbers(page), page.context["comparison"]
    header, *table = rows(client, f"/compare.csv?{ASKED}")
    assert header == ["part", "question", "'=1+1 seed banks", "بنوك البذور"]
    asked = [(part.heading, one.label) for part in comparison.parts for one in part.questions]
    assert [tuple(row[:2]) for row in table if tuple(row[:2]) in asked] == asked
    said = {row[1]: row[2:] for row in table}
    for label, answers in said.items():
        if not label.startswith("["):
            for line in "\n".join(answers).splitlines():
                assert re.sub(r" \[\d+\]", "", line).lower() in shown.lower()
    results = "Fewer children at work.\n28,000 farmers [1]: trained, 2014"
    assert said["Results"] == [results, "Not known"]
    assert re.fullmatch(r"Haïti, .*, 2014 \[1\]", said["Who took it up"][0])
    assert said["[1]"] == ["The report. https://example.org/report", ""]
    book = load_workbook(BytesIO(client.get(f"/compare.xlsx?{ASKED}").content))
    assert book.sheetnames == ["Comparison", "Sources", "About"]
    _, *sheet = book["Comparison"].values
    assert [[cell or "" for cell in row] for row in sheet] == table


def test_json_has_the_answers_in_parts_and_sources_by_number(client):
    said = client.get(f"/compare.json?{ASKED}").json()
    assert [one["slug"] for one in said["initiatives"]] == ["one", "other"]
    answers = {
        question["label"]: question["answers"]
        for part in said["parts"]
        for question in part["questions"]
    }
    (figure,) = answers["Results"][0]["figures"]
    assert (figure["value"], figure["unit"], figure["source"]) == (28000, "farmers", 1)
    assert answers["Results"][0]["prose"] == "Fewer children at work."
    (line,) = answers["Who took it up"][0]["lines"]
    assert (line[0]["text"], line[1]["source"]) == ("Haïti", 1)
    assert line[0]["url"] == "http://testserver/countries/HTI/"
    assert said["sources"][0]["url"] == "https://example.org/report"


def test_the_sources_are_a_table_of_their_own(client):
    header, first, *_ = rows(client, f"/compare.sources.csv?{ASKED}")
    assert header[:2] == ["number", "title"]
    assert first[:2] == ["1", "The report"]
    assert first[-1] == "one"


def test_the_page_offers_them_and_answers_in_them(client):
    page = client.get(f"/compare/?{ASKED}").content.decode()
    asked = ASKED.replace("&", "&amp;")
    for form in ("xlsx", "csv", "json"):
        address = f"/compare.{form}?{asked}"
        assert page.count(f'href="{address}"') == 2
        by_format = client.get(f"/compare/?{ASKED}&format={form}")
        assert by_format.content == client.get(f"/compare.{form}?{ASKED}").content
    accepted = client.get(f"/compare/?{ASKED}", headers={"accept": "application/json"})
    assert json.loads(accepted.content)["initiatives"][0]["slug"] == "one"
    assert client.get(f"/compare/?{ASKED}&format=geojson").status_code == 400
    assert "/compare.csv" not in client.get("/compare/").content.decode()


def test_a_file_tells_where_its_page_is_and_is_found_by_that(client):
    response = client.get(f"/compare.csv?{ASKED}")
    page = f"http://testserver/compare/?{ASKED}"
    assert response["Link"] == f'<{page}>; rel="canonical"; type="text/html"'
    assert response["Content-Disposition"].startswith(
        'attachment; filename="comparison-initiative-one-other-20'
    )
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("", "initiative"),
        ("initiative=never-was", "initiative"),
        ("initiative=one&initiative=%00", "initiative"),
        ("initiative=one&q=labour", "q"),
        ("&".join(f"initiative={n}" for n in ("one", "other", "c", "d", "e")), "initiative"),
        ("initiative=draft", "initiative"),
    ],
)
@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_what_is_not_understood_is_refused_by_name(client, question, name, form):
    for slug in "cde":
        InitiativeFactory(slug=slug)
    InitiativeFactory(slug="draft", publication="draft")
    response = client.get(f"/compare.{form}?{question}")
    assert response.status_code == 400
    assert set(response.json()["errors"]) == {name}


def test_former_names_and_repeated_ones_are_understood(client):
    Initiative.objects.filter(slug="other").update(slug="another")
    response = client.get("/compare.json?initiative=other&initiative=one&initiative=one")
    assert [one["slug"] for one in response.json()["initiatives"]] == ["another", "one"]


def test_there_is_no_other_part(client):
    for address in ("/compare.figures.csv", "/compare.sources.json", "/compare.geojson"):
        assert client.get(f"{address}?{ASKED}").status_code == 404


def test_four_take_no_more_queries_than_one(client):
    for slug in "cd":
        InitiativeFactory(slug=slug)
    counts = []
    client.get("/compare.csv?initiative=one")  # what is known from then on
    for question in ("initiative=one", f"{ASKED}&initiative=c&initiative=d"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/compare.csv?{question}").status_code == 200
        counts.append(len(queries))
    assert counts[1] <= counts[0]
