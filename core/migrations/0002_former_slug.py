"""Former addresses move here from the app that has the table; the table stays as it is.

A database in which `raise_revision` was made before it asked `concerned_records` gets both.
"""

import importlib

from django.db import migrations, models

functions = importlib.import_module("core.migrations.0001_revision")


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0001_revision"),
    ]

    operations = [
        migrations.RunSQL(
            functions.CONCERNED_RECORDS + functions.RAISE_REVISION, migrations.RunSQL.noop
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="FormerSlug",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(help_text="Model name of the record.", max_length=30),
                        ),
                        ("slug", models.CharField(max_length=70)),
                        ("current", models.CharField(max_length=70)),
                    ],
                    options={
                        "db_table": "initiatives_formerslug",
                        "ordering": ["kind", "slug"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "slug"),
                                name="former_slug_leads_to_one_record",
                                violation_error_message="This address already leads to a record.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("slug", models.F("current")), _negated=True),
                                name="former_slug_differs_from_current",
                                violation_error_message=(
                                    "A former address differs from the current one."
                                ),
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
