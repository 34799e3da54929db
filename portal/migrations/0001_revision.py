"""The revision of the catalogue: three tables, and triggers on every table of the catalogue.

- `note_change`, after each statement: notes what it changed, in `portal_pendingchange`. The first
  argument is the subject: `initiative`, `organization`, `theme` or `country`, whose ids stand in
  the column that the second argument names; `nothing` where no initiative is concerned; or
  `everything`.
- `raise_revision`, when the transaction commits: takes the lock on the one row of the revision,
  raises it, notes which initiatives are concerned, and tells whoever listens. That late, two
  writers cannot wait for each other in a circle, and a long import stops nobody.

A revision is the time of the change in microseconds, or the last one plus one where that is more.
So none is ever used twice: not after a rollback, and not after a backup was restored.

Two settings last as long as a transaction and follow its savepoints: `catalogue.pending` is empty,
`some` or `everything`.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

NOTE_CHANGE = """
CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    pending text := coalesce(current_setting('catalogue.pending', true), '');
    subject text := TG_ARGV[0];
    ids bigint[] := '{}';
    is_changed boolean;
BEGIN
    IF pending = 'everything' OR (pending <> '' AND subject = 'nothing') THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'TRUNCATE' THEN
        subject := 'everything';
    ELSE
        SELECT EXISTS (SELECT FROM changed) INTO is_changed;
        IF NOT is_changed THEN
            RETURN NULL;
        END IF;
    END IF;
    IF subject NOT IN ('nothing', 'everything') THEN
        EXECUTE format(
            CASE WHEN TG_OP = 'UPDATE'
                THEN 'SELECT array_agg(id) FROM (SELECT %1$I AS id FROM changed'
                     ' UNION SELECT %1$I FROM before LIMIT 2001) AS touched'
                ELSE 'SELECT array_agg(id) FROM (SELECT DISTINCT %1$I AS id FROM changed'
                     ' LIMIT 2001) AS touched'
            END, TG_ARGV[1]) INTO ids;
        IF cardinality(ids) > 2000 THEN
            subject := 'everything';
            ids := '{}';
        END IF;
    END IF;
    PERFORM set_config(
        'catalogue.pending', CASE subject WHEN 'everything' THEN subject ELSE 'some' END, true);
    INSERT INTO portal_pendingchange (subject, ids) VALUES (subject, ids);
    RETURN NULL;
END $$;
"""

RAISE_REVISION = """
CREATE FUNCTION raise_revision() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    raised bigint;
    is_everything boolean;
    touched bigint[];
    organizations bigint[];
    themes bigint[];
    countries bigint[];
BEGIN
    IF coalesce(current_setting('catalogue.pending', true), '') = '' THEN
        RETURN NULL;  -- an earlier row of this transaction has brought us here already
    END IF;
    PERFORM set_config('catalogue.pending', '', true);

    INSERT INTO portal_revision (id, value)
        VALUES (1, extract(epoch FROM clock_timestamp()) * 1000000)
        ON CONFLICT (id) DO UPDATE
            SET value = greatest(portal_revision.value + 1, excluded.value)
        RETURNING value INTO raised;

    -- Only now, under the lock: a relation that another transaction has committed meanwhile counts.
    WITH pending AS (DELETE FROM portal_pendingchange RETURNING subject, ids),
         each AS (SELECT subject, unnest(ids) AS id FROM pending)
    SELECT (SELECT bool_or(subject = 'everything') FROM pending),
           coalesce(array_agg(DISTINCT id) FILTER (WHERE subject = 'initiative'), '{}'),
           array_agg(DISTINCT id) FILTER (WHERE subject = 'organization'),
           array_agg(DISTINCT id) FILTER (WHERE subject = 'theme'),
           array_agg(DISTINCT id) FILTER (WHERE subject = 'country')
        INTO is_everything, touched, organizations, themes, countries FROM each;
    IF is_everything THEN
        touched := NULL;
    ELSIF organizations IS NOT NULL OR themes IS NOT NULL OR countries IS NOT NULL THEN
        SELECT coalesce(array_agg(id), '{}') INTO touched FROM (
            SELECT unnest(touched) AS id
            UNION
            SELECT initiative_id FROM initiatives_partnership
                WHERE organization_id = ANY (organizations)
            UNION
            SELECT initiative_id FROM initiatives_initiativetheme WHERE theme_id = ANY (themes)
            UNION
            SELECT initiative_id FROM initiatives_involvement WHERE country_id = ANY (countries)
            LIMIT 2001
        ) AS concerned;
    END IF;
    INSERT INTO portal_change (revision, initiatives)
        VALUES (raised, CASE WHEN cardinality(touched) <= 2000 THEN touched END);
    DELETE FROM portal_change WHERE revision < (
        SELECT revision FROM portal_change ORDER BY revision DESC OFFSET 1000 LIMIT 1);
    PERFORM pg_notify('catalogue', raised::text);
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER raise_revision AFTER INSERT ON portal_pendingchange
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION raise_revision();
"""

FIRST_REVISION = """
INSERT INTO portal_revision (id, value)
    VALUES (1, extract(epoch FROM clock_timestamp()) * 1000000);
INSERT INTO portal_change (revision, initiatives) SELECT value, '{}' FROM portal_revision;
"""

DROP = """
DROP FUNCTION note_change();
DROP TRIGGER raise_revision ON portal_pendingchange;
DROP FUNCTION raise_revision();
"""


def raises_revision(table, subject, column=""):
    """Triggers that note what changes in a table; the arguments are those of `note_change`."""
    kinds = {
        "insert": "REFERENCING NEW TABLE AS changed",
        "update": "REFERENCING OLD TABLE AS before NEW TABLE AS changed",
        "delete": "REFERENCING OLD TABLE AS changed",
        "truncate": "",
    }
    return migrations.RunSQL(
        [
            f"CREATE TRIGGER revision_{kind} AFTER {kind} ON {table} {rows} FOR EACH STATEMENT"
            f" EXECUTE FUNCTION note_change('{subject}', '{column}')"
            for kind, rows in kinds.items()
        ],
        [f"DROP TRIGGER revision_{kind} ON {table}" for kind in kinds],
    )


INITIATIVE = ("initiative", "initiative_id")
ORGANIZATION = ("organization", "organization_id")
THEME = ("theme", "theme_id")
NOTHING = ("nothing",)
EVERYTHING = ("everything",)

# By what an entry of the search index is made of; a page of anything follows the revision.
TABLES = {
    "initiatives_initiative": ("initiative", "id"),
    "initiatives_initiative_modalities": INITIATIVE,
    "initiatives_initiative_origin_countries": INITIATIVE,
    "initiatives_initiative_participating_countries": INITIATIVE,
    "initiatives_initiative_resources": INITIATIVE,
    "initiatives_initiative_sdgs": INITIATIVE,
    "initiatives_initiativecitation": INITIATIVE,
    "initiatives_initiativetheme": INITIATIVE,
    "initiatives_figure": INITIATIVE,
    "initiatives_milestone": INITIATIVE,
    "initiatives_partnership": INITIATIVE,
    "initiatives_replication": INITIATIVE,
    "forum_session_initiatives": INITIATIVE,
    "initiatives_organization": ("organization", "id"),
    "initiatives_organizationlink": NOTHING,
    "initiatives_organizationcitation": NOTHING,
    "initiatives_theme": ("theme", "id"),
    "initiatives_themesynonym": THEME,
    "initiatives_theme_targets": THEME,
    "initiatives_theme_conventions": THEME,
    "initiatives_country": ("country", "id"),
    "initiatives_countrygroup_members": ("country", "country_id"),
    "initiatives_countrygroup": EVERYTHING,
    "initiatives_region": EVERYTHING,
    "initiatives_initiativekind": EVERYTHING,
    "initiatives_modality": EVERYTHING,
    "initiatives_stage": EVERYTHING,
    "initiatives_partnerrole": EVERYTHING,
    "initiatives_organizationkind": EVERYTHING,
    "initiatives_sustainabledevelopmentgoal": EVERYTHING,
    "initiatives_target": EVERYTHING,
    "initiatives_convention": EVERYTHING,
    "initiatives_formerslug": NOTHING,
    "initiatives_source": NOTHING,
    "initiatives_resource": NOTHING,
    "initiatives_resource_publishers": NOTHING,
    "initiatives_resourcecitation": NOTHING,
    "forum_forumseries": NOTHING,
    "forum_forum": NOTHING,
    "forum_forum_organizers": NOTHING,
    "forum_forum_resources": NOTHING,
    "forum_forum_themes": NOTHING,
    "forum_forumcitation": NOTHING,
    "forum_person": NOTHING,
    "forum_personcitation": NOTHING,
    "forum_session": NOTHING,
    "forum_session_resources": NOTHING,
    "forum_session_themes": NOTHING,
    "forum_sessionfigure": NOTHING,
    "forum_appearance": NOTHING,
}


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("initiatives", "0003_permission_to_publish"),
        ("forum", "0003_permission_to_publish"),
    ]

    operations = [
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("value", models.BigIntegerField()),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("revision", models.BigIntegerField(primary_key=True, serialize=False)),
                ("initiatives", ArrayField(models.BigIntegerField(), null=True)),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="PendingChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject", models.CharField(max_length=20)),
                ("ids", ArrayField(models.BigIntegerField())),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunSQL(NOTE_CHANGE + RAISE_REVISION + FIRST_REVISION, DROP),
        *(raises_revision(table, *arguments) for table, arguments in TABLES.items()),
    ]
