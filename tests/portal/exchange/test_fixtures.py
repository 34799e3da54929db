"""The fixtures: complete, public, the same after each load, loadable by Django's own command."""

import io
import json
import shutil

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from core.models.identity import FormerSlug
from forum.models import Forum, Person
from initiatives.models import (
    CountryGroup,
    GlossaryTerm,
    Initiative,
    Organization,
    Resource,
    SectorSynonym,
    Source,
    ThemeSynonym,
)
from portal.exchange.fixtures import FIXTURES, FOLDER, LEFT_OUT
from tests.portal.exchange.exchange_folder import (
    empty_the_database,
    run_import,
    sound,
    write_folder,
)

pytestmark = pytest.mark.usefixtures("catalogue")


def load(folder=FOLDER):
    """Load fixtures; returns the lines printed."""
    output = io.StringIO()
    call_command("load_fixtures", folder=folder, stdout=output)
    return output.getvalue().splitlines()


def written(folder):
    """Write fixtures into a folder; returns their texts by name."""
    call_command("write_fixtures", folder=folder, stdout=io.StringIO())
    return texts(folder)


def texts(folder):
    return {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.iterdir())}


def test_fixtures_written_from_the_database_are_those_it_was_loaded_from(tmp_path):
    assert written(tmp_path / "written") == texts(FOLDER)


def test_every_file_in_the_folder_is_loaded_and_every_one_listed_is_there():
    assert sorted(file.name for file in FOLDER.iterdir()) == sorted(f"{n}.json" for n in FIXTURES)


def test_every_model_of_the_catalogue_has_its_fixture():
    listed = {label for labels in FIXTURES.values() for label in labels}
    models = {
        model._meta.label
        for app in ("initiatives", "forum")
        for model in apps.get_app_config(app).get_models()
        if model._meta.managed and hasattr(model, "NATURAL_KEY")
    }
    assert models <= listed


def test_a_second_load_changes_nothing_and_says_so():
    before = list(Initiative.objects.order_by("pk").values())
    assert all(line.endswith(": nothing changed") for line in load())
    assert list(Initiative.objects.order_by("pk").values()) == before


def test_after_a_load_the_database_plans_by_what_stands_in_it():
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'initiatives_initiative'")
        assert cursor.fetchone() == (Initiative.objects.count(),)


def test_a_load_brings_back_what_was_changed_and_leaves_what_is_not_of_the_fixtures(tmp_path):
    run_import(write_folder(tmp_path / "files", sound()))
    changed = {"title": "Changed", "featured": None, "time_needed": "Changed"}
    Initiative.objects.filter(slug="wise-ethiopia").update(**changed)
    wise = Initiative.objects.get(slug="wise-ethiopia")
    wise.participating_countries.clear()
    wise.figures.first().delete()
    dated = wise.updated_at
    lines = load()
    changed = [line.split()[-1] for line in lines if not line.endswith("nothing changed")]
    assert changed == ["initiatives", "figures"]
    wise.refresh_from_db()
    assert (wise.title != "Changed", wise.featured, wise.time_needed) == (True, 2, "")
    assert wise.participating_countries.exists()
    assert wise.updated_at > dated
    assert Initiative.objects.filter(slug="test-initiative").exists()


def test_a_missing_fixture_is_named_and_nothing_is_loaded(tmp_path):
    shutil.copytree(FOLDER, tmp_path / "some")
    (tmp_path / "some" / "appearances.json").unlink()
    Initiative.objects.filter(slug="wise-ethiopia").update(title="Changed")
    with pytest.raises(CommandError, match=r"appearances\.json is not there"):
        load(tmp_path / "some")
    assert Initiative.objects.get(slug="wise-ethiopia").title == "Changed"


def test_a_reference_to_nothing_is_named(tmp_path):
    shutil.copytree(FOLDER, tmp_path / "some")
    path = tmp_path / "some" / "people.json"
    path.write_text(path.read_text().replace('"https://', '"http://nowhere.example/', 1))
    with pytest.raises(CommandError, match=r'the source "http://nowhere\.example/.*there is none'):
        load(tmp_path / "some")


def test_drafts_and_what_leads_to_them_stay_out_and_former_addresses_come_along(tmp_path):
    run_import(write_folder(tmp_path / "files", sound()))
    Organization.objects.filter(slug="test-ministry").update(slug="test-department")
    Resource.objects.filter(slug="test-report").update(slug="test-paper")
    Organization.objects.filter(slug="test-department").update(publication="draft")
    Person.objects.filter(slug="test-person").update(publication="draft")
    Source.objects.create(url="https://unread.example", title="Unread", publisher="Nobody")
    files = written(tmp_path / "written")
    everything = "".join(files.values())
    for words in ("test-ministry", "test-department", "test-person", "unread.example"):
        assert words not in everything
    former = {"kind": "resource", "slug": "test-report", "current": "test-paper"}
    assert {"model": "portal.formerslug", "fields": former} in json.loads(files["resources.json"])
    assert '"Words of welcome."' in files["sessions.json"]


def test_fixtures_are_written_for_people_to_compare():
    for name, text in texts(FOLDER).items():
        rows = json.loads(text)
        assert text == json.dumps(rows, indent=1, ensure_ascii=False) + "\n", name
        for row in rows:
            assert row.keys() == {"model", "fields"}
            assert not (LEFT_OUT | {"search_vector", "id"}) & row["fields"].keys()


def test_django_loads_them_one_by_one_and_twice_without_harm(tmp_path):
    keep_a_few()
    before = written(tmp_path / "before")
    former = list(FormerSlug.objects.values("kind", "slug", "current"))
    empty_the_database()
    for run in ("once", "twice"):
        for name in FIXTURES:
            call_command("loaddata", tmp_path / "before" / f"{name}.json", verbosity=0)
        assert written(tmp_path / run) == before
    assert list(FormerSlug.objects.values("kind", "slug", "current")) == former


def keep_a_few():
    """Make the catalogue small, since Django takes half a minute for all of it."""
    kept = {
        Initiative: ["companies-network-ecuador-free-of-child-labour", "wise-ethiopia"],
        Forum: ["ilo-solution-forum-gssd-expo-2014"],
        Resource: ["ilo-unossc-expos-decent-work-solutions"],
    }
    for model, slugs in kept.items():
        model.objects.exclude(slug__in=slugs).update(publication="archived")
    of_forum = Person.objects.filter(appearances__session__forum__publication="published")
    Person.objects.exclude(pk__in=of_forum).update(publication="archived")
    needed = Organization.objects.filter(partnerships__initiative__publication="published")
    Organization.objects.exclude(pk__in=needed).update(publication="archived")
    SectorSynonym.objects.exclude(sector__initiatives__publication="published").delete()
    Initiative.objects.filter(slug="wise-ethiopia").update(slug="wise")
    ThemeSynonym.objects.exclude(theme__slug="child-labour").delete()
    CountryGroup.objects.exclude(slug="ibsa").delete()
    GlossaryTerm.objects.exclude(phrase__startswith="trab").delete()


@pytest.mark.parametrize(
    ("model", "slugs"),
    [
        (
            Initiative,
            [
                "companies-network-ecuador-free-of-child-labour",
                "wise-ethiopia",
                "fragile-to-fragile-labour-market-information",
                "puente-in-the-caribbean",
                "senai-vocational-training-centres-abroad",
                "work-improvement-in-neighbourhood-development",
            ],
        ),
        (Forum, ["ilo-solution-forum-gssd-expo-2014"]),
        (
            Resource,
            [
                "ilo-unossc-expos-decent-work-solutions",
                "fragile-to-fragile-cooperation-and-decent-work-2015",
                "brasilia-declaration-text-2013",
            ],
        ),
    ],
    ids=["initiatives", "forum", "documents"],
)
def test_the_home_page_has_its_records_at_launch(model, slugs):
    featured = model.objects.exclude(featured=None).order_by("featured")
    assert list(featured.values_list("slug", flat=True)) == slugs
