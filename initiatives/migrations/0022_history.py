"""What is changed in the tables of this app is kept in the history; see `core.history`."""

from django.db import migrations

from core.history.triggers import keeps_history

INITIATIVE = ("initiative", "initiative_id")
ORGANIZATION = ("organization", "organization_id")
RESOURCE = ("resource", "resource_id")
THEME = ("theme", "theme_id")

# Whose page shows the rows of a table: the kind of record, and the column with its key.
TABLES = {
    "initiatives_initiative": ("initiative",),
    "initiatives_initiative_modalities": INITIATIVE,
    "initiatives_initiative_origin_countries": INITIATIVE,
    "initiatives_initiative_participating_countries": INITIATIVE,
    "initiatives_initiative_resources": INITIATIVE,
    "initiatives_initiative_sdgs": INITIATIVE,
    "initiatives_initiativecitation": INITIATIVE,
    "initiatives_initiativesector": INITIATIVE,
    "initiatives_initiativetheme": INITIATIVE,
    "initiatives_figure": INITIATIVE,
    "initiatives_milestone": INITIATIVE,
    "initiatives_partnership": INITIATIVE,
    "initiatives_replication": INITIATIVE,
    "initiatives_organization": ("organization",),
    "initiatives_organizationlink": ORGANIZATION,
    "initiatives_organizationcitation": ORGANIZATION,
    "initiatives_resource": ("resource",),
    "initiatives_resource_publishers": RESOURCE,
    "initiatives_resourcecitation": RESOURCE,
    "initiatives_source": ("source",),
    "initiatives_theme": ("theme",),
    "initiatives_themesynonym": THEME,
    "initiatives_theme_targets": THEME,
    "initiatives_theme_conventions": THEME,
    "initiatives_sector": ("sector",),
    "initiatives_sectorsynonym": ("sector", "sector_id"),
    "initiatives_glossaryterm": ("glossaryterm",),
    "initiatives_country": ("country",),
    "initiatives_countrygroup": ("countrygroup",),
    "initiatives_countrygroup_members": ("countrygroup", "countrygroup_id"),
    "initiatives_region": ("region",),
    "initiatives_initiativekind": ("initiativekind",),
    "initiatives_modality": ("modality",),
    "initiatives_stage": ("stage",),
    "initiatives_partnerrole": ("partnerrole",),
    "initiatives_organizationkind": ("organizationkind",),
    "initiatives_sustainabledevelopmentgoal": ("sustainabledevelopmentgoal",),
    "initiatives_target": ("sustainabledevelopmentgoal", "goal_id"),
    "initiatives_convention": ("convention",),
}


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0021_languages_of_titles"),
        ("portal", "0011_history"),
    ]

    operations = [keeps_history(table, *whose) for table, whose in TABLES.items()]
