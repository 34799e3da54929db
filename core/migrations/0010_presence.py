"""Forms are kept while somebody types, each once; and who has which form open."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import core.models.unsaved


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0009_reviews"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "unsaved", "form", models.CharField(default="", max_length=32), preserve_default=False
        ),
        migrations.RunSQL(
            "UPDATE portal_unsaved SET form = 'before-' || id", migrations.RunSQL.noop
        ),
        migrations.AlterField(
            "unsaved",
            "form",
            models.CharField(default=core.models.unsaved.name_of_form, max_length=32),
        ),
        migrations.AddConstraint(
            "unsaved",
            models.UniqueConstraint(fields=("user", "form"), name="unsaved_form_is_kept_once"),
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=300)),
                ("seen_at", models.DateTimeField(help_text="When her browser last said so.")),
                (
                    "typed_at",
                    models.DateTimeField(help_text="When it last sent something new.", null=True),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("path", "user"), name="presence_is_one")
                ],
            },
        ),
    ]
