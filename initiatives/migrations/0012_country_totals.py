"""Counts by country in one pass over all rows, and the index by which rows find what is public."""

import django.db.models.deletion
from django.db import migrations, models

# Each branch has an initiative once for a country. What came is wanted no more.
TOTALS = """
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
    dependencies = [("initiatives", "0011_public_records")]

    operations = [
        migrations.RunSQL(TOTALS, "DROP VIEW initiatives_country_totals"),
        migrations.CreateModel(
            name="CountryTotals",
            fields=[
                (
                    "country",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="totals",
                        serialize=False,
                        to="initiatives.country",
                    ),
                ),
                ("begun", models.IntegerField()),
                ("joined", models.IntegerField()),
                ("given", models.IntegerField()),
                ("received", models.IntegerField()),
                ("wanted", models.IntegerField()),
            ],
            options={"db_table": "initiatives_country_totals", "managed": False},
        ),
        migrations.AddIndex(
            model_name="initiative",
            index=models.Index(
                fields=["id"],
                condition=models.Q(publication="published"),
                name="initiative_published",
            ),
        ),
        migrations.AddIndex(
            model_name="replication",
            index=models.Index(
                models.F("year").desc(nulls_last=True), name="replication_newest_first"
            ),
        ),
    ]
