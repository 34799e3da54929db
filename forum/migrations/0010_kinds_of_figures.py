"""What the figures given in a session are figures of."""

from django.db import migrations, models

import core.models.text


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0009_archived_pages"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="sessionfigure",
            name="session_figure_text_is_readable",
        ),
        migrations.AddField(
            model_name="sessionfigure",
            name="kind",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                choices=[
                    ("result", "Result"),
                    ("scale", "Scale"),
                    ("cost", "Cost"),
                    ("context", "Context"),
                ],
                help_text="Result: what changed for people or institutions because of it. Scale: how large it is. Cost: money put in or planned. Context: the size of the problem or the country.",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionfigure",
            constraint=core.models.text.ReadableText(
                lines=["kind", "unit", "label"], name="session_figure_text_is_readable"
            ),
        ),
    ]
