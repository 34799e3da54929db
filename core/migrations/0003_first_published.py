"""The function that notes when readers first saw a record; the apps put it on their tables."""

from django.db import migrations

from core.models.first_published import FUNCTION


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_former_slug")]

    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION keep_first_published();")]
