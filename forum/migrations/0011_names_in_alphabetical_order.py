"""Lists are ordered by names as people look for them."""

from django.db import migrations

import core.alphabet


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0010_kinds_of_figures"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="forum",
            options={
                "default_permissions": ("add", "change", "delete", "view", "publish"),
                "ordering": ["-start_date", core.alphabet.Alphabetical("title"), "pk"],
            },
        ),
        migrations.AlterModelOptions(
            name="forumseries",
            options={
                "ordering": [core.alphabet.Alphabetical("name"), "pk"],
                "verbose_name": "series of forums",
                "verbose_name_plural": "series of forums",
            },
        ),
        migrations.AlterModelOptions(
            name="person",
            options={
                "default_permissions": ("add", "change", "delete", "view", "publish"),
                "ordering": [core.alphabet.Alphabetical("name"), "pk"],
                "verbose_name_plural": "people",
            },
        ),
    ]
