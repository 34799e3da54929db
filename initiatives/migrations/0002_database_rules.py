"""What the database itself keeps: views that tests and pages read, and permanent addresses."""

from django.db import migrations

VIEWS = """
CREATE VIEW initiatives_involvement AS
    SELECT initiative_id, country_id FROM initiatives_initiative_origin_countries
    UNION
    SELECT initiative_id, country_id FROM initiatives_initiative_participating_countries
    UNION
    SELECT initiative_id, from_country_id FROM initiatives_replication
    UNION
    SELECT initiative_id, to_country_id FROM initiatives_replication;

CREATE VIEW initiatives_region_membership AS
    WITH RECURSIVE above (country_id, region_id) AS (
        SELECT id, region_id FROM initiatives_country
        UNION
        SELECT above.country_id, region.parent_id
        FROM above JOIN initiatives_region region ON region.id = above.region_id
        WHERE region.parent_id IS NOT NULL
    )
    SELECT above.region_id, above.country_id
    FROM above JOIN initiatives_region region ON region.id = above.region_id
    WHERE region.parent_id IS NOT NULL;
"""

DROP_VIEWS = """
DROP VIEW initiatives_region_membership;
DROP VIEW initiatives_involvement;
"""

# One function serves every table with a slug; the trigger's argument is the model's name.
ADDRESSES = """
CREATE FUNCTION keep_former_slug() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    owner text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM initiatives_formerslug WHERE kind = TG_ARGV[0] AND current = OLD.slug;
        RETURN OLD;
    END IF;
    SELECT current INTO owner FROM initiatives_formerslug
        WHERE kind = TG_ARGV[0] AND slug = NEW.slug;
    IF owner IS NOT NULL AND (TG_OP = 'INSERT' OR owner <> OLD.slug) THEN
        RAISE unique_violation USING
            MESSAGE = format('The address %s still leads to %s.', NEW.slug, owner),
            CONSTRAINT = 'former_slug_leads_to_one_record';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM initiatives_formerslug WHERE kind = TG_ARGV[0] AND slug = NEW.slug;
        UPDATE initiatives_formerslug SET current = NEW.slug
            WHERE kind = TG_ARGV[0] AND current = OLD.slug;
        INSERT INTO initiatives_formerslug (kind, slug, current)
            VALUES (TG_ARGV[0], OLD.slug, NEW.slug);
    END IF;
    RETURN NEW;
END $$;
"""

DROP_ADDRESSES = "DROP FUNCTION keep_former_slug();"


def keep_former_slugs(model_name, table):
    """Triggers that remember each slug a row of the table ever had."""
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER {table}_renamed BEFORE UPDATE OF slug ON {table}
            FOR EACH ROW WHEN (OLD.slug IS DISTINCT FROM NEW.slug)
            EXECUTE FUNCTION keep_former_slug('{model_name}');
        CREATE TRIGGER {table}_added BEFORE INSERT ON {table}
            FOR EACH ROW EXECUTE FUNCTION keep_former_slug('{model_name}');
        CREATE TRIGGER {table}_removed AFTER DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION keep_former_slug('{model_name}');
        """,
        f"""
        DROP TRIGGER {table}_renamed ON {table};
        DROP TRIGGER {table}_added ON {table};
        DROP TRIGGER {table}_removed ON {table};
        """,
    )


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0001_initial")]

    operations = [
        migrations.RunSQL(VIEWS, DROP_VIEWS),
        migrations.RunSQL(ADDRESSES, DROP_ADDRESSES),
        keep_former_slugs("initiative", "initiatives_initiative"),
        keep_former_slugs("organization", "initiatives_organization"),
        keep_former_slugs("resource", "initiatives_resource"),
        keep_former_slugs("theme", "initiatives_theme"),
    ]
