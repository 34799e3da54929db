"""What a proposal says more exactly, how it is closed, what readers are answered, and thanks."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import core.models.text
import portal.proposals.answers
from core.revision.triggers import NOTHING, raises_revision

CLOSED = "UPDATE roof_proposal SET reason = 'other' WHERE decided_at IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0027_plain_archived_copies"),
        ("portal", "0018_checked_addresses"),
        ("roof", "0003_access"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject", models.CharField(max_length=150)),
                ("text", models.TextField(max_length=5000)),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["sent_at", "pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="AnswerTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="By which colleagues choose it. Nobody else sees it.",
                        max_length=80,
                        unique=True,
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        max_length=150, validators=[portal.proposals.answers.known_placeholders]
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        max_length=5000, validators=[portal.proposals.answers.known_placeholders]
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "template of answers",
                "verbose_name_plural": "templates of answers",
                "ordering": ["position", "title", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Thanks",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("record_kind", models.CharField(editable=False, max_length=30)),
                ("record_id", models.CharField(editable=False, max_length=12)),
                (
                    "since",
                    models.DateField(default=django.utils.timezone.localdate, editable=False),
                ),
            ],
            options={
                "verbose_name": "name that is thanked",
                "verbose_name_plural": "names that are thanked",
                "ordering": ["-since", "-pk"],
                "default_permissions": ("delete", "view"),
            },
        ),
        migrations.RemoveConstraint(
            model_name="proposal",
            name="proposal_text_is_readable",
        ),
        migrations.AddField(
            model_name="proposal",
            name="assigned_to",
            field=models.ForeignKey(
                blank=True,
                limit_choices_to={"is_active": True, "is_staff": True},
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="who works on it",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="draft",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="portal.draft",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="passage",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="proposal",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("corrected", "Corrected, or added"),
                    ("replication", "Stands as a replication"),
                    ("known", "It stood there already"),
                    ("no-source", "No source says so"),
                    ("not-so", "The sources say otherwise"),
                    ("outside", "Outside of what the catalogue keeps"),
                    ("again", "Sent twice"),
                    ("spam", "Spam"),
                    ("other", "Another reason, as the remark says"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="stage",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="initiatives.stage",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="suggestion",
            field=models.CharField(blank=True, max_length=2000),
        ),
        migrations.AddField(
            model_name="proposal",
            name="suspicion",
            field=models.CharField(
                blank=True, help_text="Why it looks like spam, if it does.", max_length=200
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="thanks_as",
            field=models.CharField(
                blank=True,
                help_text="The name to be thanked by, if somebody wants that.",
                max_length=100,
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="who",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="proposal",
            name="year",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1900),
                    django.core.validators.MaxValueValidator(2100),
                ],
            ),
        ),
        migrations.AlterField(
            model_name="proposal",
            name="kind",
            field=models.CharField(
                choices=[
                    ("wrong", "Something is wrong or missing"),
                    ("wanted", "We want this"),
                    ("taken-up", "We took this up"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="proposal",
            name="state",
            field=models.CharField(
                choices=[
                    ("new", "New"),
                    ("taken-on", "Taken on"),
                    ("done", "Done"),
                    ("refused", "Refused"),
                    ("suspected", "Suspected spam"),
                ],
                default="new",
                max_length=10,
            ),
        ),
        migrations.RunSQL(CLOSED, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_at__isnull", True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="XOR",
                ),
                name="proposal_is_decided_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=core.models.text.ReadableText(
                lines=["source", "name", "contact", "who", "thanks_as", "passage", "suspicion"],
                name="proposal_text_is_readable",
                prose=["text", "suggestion", "remark"],
            ),
        ),
        migrations.AddField(
            model_name="answer",
            name="proposal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="answers",
                to="roof.proposal",
            ),
        ),
        migrations.AddField(
            model_name="answer",
            name="sent_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="answertemplate",
            constraint=core.models.text.ReadableText(
                lines=["title", "subject"], name="answer_template_is_readable", prose=["text"]
            ),
        ),
        migrations.AddField(
            model_name="thanks",
            name="proposal",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="thanks",
                to="roof.proposal",
            ),
        ),
        migrations.AddConstraint(
            model_name="thanks",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="thanks_go_to_somebody"
            ),
        ),
        migrations.AddConstraint(
            model_name="thanks",
            constraint=core.models.text.ReadableText(
                lines=["name", "record_kind", "record_id"], name="thanks_are_readable"
            ),
        ),
        raises_revision("roof_thanks", *NOTHING),
    ]
