"""The database notes when readers first saw a record."""

from django.db import migrations, models

from core.models.first_published import keeps_first_published

MODELS = ("forum", "person")


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0004_revision_triggers"),
        ("portal", "0003_first_published"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        *(
            migrations.AddField(
                name, "first_published_at", models.DateTimeField(editable=False, null=True)
            )
            for name in MODELS
        ),
        *(keeps_first_published("forum", name) for name in MODELS),
    ]
