"""What readers propose, and how many proposals came from where in the last day."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import core.models.text
import initiatives.models.sources


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("initiatives", "0016_uptake"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sender",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "default_permissions": (),
                "indexes": [models.Index(fields=["digest", "sent_at"], name="sender_of_proposals")],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("wrong", "Something is wrong"),
                            ("wanted", "We want this"),
                            ("taken-up", "We took this up"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "record_kind",
                    models.CharField(help_text="Model name of the record.", max_length=30),
                ),
                (
                    "record_id",
                    models.CharField(help_text="The public_id of the record.", max_length=12),
                ),
                ("text", models.CharField(max_length=2000)),
                ("source", initiatives.models.sources.WebAddressField(blank=True, max_length=500)),
                (
                    "name",
                    models.CharField(
                        blank=True, help_text="Who says so. Never public.", max_length=200
                    ),
                ),
                (
                    "contact",
                    models.CharField(
                        blank=True,
                        help_text="How to reach who says so. Never public.",
                        max_length=200,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("taken-on", "Taken on"),
                            ("done", "Done"),
                            ("refused", "Refused"),
                        ],
                        default="new",
                        max_length=10,
                    ),
                ),
                (
                    "remark",
                    models.TextField(
                        blank=True,
                        help_text="For your colleagues: what you found, what was changed, why it was refused.",
                        max_length=2000,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                (
                    "country",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="initiatives.country",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
                "default_permissions": ("change", "delete", "view"),
                "indexes": [
                    models.Index(fields=["record_kind", "record_id"], name="proposal_record"),
                    models.Index(fields=["state"], name="proposal_state"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "wrong"),
                            models.Q(("country__isnull", False), ("record_kind", "initiative")),
                            _connector="OR",
                        ),
                        name="proposal_of_uptake_names_initiative_and_country",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "taken-up"), _negated=True),
                            models.Q(("source", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="proposal_of_what_was_taken_up_has_a_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="proposal_has_a_text"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("record_id__regex", "^[0-9a-f]{12}$")),
                        name="proposal_is_about_a_record",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_at__isnull", True),
                            ("state__in", ["done", "refused"]),
                            _connector="XOR",
                        ),
                        name="proposal_is_decided_at_some_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("source__regex", "^https?://"), ("source", ""), _connector="OR"
                        ),
                        name="proposal_source_is_http",
                        violation_error_message="An address begins with http:// or https://.",
                    ),
                    core.models.text.ReadableText(
                        lines=["source", "name", "contact"],
                        name="proposal_text_is_readable",
                        prose=["text", "remark"],
                    ),
                ],
            },
        ),
    ]
