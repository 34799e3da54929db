"""A right of its own: to publish, and to withdraw again."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0002_database_rules"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="initiative",
            options={
                "default_permissions": ("add", "change", "delete", "view", "publish"),
                "ordering": ["title", "pk"],
            },
        ),
        migrations.AlterModelOptions(
            name="organization",
            options={
                "default_permissions": ("add", "change", "delete", "view", "publish"),
                "ordering": ["name", "pk"],
            },
        ),
        migrations.AlterModelOptions(
            name="resource",
            options={
                "default_permissions": ("add", "change", "delete", "view", "publish"),
                "ordering": ["title", "pk"],
            },
        ),
    ]
