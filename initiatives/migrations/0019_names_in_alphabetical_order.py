"""Lists are ordered by names as people look for them."""

from django.db import migrations

import core.alphabet


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0018_words_of_notes"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="country",
            options={
                "ordering": [core.alphabet.Alphabetical("name"), "pk"],
                "verbose_name_plural": "countries",
            },
        ),
        migrations.AlterModelOptions(
            name="countrygroup",
            options={"ordering": [core.alphabet.Alphabetical("name"), "pk"]},
        ),
        migrations.AlterModelOptions(
            name="initiative",
            options={
                "default_permissions": ("add", "change", "delete", "view", "publish"),
                "ordering": [core.alphabet.Alphabetical("title"), "pk"],
            },
        ),
        migrations.AlterModelOptions(
            name="initiativekind",
            options={
                "ordering": [core.alphabet.Alphabetical("name"), "pk"],
                "verbose_name": "kind of initiative",
                "verbose_name_plural": "kinds of initiative",
            },
        ),
        migrations.AlterModelOptions(
            name="modality",
            options={
                "ordering": [core.alphabet.Alphabetical("name"), "pk"],
                "verbose_name": "cooperation modality",
                "verbose_name_plural": "cooperation modalities",
            },
        ),
        migrations.AlterModelOptions(
            name="organization",
            options={
                "default_permissions": ("add", "change", "delete", "view", "publish"),
                "ordering": [core.alphabet.Alphabetical("name"), "pk"],
            },
        ),
        migrations.AlterModelOptions(
            name="organizationkind",
            options={
                "ordering": [core.alphabet.Alphabetical("name"), "pk"],
                "verbose_name": "kind of organization",
                "verbose_name_plural": "kinds of organization",
            },
        ),
        migrations.AlterModelOptions(
            name="partnerrole",
            options={"ordering": [core.alphabet.Alphabetical("name"), "pk"]},
        ),
        migrations.AlterModelOptions(
            name="region",
            options={"ordering": [core.alphabet.Alphabetical("name"), "pk"]},
        ),
        migrations.AlterModelOptions(
            name="resource",
            options={
                "default_permissions": ("add", "change", "delete", "view", "publish"),
                "ordering": [core.alphabet.Alphabetical("title"), "pk"],
                "verbose_name": "document",
            },
        ),
        migrations.AlterModelOptions(
            name="sector",
            options={"ordering": [core.alphabet.Alphabetical("name"), "pk"]},
        ),
        migrations.AlterModelOptions(
            name="source",
            options={"ordering": [core.alphabet.Alphabetical("title"), "pk"]},
        ),
        migrations.AlterModelOptions(
            name="theme",
            options={"ordering": [core.alphabet.Alphabetical("name"), "pk"]},
        ),
    ]
