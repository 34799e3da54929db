"""How records are written here, as pages for readers, with their history."""

import django.contrib.postgres.fields
from django.db import migrations, models

import core.models.identity
import core.models.text
from core.history.triggers import keeps_history
from core.revision.triggers import NOTHING, raises_revision


class Migration(migrations.Migration):
    dependencies = [
        ("roof", "0006_reads"),
    ]

    operations = [
        migrations.CreateModel(
            name="Guideline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=80, unique=True)),
                (
                    "slug",
                    core.models.identity.SlugField(
                        help_text="It stays: the fields of the desk lead to it.",
                        max_length=70,
                        unique=True,
                    ),
                ),
                (
                    "summary",
                    models.CharField(help_text="What it answers, in one sentence.", max_length=200),
                ),
                (
                    "body",
                    models.TextField(
                        help_text="A line that begins with ## is the heading of a passage. Markdown.",
                        max_length=12000,
                        verbose_name="text",
                    ),
                ),
                (
                    "explains",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120),
                        blank=True,
                        default=list,
                        help_text="The fields beside which the desk shows a passage: initiative.summary what-a-summary-says. First the field, or the name of rows alone; then the heading of the passage, in small letters with hyphens.",
                        size=None,
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["order", "title", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("slug__regex", "^[a-z0-9]+(-[a-z0-9]+)*$")),
                        name="guideline_slug_is_wellformed",
                        violation_error_message="Use lower-case letters and digits, joined by single hyphens.",
                    ),
                    core.models.text.ReadableText(
                        lines=["title", "slug", "summary"],
                        prose=["body"],
                        lists=["explains"],
                        name="guideline_text_is_readable",
                    ),
                ],
            },
        ),
        raises_revision("roof_guideline", *NOTHING),
        keeps_history("roof_guideline", "guideline"),
    ]
