"""Countries' totals tell what was taken up from what was learnt about and from what is wanted."""

from django.db import migrations, models

# Each branch has an initiative once for a country, and at the furthest that it has come.
TOTALS = """
CREATE VIEW initiatives_country_totals AS
WITH stage AS (
    SELECT id, CASE slug WHEN 'interested' THEN 1 WHEN 'exchange' THEN 2 ELSE 3 END AS far
    FROM initiatives_stage
)
SELECT part.country_id,
    count(*) FILTER (WHERE part.name = 'begun')::int AS begun,
    count(*) FILTER (WHERE part.name = 'joined')::int AS joined,
    count(*) FILTER (WHERE part.name = 'given 3')::int AS given,
    count(*) FILTER (WHERE part.name = 'given 2')::int AS shown,
    count(*) FILTER (WHERE part.name = 'received 3')::int AS taken_up,
    count(*) FILTER (WHERE part.name = 'received 2')::int AS learnt_from,
    count(*) FILTER (WHERE part.name = 'received 1')::int AS wanted
FROM (
    SELECT country_id, initiative_id, 'begun' AS name
    FROM initiatives_initiative_origin_countries
    UNION ALL
    SELECT country_id, initiative_id, 'joined'
    FROM initiatives_initiative_participating_countries
    UNION ALL
    SELECT replication.from_country_id, replication.initiative_id, 'given ' || max(stage.far)
    FROM initiatives_replication replication
    JOIN stage ON stage.id = replication.stage_id
    GROUP BY replication.from_country_id, replication.initiative_id
    UNION ALL
    SELECT replication.to_country_id, replication.initiative_id, 'received ' || max(stage.far)
    FROM initiatives_replication replication
    JOIN stage ON stage.id = replication.stage_id
    GROUP BY replication.to_country_id, replication.initiative_id
) part
JOIN initiatives_initiative initiative ON initiative.id = part.initiative_id
WHERE initiative.publication = 'published'
GROUP BY part.country_id
"""
BEFORE = """
CREATE VIEW initiatives_country_totals AS
SELECT part.country_id,
    count(*) FILTER (WHERE part.name = 'begun')::int AS begun,
    count(*) FILTER (WHERE part.name = 'joined')::int AS joined,
    count(*) FILTER (WHERE part.name = 'given')::int AS given,
    count(*) FILTER (WHERE part.name = 'received')::int AS received,
    count(*) FILTER (WHERE part.name = 'wanted')::int AS wanted
FROM (
    SELECT country_id, initiative_id, 'begun' AS name
    FROM initiatives_initiative_origin_countries
    UNION ALL
    SELECT country_id, initiative_id, 'joined'
    FROM initiatives_initiative_participating_countries
    UNION ALL
    SELECT DISTINCT replication.from_country_id, replication.initiative_id, 'given'
    FROM initiatives_replication replication
    JOIN initiatives_stage stage ON stage.id = replication.stage_id
    WHERE stage.slug <> 'interested'
    UNION ALL
    SELECT replication.to_country_id, replication.initiative_id,
        CASE WHEN bool_or(stage.slug <> 'interested') THEN 'received' ELSE 'wanted' END
    FROM initiatives_replication replication
    JOIN initiatives_stage stage ON stage.id = replication.stage_id
    GROUP BY replication.to_country_id, replication.initiative_id
) part
JOIN initiatives_initiative initiative ON initiative.id = part.initiative_id
WHERE initiative.publication = 'published'
GROUP BY part.country_id
"""


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0015_evidence")]

    operations = [
        migrations.RunSQL(
            f"DROP VIEW initiatives_country_totals; {TOTALS}",
            f"DROP VIEW initiatives_country_totals; {BEFORE}",
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameField("countrytotals", "received", "taken_up"),
                migrations.AddField("countrytotals", "shown", models.IntegerField(default=0)),
                migrations.AddField("countrytotals", "learnt_from", models.IntegerField(default=0)),
            ]
        ),
    ]
