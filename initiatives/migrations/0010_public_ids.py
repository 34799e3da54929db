"""Every record, claim and source gets an id that never changes."""

from django.db import migrations
from django.utils.text import camel_case_to_spaces

from core.models.identity import public_id_is_wellformed
from core.models.public_id import GivePublicIds

INITIATIVE = "(SELECT slug FROM initiatives_initiative WHERE id = $1.initiative_id)"
COUNTRY = "(SELECT iso3 FROM initiatives_country WHERE id = $1.{}_country_id)"
MADE_OF = {
    "Region": "$1.slug",
    "Country": "$1.iso3",
    "CountryGroup": "$1.slug",
    "SustainableDevelopmentGoal": "$1.number",
    "Convention": "$1.number",
    "Theme": "$1.slug",
    "InitiativeKind": "$1.slug",
    "Modality": "$1.slug",
    "Stage": "$1.slug",
    "PartnerRole": "$1.slug",
    "OrganizationKind": "$1.slug",
    "Source": "$1.url",
    "Organization": "$1.slug",
    "Resource": "$1.slug",
    "Initiative": "$1.slug",
    "Replication": f"{INITIATIVE}, {COUNTRY.format('from')}, {COUNTRY.format('to')}",
    "Figure": f"{INITIATIVE}, $1.value, $1.unit, $1.label, $1.year",
    "Milestone": f"{INITIATIVE}, $1.date, $1.text",
}


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0009_readable_text"),
        ("portal", "0006_public_ids"),
    ]

    operations = [
        *(
            GivePublicIds(name.lower(), f"initiatives_{name.lower()}", f"concat_ws('/', {columns})")
            for name, columns in MADE_OF.items()
        ),
        *(
            migrations.AddConstraint(
                name.lower(),
                public_id_is_wellformed(camel_case_to_spaces(name).replace(" ", "_")),
            )
            for name in MADE_OF
        ),
    ]
