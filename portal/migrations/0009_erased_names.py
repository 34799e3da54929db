"""Lines of the access log may lose the name of whoever asks for it, but neither kind nor time."""

from django.db import migrations

STAYS = """
CREATE OR REPLACE FUNCTION roof_access_log_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    trimmed text := current_setting('access_log.trimmed_before', true);
    erasing text := current_setting('access_log.erasing', true);
BEGIN
    -- Whatever a setting says, a month is kept.
    IF TG_OP = 'DELETE' AND trimmed <> '' THEN
        IF OLD.at < least(trimmed::timestamptz, now() - interval '30 days') THEN
            RETURN OLD;
        END IF;
    END IF;
    IF TG_OP = 'UPDATE' AND erasing = 'yes' THEN
        IF (NEW.id, NEW.at, NEW.kind) = (OLD.id, OLD.at, OLD.kind) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'The access log is only added to.' USING ERRCODE = 'restrict_violation';
END $$;
"""
BEFORE = """
CREATE OR REPLACE FUNCTION roof_access_log_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    trimmed text := current_setting('access_log.trimmed_before', true);
BEGIN
    -- Whatever a setting says, a month is kept.
    IF TG_OP = 'DELETE' AND trimmed <> '' THEN
        IF OLD.at < least(trimmed::timestamptz, now() - interval '30 days') THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'The access log is only added to.' USING ERRCODE = 'restrict_violation';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("roof", "0008_imports")]

    operations = [migrations.RunSQL(STAYS, BEFORE)]
