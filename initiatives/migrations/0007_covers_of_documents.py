"""Files of covers have names that nobody guesses, and go once no document names them."""

from django.db import migrations

from initiatives.models.covers import CoverField


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0006_words_for_documents_and_themes")]

    operations = [
        migrations.AlterField(
            "resource",
            "cover",
            CoverField(blank=True, help_text="First page or picture, shown where featured."),
        ),
    ]
