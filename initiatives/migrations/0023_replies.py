"""What ministries and organizations reply to an initiative is part of it."""

from importlib import import_module

import django.db.models.constraints
import django.db.models.deletion
from django.db import migrations, models

import core.dates
import core.models.text
import initiatives.models.sources
from core.history.triggers import keeps_history
from core.records.triggers import Part, notes_records, replaces
from core.revision.triggers import raises_revision

sectors = import_module("initiatives.migrations.0014_sectors")
INITIATIVE = ("initiative", "initiative_id")
REPLIES = Part("replies", "initiatives_reply", "initiative_id", "p.date, p.position, p.id")
RECORDS = [
    replaces(sectors.initiatives(sectors.SECTORS, REPLIES), sectors.initiatives(sectors.SECTORS)),
    notes_records("initiatives_reply", INITIATIVE),
    raises_revision("initiatives_reply", *INITIATIVE),
    keeps_history("initiatives_reply", *INITIATIVE),
]


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0022_history"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "author",
                    models.CharField(
                        help_text="As it reads behind it: the Ministry of Labour of Brazil.",
                        max_length=200,
                        verbose_name="reply of",
                    ),
                ),
                ("date", core.dates.PartialDateField(help_text="2014, 2014-11 or 2014-11-19.")),
                ("text", models.TextField(help_text="In full, as it was written. Markdown.")),
                (
                    "url",
                    initiatives.models.sources.WebAddressField(
                        blank=True,
                        help_text="Where it is published, if it is.",
                        max_length=500,
                        verbose_name="address",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="initiatives.initiative",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "replies",
                "ordering": ["date", "position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("date", ""),
                            (
                                "date__regex",
                                "^(19|20)\\d\\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$",
                            ),
                            _connector="OR",
                        ),
                        name="reply_date_is_partial_date",
                        violation_error_message="Write a year, a month or a day: 2014, 2014-11 or 2014-11-19.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("author", ""), _negated=True),
                            models.Q(("date", ""), _negated=True),
                            models.Q(("text", ""), _negated=True),
                        ),
                        name="reply_has_author_date_and_text",
                        violation_error_message="A reply has an author, a date and a text.",
                    ),
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("initiative", "position"),
                        name="reply_place_is_taken_once",
                        violation_error_message="Another reply has this place.",
                    ),
                    core.models.text.ReadableText(
                        lines=["author", "date", "url"],
                        name="reply_text_is_readable",
                        prose=["text"],
                    ),
                ],
            },
        ),
        *RECORDS,
    ]
