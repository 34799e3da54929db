"""Drafts may be incomplete; what is public is whole, and the database says so."""

import django.db.models.deletion
from django.db import migrations, models

import core.models.publication
from core.models.demanded_rows import rows_are_whole

LACKING = "SELECT '{name} ' || id, initiative_id FROM initiatives_{name} WHERE source_id IS NULL"
CLAIMS = {
    f"initiatives_{name}": ("NEW.source_id IS NULL", LACKING.format(name=name))
    for name in ("figure", "milestone", "replication")
}


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0023_replies"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="initiative",
            name="initiative_published_is_described",
        ),
        migrations.AlterField(
            model_name="figure",
            name="source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)ss",
                to="initiatives.source",
            ),
        ),
        migrations.AlterField(
            model_name="initiative",
            name="approach",
            field=models.TextField(
                blank=True, help_text="How it works, one or two paragraphs. Markdown."
            ),
        ),
        migrations.AlterField(
            model_name="initiative",
            name="kind",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="initiatives",
                to="initiatives.initiativekind",
            ),
        ),
        migrations.AlterField(
            model_name="initiative",
            name="summary",
            field=models.TextField(
                blank=True,
                help_text="One or two sentences, at most 300 characters.",
                max_length=300,
            ),
        ),
        migrations.AlterField(
            model_name="milestone",
            name="source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="milestones",
                to="initiatives.source",
            ),
        ),
        migrations.AlterField(
            model_name="organization",
            name="kind",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="organizations",
                to="initiatives.organizationkind",
            ),
        ),
        migrations.AlterField(
            model_name="replication",
            name="source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replications",
                to="initiatives.source",
            ),
        ),
        migrations.AlterField(
            model_name="resource",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("publication", "Publication"),
                    ("declaration", "Declaration"),
                    ("agreement", "Agreement"),
                    ("memorandum", "Memorandum of understanding"),
                    ("concept-note", "Concept note"),
                    ("presentation", "Presentation"),
                    ("video", "Video"),
                    ("web-page", "Web page"),
                    ("report", "Report"),
                ],
                max_length=15,
            ),
        ),
        migrations.AlterField(
            model_name="resource",
            name="summary",
            field=models.TextField(blank=True),
        ),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=core.models.publication.Demanded(
                name="initiative_published_is_described",
                references=("kind",),
                texts=("title", "summary", "approach"),
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=core.models.publication.Demanded(
                name="organization_published_is_described", references=("kind",), texts=("name",)
            ),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=core.models.publication.Demanded(
                name="resource_published_is_described",
                references=(),
                texts=("title", "kind", "summary"),
            ),
        ),
        rows_are_whole("initiatives_initiative", "to_jsonb(NEW) ->> 'initiative_id'", CLAIMS),
    ]
