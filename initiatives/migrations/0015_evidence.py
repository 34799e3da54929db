"""What figures are figures of, what sort of evidence sources are, and what settles a status."""

import django.db.models.deletion
from django.db import migrations, models

import core.models.text

# What settles a status is one of the initiative's own sources: so whatever follows from these
# (which sources are public, what cites them) holds for it too.
AMONG_ITS_SOURCES = """
ALTER TABLE initiatives_initiative ADD CONSTRAINT initiative_cites_what_settles_its_status
    FOREIGN KEY (id, status_source_id)
    REFERENCES initiatives_initiativecitation (initiative_id, source_id)
    DEFERRABLE INITIALLY DEFERRED
"""


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0014_sectors")]

    operations = [
        migrations.RemoveConstraint(
            model_name="figure",
            name="figure_text_is_readable",
        ),
        migrations.RemoveConstraint(
            model_name="initiative",
            name="initiative_text_is_readable",
        ),
        migrations.RemoveConstraint(
            model_name="source",
            name="source_text_is_readable",
        ),
        migrations.AddField(
            model_name="figure",
            name="kind",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                choices=[
                    ("result", "Result"),
                    ("scale", "Scale"),
                    ("cost", "Cost"),
                    ("context", "Context"),
                ],
                help_text="Result: what changed for people or institutions because of it. Scale: how large it is. Cost: money put in or planned. Context: the size of the problem or the country.",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="initiative",
            name="status_note",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                help_text="Why this status, where a source was looked for. With that source.",
            ),
        ),
        migrations.AddField(
            model_name="initiative",
            name="status_source",
            field=models.ForeignKey(
                blank=True,
                help_text="The source that settles the status; it stands among the initiative's sources.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="initiatives_settled",
                to="initiatives.source",
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="copy",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="The address is a copy on a document host, not the publisher's own.",
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="type",
            field=models.CharField(
                choices=[
                    ("evaluation", "Evaluation"),
                    ("statistics", "Statistics"),
                    ("law", "Law"),
                    ("agreement", "Agreement"),
                    ("agency-report", "Agency report"),
                    ("academic", "Academic work"),
                    ("press", "Press"),
                    ("announcement", "Announcement"),
                    ("web-page", "Web page"),
                    ("presentation", "Presentation"),
                    ("other", "Other"),
                ],
                db_default="other",
                default="other",
                help_text="What sort of evidence it is, by its title, publisher and address.",
                max_length=15,
            ),
        ),
        migrations.AddConstraint(
            model_name="figure",
            constraint=core.models.text.ReadableText(
                lines=["kind", "unit", "label"], name="figure_text_is_readable"
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=core.models.text.ReadableText(
                lines=["title", "publisher", "url", "type"], name="source_text_is_readable"
            ),
        ),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status_note", ""), ("status_source__isnull", True)),
                    models.Q(
                        models.Q(("status_note", ""), _negated=True),
                        ("status_source__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="initiative_status_note_has_a_source",
                violation_error_message="A note on the status and its source stand together.",
            ),
        ),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=core.models.text.ReadableText(
                lines=["slug", "publication", "title", "acronym", "local_title", "status"],
                name="initiative_text_is_readable",
                prose=[
                    "summary",
                    "challenge",
                    "approach",
                    "results",
                    "lessons",
                    "replicability",
                    "status_note",
                ],
            ),
        ),
        migrations.RunSQL(
            AMONG_ITS_SOURCES,
            "ALTER TABLE initiatives_initiative"
            " DROP CONSTRAINT initiative_cites_what_settles_its_status",
        ),
    ]
