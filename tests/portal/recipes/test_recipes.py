"""The recipes of the guide run as they stand on their pages, and give what the pages say."""

import csv
import re
import sqlite3
from html import unescape
from urllib.request import urlopen

import pytest
from django.core.management import call_command
from django.urls import reverse

from initiatives.models import Initiative, Replication
from portal.pages.guide import FOLDER, PORTAL, RECIPES, SCRIPTS
from tests.portal.api.world import related_records
from tests.programs import how_to_run, program, run

TAKEN_UP = {"adapting", "replicated"}


def downloaded(name, live_server, folder):
    """The path of a file of a recipe, as a served portal gives it."""
    address = live_server.url + reverse("api:recipe-file", args=[name])
    file = folder / name
    file.write_bytes(urlopen(address).read())  # noqa: S310 - our own
    return file


@pytest.fixture
def take(catalogue, live_server, tmp_path):
    """Download a file of a recipe from a portal with the launch catalogue: its path."""
    return lambda name: downloaded(name, live_server, tmp_path)


@pytest.fixture
def cook(take):
    """Run a recipe: what it says, and the folder in which it ran."""

    def cook(name):
        file = take(name)
        return run(how_to_run(file), file.parent), file.parent

    return cook


def replications():
    """Those that the recipe asks for."""
    return Replication.objects.public().filter(stage__slug__in=TAKEN_UP, year__gte=2010)


def table(file):
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_file_stands_on_its_page_word_for_word(client, db):
    shown = set()
    for recipe in RECIPES.values():
        page = unescape(client.get(recipe.get_absolute_url()).content.decode())
        for script in recipe.scripts:
            text = (FOLDER / script.name).read_text(encoding="utf-8")
            assert PORTAL in text
            here = text.replace(PORTAL, "http://testserver")
            assert f"<code>{here}</code>" in page, script.name
            answer = client.get(reverse("api:recipe-file", args=[script.name]))
            assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
            assert answer.content.decode() == here
            shown.add(script.name)
    assert shown == {file.name for file in FOLDER.iterdir()} == set(SCRIPTS)


def test_every_recipe_is_named_by_the_guide_and_is_light(client, db):
    guide = client.get("/api/").content.decode()
    for recipe in RECIPES.values():
        assert f'<a href="{recipe.get_absolute_url()}">{recipe.title}</a>' in guide
        assert len(client.get(recipe.get_absolute_url()).content) < 37_000
    assert client.get("/api/recipes/").headers["Location"] == "/api/#recipes"
    assert client.get("/api/recipes/soup/").status_code == 404
    assert client.get("/api/recipes/soup.py").status_code == 404


def test_what_the_pages_of_recipes_link_to_is_there(client, catalogue):
    pages = [client.get(recipe.get_absolute_url()).content.decode() for recipe in RECIPES.values()]
    addresses = {
        unescape(address)
        for page in pages
        for address in re.findall(r'href="(?:http://testserver)?(/[^"#]*)', page)
        if not address.startswith("/data/")
    }
    assert len(addresses) > 15
    for address in addresses:
        assert client.get(address, follow=True).status_code == 200, address


def test_who_took_up_what_with_curl(cook):
    said, folder = cook("uptake.sh")
    rows = table(folder / "uptake.csv")
    assert said.startswith("\ufeffid,")
    assert {row["id"] for row in rows} == set(replications().values_list("public_id", flat=True))
    assert all(row["source_title"] and row["source_url"] for row in rows)
    assert min(int(row["year"]) for row in rows) >= 2010


@pytest.mark.parametrize("name", ["uptake.py", "uptake.R"])
def test_who_took_up_what_with_python_and_r(cook, name):
    said, _ = cook(name)
    assert said.startswith(f"{replications().count()} replications\n")
    newest = replications().order_by("-year").first()
    assert str(newest.year) in said
    assert "https://" in said
    assert "Türkiye" in said  # and not what another set of characters makes of it


def test_counts_with_curl(cook, client):
    _, folder = cook("counts.sh")
    counts = {
        (row["country"], row["theme"]): int(row["count"]) for row in table(folder / "counts.csv")
    }
    for (country, theme), count in list(counts.items())[::300]:
        query = {"country": country, "theme": theme, "facets": "no"}
        assert client.get("/api/v1/initiatives/", query).json()["count"] == count


def test_counts_with_python_are_those_of_r(cook):
    _, folder = cook("counts.py")
    rows = table(folder / "counts.csv")
    assert len(rows) == 10
    assert len(rows[0]) == 6
    said, _ = cook("counts.R")
    for row in rows:
        country = row.pop("Country")
        lines = [line for line in said.splitlines() if line.strip().startswith(f"{country} ")]
        numbers = [number for line in lines for number in re.findall(r"\d+", line)]
        assert numbers == list(row.values()), country


def test_a_citation_with_curl(cook, client):
    said, _ = cook("citation.sh")
    assert said.startswith("@misc{dws-")
    assert "/initiatives/ciudad-mujer/}" in said


def test_the_whole_catalogue_with_curl_is_fetched_once(live_server, settings, tmp_path):
    settings.DOWNLOADS_ROOT = tmp_path / "downloads"
    related_records("open")
    call_command("make_data", verbosity=0)
    script = downloaded("latest.sh", live_server, tmp_path)
    assert run(how_to_run(script), tmp_path) == "catalogue.sqlite: OK\n"
    file = tmp_path / "catalogue.sqlite"
    titles = sqlite3.connect(file).execute("SELECT title FROM initiatives").fetchall()
    assert titles == list(Initiative.objects.published().values_list("title"))
    before = file.stat().st_mtime_ns
    run(how_to_run(script), tmp_path)
    assert file.stat().st_mtime_ns == before


def test_what_spreadsheets_read_is_the_same_table(take, cook):
    """Google Sheets and Excel themselves are not here: what they are given is."""
    cook("uptake.sh")
    for name in ("uptake.formula", "uptake.m"):
        text = take(name).read_text(encoding="utf-8")
        [address] = re.findall(r'"(http://[^"]+)"', text)
        answer = urlopen(address)  # noqa: S310 - our own
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert answer.geturl() == address
        assert answer.read() == (take(name).parent / "uptake.csv").read_bytes()


def test_libreoffice_opens_a_list_by_its_address(catalogue, live_server, tmp_path):
    office = program(
        "soffice", "libreoffice", package="libreoffice-calc-nogui", required_by="REQUIRE_OFFICE"
    )
    query = "uptake=taken-up&year_from=2010"
    command = [
        office,
        "--headless",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        *("--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true"),
        *("--outdir", "."),
    ]
    run([*command, f"{live_server.url}/replications.xlsx?{query}"], tmp_path)
    [first] = tmp_path.glob("*.csv")
    rows = table(first)
    assert len(rows) == replications().count()
    assert {row["to_country"] for row in rows} == set(
        replications().values_list("to_country__name", flat=True)
    )
