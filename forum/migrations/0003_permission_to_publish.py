"""A right of its own: to publish, and to withdraw again."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0002_database_rules"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="forum",
            options={
                "default_permissions": ("add", "change", "delete", "view", "publish"),
                "ordering": ["-start_date", "title", "pk"],
            },
        ),
        migrations.AlterModelOptions(
            name="person",
            options={
                "default_permissions": ("add", "change", "delete", "view", "publish"),
                "ordering": ["name", "pk"],
                "verbose_name_plural": "people",
            },
        ),
    ]
