"""Replications, figures, milestones and sources get ids that never change."""

from django.db import migrations

from core.models.public_id import GivePublicIds, public_id_is_wellformed

INITIATIVE = "(SELECT slug FROM initiatives_initiative WHERE id = $1.initiative_id)"
COUNTRY = "(SELECT iso3 FROM initiatives_country WHERE id = $1.{}_country_id)"
MADE_OF = {
    "replication": f"{INITIATIVE}, {COUNTRY.format('from')}, {COUNTRY.format('to')}",
    "figure": f"{INITIATIVE}, $1.value, $1.unit, $1.label, $1.year",
    "milestone": f"{INITIATIVE}, $1.date, $1.text",
    "source": "$1.url",
}


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0009_readable_text"),
        ("portal", "0006_public_ids"),
    ]

    operations = [
        *(
            GivePublicIds(model, f"initiatives_{model}", f"concat_ws('/', {columns})")
            for model, columns in MADE_OF.items()
        ),
        *(migrations.AddConstraint(model, public_id_is_wellformed(model)) for model in MADE_OF),
    ]
