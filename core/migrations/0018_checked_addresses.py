"""Addresses elsewhere on the web, as they were found when they were last asked."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0017_stored_documents"),
    ]

    operations = [
        migrations.CreateModel(
            name="CheckedAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("url", models.CharField(max_length=500, unique=True, verbose_name="address")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("answered", "It answers"),
                            ("failed", "It has failed"),
                            ("unclear", "Cannot tell"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "said",
                    models.CharField(blank=True, max_length=300, verbose_name="what was found"),
                ),
                ("asked_at", models.DateTimeField(verbose_name="last asked")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="last answered")),
                (
                    "failed_at",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateTimeField(), default=list, size=None
                    ),
                ),
                ("dead_since", models.DateField(null=True)),
                ("leads_to", models.CharField(blank=True, max_length=500)),
                ("is_moved", models.BooleanField(default=False, verbose_name="has moved")),
            ],
            options={
                "verbose_name": "checked address",
                "verbose_name_plural": "checked addresses",
                "ordering": ["url"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_moved", False),
                            models.Q(("leads_to", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="checked_address_moved_somewhere",
                    )
                ],
            },
        ),
    ]
