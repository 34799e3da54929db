from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("roof", "0009_erased_names")]

    operations = [
        migrations.AddField(
            model_name="importrow",
            name="arrived_as",
            field=models.CharField(
                blank=True,
                default="",
                help_text="The version of what came of it, as it came.",
                max_length=32,
            ),
            preserve_default=False,
        ),
    ]
