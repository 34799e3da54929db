"""The history of the catalogue: its two tables, and the functions that write them.

The apps' migrations put the triggers on their tables; see `core.history.triggers`.

- `keep_history`, after each statement: writes down each row that differs now, as JSON. Its
  arguments are the kind of the record that the row belongs to, and the column with that one's key.
- `edit_of_history`: the id of the edit that the transaction is, made with the first row of it from
  what `core.history.recorded` has set; where nothing is set, it is somebody's SQL.

What says no more than when a row was written, or follows from others, is left out: search_vector,
updated_at. Moments are written in UTC, whatever the time zone of who writes.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.models.history

EDIT = """
CREATE FUNCTION edit_of_history() RETURNS bigint LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    edit bigint := nullif(current_setting('history.edit', true), '');
    context jsonb := nullif(current_setting('history.context', true), '');
BEGIN
    IF edit IS NULL THEN
        INSERT INTO portal_edit (at, user_id, name, way, what, reason, undoes_id)
            VALUES (clock_timestamp(), (context ->> 'user')::bigint,
                left(coalesce(context ->> 'name', session_user), 150),
                coalesce(context ->> 'way', 'sql'),
                left(coalesce(context ->> 'what', current_setting('application_name')), 300),
                coalesce(context ->> 'reason', ''), (context ->> 'undoes')::bigint)
            RETURNING id INTO edit;
        PERFORM set_config('history.edit', edit::text, true);
    END IF;
    RETURN edit;
END $$;
"""

DIFFERENCE = """
CREATE FUNCTION history_difference(one jsonb, other jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS
    $$ SELECT jsonb_object_agg(key, value) FROM jsonb_each(one)
        WHERE other -> key IS DISTINCT FROM value $$;
"""

KEEP = """
CREATE FUNCTION keep_history() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT SET timezone = 'UTC' AS $$
DECLARE
    kind CONSTANT text := TG_ARGV[0];
    owner CONSTANT text := TG_ARGV[1];
    apart CONSTANT text[] := '{search_vector,updated_at}';
    context jsonb := nullif(current_setting('history.context', true), '');
    is_changed boolean := true;
BEGIN
    IF (context ->> 'is_brief')::boolean THEN
        IF TG_OP = 'INSERT' THEN
            is_changed := EXISTS (SELECT FROM changed);
        ELSIF TG_OP <> 'TRUNCATE' THEN
            is_changed := EXISTS (SELECT FROM before);
        END IF;
        IF is_changed THEN
            PERFORM edit_of_history();
        END IF;
    ELSIF TG_OP = 'INSERT' THEN
        INSERT INTO portal_editedrow (edit_id, table_name, row_id, owner_kind, owner_id, after)
            SELECT edit_of_history(), TG_TABLE_NAME, id, kind, (told ->> owner)::bigint, told
            FROM (SELECT id, to_jsonb(changed) - apart AS told FROM changed ORDER BY id) AS rows;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO portal_editedrow (edit_id, table_name, row_id, owner_kind, owner_id, before)
            SELECT edit_of_history(), TG_TABLE_NAME, id, kind, (told ->> owner)::bigint, told
            FROM (SELECT id, to_jsonb(before) - apart AS told FROM before ORDER BY id) AS rows;
    ELSIF TG_OP = 'TRUNCATE' THEN
        EXECUTE format(
            'INSERT INTO portal_editedrow (edit_id, table_name, row_id, owner_kind, owner_id, before)'
            ' SELECT edit_of_history(), %L, id, %L, (told ->> %L)::bigint, told'
            ' FROM (SELECT id, to_jsonb(one) - %L::text[] AS told FROM %I.%I AS one ORDER BY id)'
            ' AS rows', TG_TABLE_NAME, kind, owner, apart, TG_TABLE_SCHEMA, TG_TABLE_NAME);
    ELSE
        -- What changes its owner, or its key, is deleted there and created here.
        INSERT INTO portal_editedrow
                (edit_id, table_name, row_id, owner_kind, owner_id, before, after)
            WITH was AS (SELECT id, told ->> owner AS owner_key, told
                    FROM (SELECT id, to_jsonb(before) - apart AS told FROM before) AS rows),
                becomes AS (SELECT id, told ->> owner AS owner_key, told
                    FROM (SELECT id, to_jsonb(changed) - apart AS told FROM changed) AS rows)
            SELECT edit_of_history(), TG_TABLE_NAME, id, kind, owner_key::bigint,
                CASE WHEN becomes.told IS NULL THEN was.told
                    ELSE history_difference(was.told, becomes.told) END,
                CASE WHEN was.told IS NULL THEN becomes.told
                    ELSE history_difference(becomes.told, was.told) END
            FROM was FULL JOIN becomes USING (id, owner_key)
            WHERE was.told IS DISTINCT FROM becomes.told ORDER BY becomes.told IS NOT NULL, id;
    END IF;
    RETURN NULL;
END $$;
"""

DROP = """
DROP FUNCTION keep_history();
DROP FUNCTION history_difference(jsonb, jsonb);
DROP FUNCTION edit_of_history();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0010_presence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Edit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("name", models.CharField(max_length=150)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("desk", "At the desk"),
                            ("step", "Many at once"),
                            ("back", "Brought back"),
                            ("undo", "Undone"),
                            ("import", "Import"),
                            ("load", "Loaded"),
                            ("merge", "Merge"),
                            ("command", "Command"),
                            ("sql", "SQL"),
                        ],
                        max_length=10,
                    ),
                ),
                ("what", models.CharField(max_length=300)),
                ("reason", models.CharField(max_length=300)),
                (
                    "undoes",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="undone_by",
                        to="portal.edit",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="EditedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table_name", models.CharField(max_length=63)),
                ("row_id", models.BigIntegerField()),
                (
                    "owner_kind",
                    models.CharField(help_text="Model name of the record.", max_length=30),
                ),
                ("owner_id", models.BigIntegerField()),
                ("before", models.JSONField(null=True, decoder=core.models.history.ExactDecoder)),
                ("after", models.JSONField(null=True, decoder=core.models.history.ExactDecoder)),
                (
                    "edit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="portal.edit",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": (),
            },
        ),
        migrations.AddIndex(
            model_name="edit",
            index=models.Index(fields=["at"], name="edit_at"),
        ),
        migrations.AddIndex(
            model_name="edit",
            index=models.Index(
                condition=models.Q(("undoes__isnull", False)), fields=["undoes"], name="edit_undoes"
            ),
        ),
        migrations.AddIndex(
            model_name="editedrow",
            index=models.Index(fields=["owner_kind", "owner_id", "edit"], name="edited_row_owner"),
        ),
        migrations.AddIndex(
            model_name="editedrow",
            index=models.Index(fields=["table_name", "row_id"], name="edited_row_row"),
        ),
        migrations.AddIndex(
            model_name="editedrow",
            index=models.Index(
                condition=models.Q(("after__isnull", True)),
                fields=["table_name", "id"],
                name="edited_row_deleted",
            ),
        ),
        migrations.RunSQL(EDIT + DIFFERENCE + KEEP, DROP),
    ]
