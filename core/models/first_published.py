"""When readers first saw a record: a moment that the database notes itself, and nothing takes back.

Raw SQL and bulk updates count as well, and a program that writes a record as it read it long ago
cannot undo what was noted since.
"""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION keep_first_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.first_published_at IS NOT NULL THEN
        NEW.first_published_at := OLD.first_published_at;
    ELSIF NEW.publication = 'published' AND NEW.first_published_at IS NULL THEN
        NEW.first_published_at := now();
    END IF;
    RETURN NEW;
END $$;
"""

# Of records from before: the log of the desk knows, or they have been seen since they were made.
FROM_BEFORE = """
UPDATE {table} AS record SET first_published_at = coalesce(
    (SELECT min(action_time) FROM django_admin_log AS entry
        JOIN django_content_type AS kind ON kind.id = entry.content_type_id
        WHERE (kind.app_label, kind.model) = ('{app}', '{model}')
          AND entry.object_id = record.id::text
          AND entry.change_message LIKE '%Publication: published%'),
    CASE WHEN publication IN ('published', 'archived') THEN created_at END);
"""


def keeps_first_published(app, model):
    """An operation: the database notes in `first_published_at` when a record became public."""
    table = f"{app}_{model}"
    trigger = (
        f"CREATE TRIGGER first_published BEFORE INSERT OR UPDATE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION keep_first_published();"
    )
    return migrations.RunSQL(
        trigger + FROM_BEFORE.format(app=app, model=model, table=table),
        f"DROP TRIGGER first_published ON {table}",
    )
