"""Pages of archived forums may stay readable; people vanish."""

from django.db import migrations

from core.records.triggers import may_stay_readable


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0008_public_records"),
        ("portal", "0008_kinds_of_withdrawal"),
    ]

    operations = [may_stay_readable("forum", "forum_forum")]
