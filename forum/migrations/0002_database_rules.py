"""What the database itself keeps: permanent addresses, and sessions within their forum's dates."""

from importlib import import_module

from django.db import migrations

keep_former_slugs = import_module("initiatives.migrations.0002_database_rules").keep_former_slugs

# Partial dates are YYYY, YYYY-MM or YYYY-MM-DD; these give the days they span.
PARTIAL_DATES = """
CREATE FUNCTION partial_date_first(text) RETURNS date IMMUTABLE STRICT LANGUAGE sql AS
    $$ SELECT make_date(left($1, 4)::int,
                        coalesce(nullif(substr($1, 6, 2), ''), '1')::int,
                        coalesce(nullif(substr($1, 9, 2), ''), '1')::int) $$;
CREATE FUNCTION partial_date_last(text) RETURNS date IMMUTABLE STRICT LANGUAGE sql AS
    $$ SELECT CASE length($1)
        WHEN 10 THEN partial_date_first($1)
        WHEN 7 THEN (partial_date_first($1) + interval '1 month - 1 day')::date
        ELSE (partial_date_first($1) + interval '1 year - 1 day')::date END $$;
"""

DROP_PARTIAL_DATES = """
DROP FUNCTION partial_date_last(text);
DROP FUNCTION partial_date_first(text);
"""

SESSIONS_WITHIN_FORUM = """
CREATE FUNCTION session_lies_within_forum() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stray record;
BEGIN
    SELECT session.slug, session.date, forum.slug AS forum INTO stray
    FROM forum_session session JOIN forum_forum forum ON forum.id = session.forum_id
    WHERE (CASE WHEN TG_TABLE_NAME = 'forum_session' THEN session.id ELSE forum.id END) = NEW.id
      AND session.date <> ''
      AND (partial_date_last(session.date) < partial_date_first(forum.start_date) - 1
           OR partial_date_first(session.date)
              > partial_date_last(coalesce(nullif(forum.end_date, ''), forum.start_date)) + 1)
    LIMIT 1;
    IF FOUND THEN
        RAISE check_violation USING
            MESSAGE = format('The session %s of %s lies outside the dates of the forum %s.',
                             stray.slug, stray.date, stray.forum),
            CONSTRAINT = 'session_lies_within_forum';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER session_lies_within_forum
    AFTER INSERT OR UPDATE OF date, forum_id ON forum_session
    DEFERRABLE INITIALLY IMMEDIATE
    FOR EACH ROW EXECUTE FUNCTION session_lies_within_forum();
CREATE CONSTRAINT TRIGGER forum_holds_its_sessions
    AFTER UPDATE OF start_date, end_date ON forum_forum
    DEFERRABLE INITIALLY IMMEDIATE
    FOR EACH ROW EXECUTE FUNCTION session_lies_within_forum();
"""

DROP_SESSIONS_WITHIN_FORUM = """
DROP TRIGGER forum_holds_its_sessions ON forum_forum;
DROP TRIGGER session_lies_within_forum ON forum_session;
DROP FUNCTION session_lies_within_forum();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0001_initial"),
        ("initiatives", "0002_database_rules"),
    ]

    operations = [
        migrations.RunSQL(PARTIAL_DATES, DROP_PARTIAL_DATES),
        migrations.RunSQL(SESSIONS_WITHIN_FORUM, DROP_SESSIONS_WITHIN_FORUM),
        keep_former_slugs("forum", "forum_forum"),
        keep_former_slugs("session", "forum_session"),
        keep_former_slugs("person", "forum_person"),
    ]
