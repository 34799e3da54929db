"""What a migration may not do, since the code of the release before runs beside it.

While the portal is upgraded, servers of before read and write the database of after. So what they
name stays there, and what they do not know of demands nothing of them. What goes, goes a release
later, by a migration that says so:

    class Migration(migrations.Migration):
        contracts = "Nothing has read `teaser` since 2026-12-01."
"""

import re
from itertools import chain

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import (
    AddField,
    AlterField,
    AlterModelTable,
    DeleteModel,
    RemoveField,
    RenameField,
    RenameModel,
    RunSQL,
    SeparateDatabaseAndState,
)
from django.db.migrations.state import ProjectState
from django.db.models import NOT_PROVIDED

APPS = ("portal", "roof", "initiatives", "forum")
GOES = {  # what nothing that runs finds any more
    RemoveField: "removes a column",
    DeleteModel: "deletes a table",
    RenameField: "renames a column",
    RenameModel: "renames a table",
    AlterModelTable: "renames a table",
}
SQL = re.compile(
    r"\b(DROP\s+(?:TABLE|COLUMN|VIEW)|RENAME\s+(?:TO|COLUMN)|SET\s+NOT\s+NULL|TYPE\s+\w+\s+USING)\b",
    re.IGNORECASE,
)


def broken_rules(known=()):
    """By the key of each migration of ours that breaks the rule and does not say so, what it does.

    known: keys of migrations that are not looked at.
    """
    graph = MigrationLoader(connection).graph
    state, found = ProjectState(), {}
    for key in dict.fromkeys(chain.from_iterable(map(graph.forwards_plan, graph.leaf_nodes()))):
        migration = graph.nodes[key]
        sentences = list(what_breaks(migration.operations, key[0], state))
        is_ours = key[0] in APPS and key not in known and not hasattr(migration, "contracts")
        if sentences and is_ours:
            found[key] = sentences
    return found


def what_breaks(operations, app, state):
    """Yield a sentence for each operation that the code of before does not survive.

    state: of the project before them; it goes along.
    """
    made = set()  # models that only the code of after knows
    for operation in operations:
        if isinstance(operation, SeparateDatabaseAndState):
            yield from what_breaks(operation.database_operations, app, state.clone())
        elif getattr(operation, "model_name", None) not in made:
            yield from of_one(operation, app, state)
        if type(operation).__name__ == "CreateModel":
            made.add(operation.name_lower)
        operation.state_forwards(app, state)


def of_one(operation, app, state):
    """Yield the sentences of one operation."""
    for kind, sentence in GOES.items():
        if isinstance(operation, kind):
            yield f"{sentence}: {operation.describe()}"
    if isinstance(operation, RunSQL):
        for statement in SQL.findall(str(operation.sql)):
            yield f"SQL: {statement}"
    if isinstance(operation, AddField) and demands(operation.field):
        yield f"demands a column of who does not know it: {operation.describe()}"
    if isinstance(operation, AlterField):
        fields = state.models[app, operation.model_name_lower].fields
        yield from of_a_change(fields[operation.name], operation)


def of_a_change(before, operation):
    """Yield what is stricter in a column than it was."""
    after = operation.field
    if before.null and not after.null:
        yield f"demands a value: {operation.describe()}"
    if before.db_default is not NOT_PROVIDED and after.db_default is NOT_PROVIDED:
        yield f"takes a default away: {operation.describe()}"
    if before.get_internal_type() != after.get_internal_type():
        yield f"changes a type: {operation.describe()}"
    elif (before.max_length or 0) > (after.max_length or 0) > 0:
        yield f"takes shorter values: {operation.describe()}"


def demands(field):
    """Whether a row cannot be written without naming this column."""
    return not (
        field.many_to_many or field.generated or field.null or field.db_default is not NOT_PROVIDED
    )
