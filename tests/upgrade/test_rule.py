"""Code of the release before survives each migration: `rule.py` says what that asks of it."""

import pytest
from django.db import migrations, models
from django.db.migrations.state import ModelState, ProjectState

from tests.upgrade.rule import broken_rules, what_breaks

# Landed before there was the rule. Nothing is added here: what goes later
# says `contracts` in its migration.
EARLIER = {
    ("initiatives", "0016_uptake"),
    ("initiatives", "0017_requirements"),
    ("portal", "0010_presence"),
    ("roof", "0004_answers_to_readers"),
    ("roof", "0010_import_versions"),
}


@pytest.mark.django_db
def test_no_migration_takes_away_or_demands_what_the_code_of_before_does_not_expect():
    assert broken_rules(known=EARLIER) == {}


def state():
    """A project with one model."""
    fields = [
        ("id", models.BigAutoField(primary_key=True)),
        ("title", models.CharField(max_length=200)),
        ("year", models.IntegerField(null=True)),
        ("note", models.TextField(db_default="")),
    ]
    present = ProjectState()
    present.add_model(ModelState("app", "Solution", fields))
    return present


@pytest.mark.parametrize(
    ("operation", "said"),
    [
        (migrations.RemoveField("solution", "title"), "removes a column"),
        (migrations.RenameField("solution", "title", "name"), "renames a column"),
        (migrations.RenameModel("Solution", "Answer"), "renames a table"),
        (migrations.DeleteModel("Solution"), "deletes a table"),
        (migrations.AddField("solution", "kind", models.TextField(default="")), "demands a column"),
        (migrations.AlterField("solution", "year", models.IntegerField()), "demands a value"),
        (migrations.AlterField("solution", "note", models.TextField()), "takes a default away"),
        (
            migrations.AlterField("solution", "title", models.CharField(max_length=20)),
            "takes shorter values",
        ),
        (migrations.AlterField("solution", "title", models.IntegerField()), "changes a type"),
        (migrations.RunSQL("ALTER TABLE app_solution DROP COLUMN title"), "SQL: DROP COLUMN"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_what_breaks_the_code_of_before(operation, said):
    assert [one for one in what_breaks([operation], "app", state()) if said in one]


@pytest.mark.parametrize(
    "operations",
    [
        [migrations.AddField("solution", "kind", models.TextField(db_default=""))],
        [migrations.AddField("solution", "kind", models.TextField(null=True))],
        [migrations.AlterField("solution", "title", models.CharField(max_length=300))],
        [
            migrations.CreateModel("New", [("id", models.BigAutoField(primary_key=True))]),
            migrations.AddField("new", "kind", models.TextField(default="")),
        ],
        [migrations.RunSQL("UPDATE app_solution SET note = title")],
    ],
    ids=["with a default of the database", "null", "longer", "of a new table", "data"],
)
def test_what_does_not(operations):
    assert not list(what_breaks(operations, "app", state()))
