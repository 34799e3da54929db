"""An index for the words of what is noted of replications."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0017_requirements"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="replication",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector("note", config="catalogue"),
                name="replication_note",
            ),
        ),
    ]
