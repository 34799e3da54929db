"""Pages of archived initiatives, organizations and documents may stay readable."""

from django.db import migrations

from core.records.triggers import may_stay_readable


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0012_country_totals"),
        ("portal", "0008_kinds_of_withdrawal"),
    ]

    operations = [
        may_stay_readable(kind, f"initiatives_{kind}")
        for kind in ("initiative", "organization", "resource")
    ]
