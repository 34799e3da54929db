"""Organizations have documents, initiatives and themes have links: names for relations alone."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0005_revision_triggers"),
    ]

    operations = [
        migrations.AlterField(
            model_name="initiativetheme",
            name="initiative",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="theme_links",
                to="initiatives.initiative",
            ),
        ),
        migrations.AlterField(
            model_name="initiativetheme",
            name="theme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="initiative_links",
                to="initiatives.theme",
            ),
        ),
        migrations.AlterField(
            model_name="resource",
            name="publishers",
            field=models.ManyToManyField(
                blank=True, related_name="documents", to="initiatives.organization"
            ),
        ),
    ]
