"""Files of the whole catalogue hold all that is public, in the same words, and nothing else."""

import filecmp
import hashlib
import json

import pytest

from initiatives.models import Initiative
from portal.api.urls import KINDS as API_KINDS
from portal.data.fields import Rows
from portal.data.kinds import BY_MODEL, KINDS
from portal.data.making import make
from portal.data.tables import tables
from tests.factories import (
    FigureFactory,
    ForumFactory,
    ForumSeriesFactory,
    InitiativeFactory,
)
from tests.portal.api.world import COLLECTIONS, mixed, related_records
from tests.portal.data.reading import all_text, ask, lines, rows


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DOWNLOADS_ROOT = tmp_path / "downloads"
    return tmp_path


@pytest.fixture(params=["draft", "in-review", "archived"])
def mixed_world(request, db):
    """A public world and one that is not, each record of one related to each of the other."""
    mixed(request.param)
    series = ForumSeriesFactory(slug="secret-summits", name="Secret summits")
    ForumFactory(slug="secret-summit", series=series, publication=request.param)


def test_nothing_that_is_not_public_gets_in(mixed_world):
    text = all_text(make())
    assert "seeds-open" in text
    assert "secret" not in text


def test_no_key_of_the_database_gets_in(mixed_world):
    names = {column.name for table in tables() for column in table.columns}
    names |= {field.name for field in every_field()}
    assert not names & {"pk", "publication", "featured", "search_vector", "updated_at"}
    made = make()
    for kind in KINDS:
        assert all(len(one["id"]) == 12 for one in lines(made, kind.name)), kind.name


def every_field():
    """The fields of all kinds, and of the rows in them."""
    fields = [(kind.record, field) for kind in KINDS for field in kind.fields]
    for _, field in fields:
        yield field
        if isinstance(field, Rows):
            fields += [(field.type, one) for one in field.fields]


def test_every_kind_of_the_api_is_there():
    assert {kind.name for kind in KINDS} == {*COLLECTIONS, "series", "conventions"}
    assert {BY_MODEL[model].name for model in API_KINDS} == set(API_KINDS.values())


def test_every_field_is_described():
    assert [field.name for field in every_field() if not field.description] == []
    assert [
        column for table in tables() for column in table.columns if not column.description
    ] == []


def test_the_whole_catalogue_is_in_every_form(client, catalogue):
    """As many records as the API tells of; keys that lead somewhere; the same in all three."""
    made = make()
    assert ask(made, "PRAGMA integrity_check") == [("ok",)]
    assert ask(made, "PRAGMA foreign_key_check") == []
    for name in COLLECTIONS:
        [(count,)] = ask(made, f'SELECT count(*) FROM "{name.replace("-", "_")}"')  # noqa: S608
        assert count == client.get(f"/api/v1/{name}/?page_size=1").json()["count"], name
        assert count == len(lines(made, name)) == len(rows(made, name.replace("-", "_"))), name
    for table in tables():
        [(count,)] = ask(made, f'SELECT count(*) FROM "{table.name}"')  # noqa: S608
        assert count == len(rows(made, table.name)), table.name
    package = json.loads((made.path / "datapackage.json").read_text())
    described = {one["name"]: one for one in package["resources"]}
    assert described["replications"]["schema"]["primaryKey"] == ["id"]
    for resource in package["resources"]:
        if "innerpath" in resource:
            assert resource["path"] == "catalogue-csv.zip"
            continue
        content = (made.path / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_a_record_says_in_lines_what_it_says_in_the_api(client, db):
    related_records("open")
    said = client.get("/api/v1/initiatives/seeds-open/").json()
    [line] = lines(make(), "initiatives")
    for name in ("id", "slug", "title", "summary", "approach", "status", "start_year", "modified"):
        assert line[name] == said[name], name
    assert [one["slug"] for one in line["themes"]] == [one["slug"] for one in said["themes"]]
    [figure], [told] = line["figures"], said["figures"]
    assert (figure["id"], figure["value"], figure["source"]["url"]) == (
        told["id"],
        told["value"],
        told["source"]["url"],
    )
    [partner] = line["partners"]
    assert partner["organization"]["id"] == said["partners"][0]["organization"]["id"]


def test_a_record_with_a_page_says_its_address_in_every_form(client, settings, db):
    settings.SITE_URL = "https://solutions.example.org"
    related_records("open")
    made = make()
    known = {kind.name for kind in KINDS if "page_url" in {field.name for field in kind.fields}}
    assert known == {
        *("initiatives", "replications", "forums", "sessions", "people"),
        *("organizations", "resources", "countries", "themes"),
    }
    for name in known:
        said = client.get(f"/api/v1/{name}/").json()["results"]
        paths = {one["id"]: one["page_url"].removeprefix("http://testserver") for one in said}
        addresses = {key: f"https://solutions.example.org{path}" for key, path in paths.items()}
        assert {one["id"]: one["page_url"] for one in lines(made, name)} == addresses
        assert {one["id"]: one["page_url"] for one in rows(made, name)} == addresses
        assert dict(ask(made, f'SELECT id, page_url FROM "{name}"')) == addresses  # noqa: S608


def test_a_replication_says_what_its_stage_comes_to(client, db):
    related_records("open")
    made = make()
    [said] = client.get("/api/v1/replications/").json()["results"]
    [[line], [row]] = lines(made, "replications"), rows(made, "replications")
    assert line["uptake"] == row["uptake"] == said["uptake"]
    [initiative] = lines(made, "initiatives")
    assert initiative["replications"][0]["uptake"] == line["uptake"]
    assert initiative["replications"][0]["page_url"] == line["page_url"]


def test_a_title_is_found_in_the_database_without_its_accents(db):
    InitiativeFactory(title="Jóvenes con futuro")
    InitiativeFactory(title="Seeds")
    found = ask(
        make(),
        "SELECT title FROM initiatives WHERE rowid IN"
        " (SELECT rowid FROM initiatives_fts WHERE initiatives_fts MATCH ?)",
        "jovenes",
    )
    assert found == [("Jóvenes con futuro",)]


def test_rows_of_a_record_keep_their_order_and_their_numbers(db):
    initiative = InitiativeFactory(slug="seeds")
    FigureFactory(initiative=initiative, value="25000000", unit="people", position=2)
    FigureFactory(initiative=initiative, value="12.5", unit="per cent", position=1)
    made = make()
    found = ask(made, "SELECT position, value, unit FROM initiative_figures ORDER BY position")
    assert found == [(1, 12.5, "per cent"), (2, 25000000, "people")]
    assert [one["value"] for one in rows(made, "initiative_figures")] == ["12.5", "25000000"]


def test_made_twice_they_are_the_same_to_the_byte(settings, folder, mixed_world):
    first = make()
    settings.DOWNLOADS_ROOT = folder / "elsewhere"
    second = make()
    names = sorted(path.name for path in first.path.iterdir())
    assert names == sorted(path.name for path in second.path.iterdir())
    same, _, _ = filecmp.cmpfiles(first.path, second.path, names, shallow=False)
    assert sorted(same) == names


def test_what_is_many_is_read_piece_by_piece(db, monkeypatch, django_assert_max_num_queries):
    """Few records are in memory at a time, and none is asked for alone."""
    InitiativeFactory.create_batch(7)
    monkeypatch.setattr("portal.data.kinds.AT_ONCE", 3)
    made = make()
    titles = sorted(line["title"] for line in lines(made, "initiatives"))
    assert titles == sorted(Initiative.objects.values_list("title", flat=True))
