"""Links by which somebody outside sees a page before it is public."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import core.models.previews


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0013_reserved_addresses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PreviewLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(help_text="Model name of the record.", max_length=30)),
                (
                    "row_id",
                    models.BigIntegerField(
                        help_text="The key of the record in its own table; none for a new one.",
                        null=True,
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        default=core.models.previews.name_of_link, max_length=32, unique=True
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField(default=core.models.previews.expiry)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="portal.draftversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
                "default_permissions": (),
            },
        ),
    ]
