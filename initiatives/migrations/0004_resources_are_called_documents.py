"""Call resources what readers and curators call them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0003_permission_to_publish"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="resource",
            options={
                "default_permissions": ("add", "change", "delete", "view", "publish"),
                "ordering": ["title", "pk"],
                "verbose_name": "document",
            },
        ),
    ]
