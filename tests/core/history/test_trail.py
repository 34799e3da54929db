"""Every way of changing a record leaves its trail in the history: who, how, before and after."""

import json

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DataError, connection

from core import revision
from core.history import recorded
from core.models import Edit, EditedRow
from initiatives.models import Figure, Initiative, Organization
from portal.desk.roles import EDITORS
from portal.exchange.fixture_loading import load_fixtures
from portal.exchange.fixtures import FOLDER
from portal.guidelines.models import Guideline
from tests.desk import Page, take_step, url_of
from tests.factories import (
    FigureFactory,
    InitiativeFactory,
    OrganizationFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def trail(record, since=0):
    """The edits of a record: who, by which way, and what each row said before and after."""
    rows = EditedRow.objects.of(record._meta.model_name, record.pk).filter(edit__gt=since)
    return [
        (row.edit.name, row.edit.way, row.table_name.partition("_")[2], row.before, row.after)
        for row in rows.select_related("edit")
    ]


def last():
    return Edit.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


@pytest.fixture
def initiative():
    return InitiativeFactory(title="Before", themes=["a"], sources=["https://example.org/1"])


@pytest.fixture
def editor(client):
    user = UserFactory(username="bo", first_name="Bo", last_name="Li", groups=[EDITORS])
    client.force_login(user)
    return client


def sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_no_table_of_the_catalogue_is_forgotten():
    tables = {
        model._meta.db_table
        for label in ("initiatives", "forum")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if model._meta.managed
    } | {Guideline._meta.db_table}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, count(*) FROM pg_trigger"
            " WHERE tgfoid = 'keep_history'::regproc GROUP BY 1"
        )
        assert dict(cursor.fetchall()) == dict.fromkeys(tables, 4)
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attgenerated <> '' AND attnum > 0"
            " AND attrelid::regclass::text ~ '^(initiatives|forum)_'"
        )
        assert cursor.fetchall() == [("search_vector",)]


def saved(initiative):
    initiative.title = "After"
    initiative.save()


WAYS = {
    "save": saved,
    "update": lambda one: Initiative.objects.update(title="After"),
    "bulk_update": lambda one: Initiative.objects.bulk_update(
        [Initiative(pk=one.pk, title="After")], ["title"]
    ),
    "SQL": lambda one: sql("UPDATE initiatives_initiative SET title = 'After'"),
}


@pytest.mark.parametrize("change", WAYS.values(), ids=WAYS)
def test_a_change_is_told_once_with_what_differs_and_no_more(initiative, change):
    since = last()
    with recorded("command"):
        change(initiative)
    assert trail(initiative, since) == [
        ("", "command", "initiative", {"title": "Before"}, {"title": "After"})
    ]


def test_what_comes_without_a_word_is_sql_of_whoever_has_the_database(initiative):
    sql("SET LOCAL application_name = 'psql'")
    sql("SELECT set_config('history.edit', '', true)")
    sql("UPDATE initiatives_initiative SET acronym = 'X'")
    edit = Edit.objects.first()
    assert (edit.way, edit.what, edit.user) == ("sql", "psql", None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user")
        assert cursor.fetchone() == (edit.name,)


def test_nothing_is_told_of_what_changes_nothing(initiative):
    since = last()
    initiative.save()
    Initiative.objects.filter(pk=0).update(title="Nobody")
    Initiative.objects.filter(pk=0).delete()
    Figure.objects.bulk_create([])
    with recorded("command"):
        initiative.save()
    assert last() == since


def test_rows_and_choices_belong_to_their_record(initiative):
    since = last()
    with recorded("command"):
        figure = FigureFactory(initiative=initiative, value=12, unit="people")
        initiative.resources.create(
            slug="guide", title="Guide", kind="report", summary="What it says."
        )
        Figure.objects.update(unit="women")
        Figure.objects.all().delete()
        initiative.resources.clear()
    told = trail(initiative, since)
    assert [(table, bool(before), bool(after)) for _, _, table, before, after in told] == [
        ("figure", False, True),
        ("initiative_resources", False, True),
        ("figure", True, True),
        ("figure", True, False),
        ("initiative_resources", True, False),
    ]
    assert told[2][3:] == ({"unit": "people"}, {"unit": "women"})
    assert (told[3][3]["value"], told[3][3]["public_id"]) == (12.0, figure.public_id)


def test_what_moves_to_another_record_is_told_with_both(initiative):
    other = InitiativeFactory()
    figure = FigureFactory(initiative=initiative)
    since = last()
    with recorded("command"):
        Figure.objects.update(initiative=other)
    assert [after for *_, after in trail(initiative, since)] == [None]
    assert [after["initiative_id"] for *_, after in trail(other, since)] == [other.pk]
    assert EditedRow.objects.filter(row_id=figure.pk, edit__gt=since).count() == 2


def test_a_truncated_table_is_told_row_by_row(initiative):
    FigureFactory(initiative=initiative)
    since = last()
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    with recorded("command"):
        sql("TRUNCATE initiatives_figure")
    assert [(table, after) for _, _, table, _, after in trail(initiative, since)] == [
        ("figure", None)
    ]


def test_one_within_another_is_told_by_itself_and_what_fails_is_not_told(initiative):
    since = last()
    with recorded("import", what="import_catalogue folder", reason="Yearly"):
        Initiative.objects.update(acronym="A")
        with recorded("step"):
            Initiative.objects.update(acronym="B")
        with pytest.raises(DataError), recorded("undo"):  # noqa: PT012 - what came before it too
            Initiative.objects.update(acronym="C")
            Initiative.objects.update(acronym="C" * 41)
        Initiative.objects.update(acronym="D")
    told = [(edit.way, edit.what, edit.reason) for edit in Edit.objects.filter(pk__gt=since)]
    assert told == [("step", "", ""), ("import", "import_catalogue folder", "Yearly")]
    assert [(way, after["acronym"]) for _, way, _, _, after in trail(initiative, since)] == [
        ("import", "A"),
        ("step", "B"),
        ("import", "D"),
    ]


def test_the_desk_says_who_and_why(editor, initiative):
    since = last()
    source = SourceFactory()
    page = Page(editor, url_of(Initiative, "change", initiative.pk))
    page.add_row("figures", value="3", unit="people", source=source.pk)
    page.fill(title="After", reason_of_edit=" As the ministry\nwrote. ").send()
    told = trail(initiative, since)
    assert {(name, way) for name, way, *_ in told} == {("Bo Li", "desk")}
    assert {table for _, _, table, *_ in told} == {"initiative", "figure", "initiativecitation"}
    edit = Edit.objects.get(pk__gt=since)
    assert (edit.user.username, edit.reason) == ("bo", "As the ministry wrote.")


def test_a_step_with_many_is_one_edit(editor):
    records = [InitiativeFactory(publication="draft") for _ in range(3)]
    since = last()
    take_step(editor, "submit_for_review", *records)
    edit = Edit.objects.get(pk__gt=since)
    assert (edit.way, edit.what, edit.rows.count()) == ("step", "Submit for review", 3)


def test_deleting_at_the_desk_tells_all_that_goes(editor):
    organization = OrganizationFactory(sources=["https://example.org/1"], publication="draft")
    since = last()
    editor.post(url_of(Organization, "delete", organization.pk), {"post": "yes"})
    told = trail(organization, since)
    assert [(way, table, after) for _, way, table, _, after in told] == [
        ("desk", "organizationcitation", None),
        ("desk", "organization", None),
    ]


def test_the_first_load_is_one_line_and_a_later_one_is_told(tmp_path):
    regions = json.loads((FOLDER / "regions.json").read_text())
    (tmp_path / "regions.json").write_text(json.dumps(regions))
    load_fixtures(tmp_path, names=["regions"])
    edit = Edit.objects.get()
    assert (edit.way, edit.what, edit.rows.count()) == ("load", "Of the catalogue: regions", 0)
    revision.current(fresh=True)  # from now on the database is one that held records
    regions[3]["fields"]["name_fr"] = "Autre"
    (tmp_path / "regions.json").write_text(json.dumps(regions))
    load_fixtures(tmp_path, names=["regions"])
    assert [row.after for row in Edit.objects.first().rows.all()] == [{"name_fr": "Autre"}]


def test_an_import_says_from_where_and_why(tmp_path):
    InitiativeFactory(slug="seeds", sources=["https://example.org/1"], themes=["a"])
    call_command("export_catalogue", tmp_path, verbosity=0)
    Initiative.objects.update(title="Changed")
    since = last()
    call_command("import_catalogue", tmp_path, verbosity=0, dry_run=True)
    assert last() == since
    call_command("import_catalogue", tmp_path, verbosity=0, publish=True, reason="As sent")
    edit = Edit.objects.get(pk__gt=since)
    assert (edit.way, edit.what, edit.reason) == (
        "import",
        f"import_catalogue {tmp_path}",
        "As sent",
    )
    assert [(row.before, row.after) for row in edit.rows.all()] == [
        ({"title": "Changed"}, {"title": "Seeds"})
    ]


def test_the_history_raises_no_revision(initiative):
    revision.current(fresh=True)
    before = revision.current(fresh=True)
    Edit.objects.update(reason="Why")
    EditedRow.objects.all().delete()
    assert revision.current(fresh=True) == before
