"""Changes to the tables of this app raise the catalogue's revision; see `core.revision.triggers`."""

from django.db import migrations

from core.revision.triggers import EVERYTHING, NOTHING, raises_revision

INITIATIVE = ("initiative", "initiative_id")
THEME = ("theme", "theme_id")

# By what an entry of the search index is made of; a page of anything follows the revision.
TABLES = {
    "initiatives_initiative": ("initiative", "id"),
    "initiatives_initiative_modalities": INITIATIVE,
    "initiatives_initiative_origin_countries": INITIATIVE,
    "initiatives_initiative_participating_countries": INITIATIVE,
    "initiatives_initiative_resources": INITIATIVE,
    "initiatives_initiative_sdgs": INITIATIVE,
    "initiatives_initiativecitation": INITIATIVE,
    "initiatives_initiativetheme": INITIATIVE,
    "initiatives_figure": INITIATIVE,
    "initiatives_milestone": INITIATIVE,
    "initiatives_partnership": INITIATIVE,
    "initiatives_replication": INITIATIVE,
    "initiatives_organization": ("organization", "id"),
    "initiatives_organizationlink": NOTHING,
    "initiatives_organizationcitation": NOTHING,
    "initiatives_theme": ("theme", "id"),
    "initiatives_themesynonym": THEME,
    "initiatives_theme_targets": THEME,
    "initiatives_theme_conventions": THEME,
    "initiatives_country": ("country", "id"),
    "initiatives_countrygroup_members": ("country", "country_id"),
    "initiatives_countrygroup": EVERYTHING,
    "initiatives_region": EVERYTHING,
    "initiatives_initiativekind": EVERYTHING,
    "initiatives_modality": EVERYTHING,
    "initiatives_stage": EVERYTHING,
    "initiatives_partnerrole": EVERYTHING,
    "initiatives_organizationkind": EVERYTHING,
    "initiatives_sustainabledevelopmentgoal": EVERYTHING,
    "initiatives_target": EVERYTHING,
    "initiatives_convention": EVERYTHING,
    "initiatives_source": NOTHING,
    "initiatives_resource": NOTHING,
    "initiatives_resource_publishers": NOTHING,
    "initiatives_resourcecitation": NOTHING,
    "initiatives_formerslug": NOTHING,
}

CONCERNED_RECORDS = """
CREATE OR REPLACE FUNCTION concerned_records(subject text, ids bigint[]) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
BEGIN
    IF subject = 'initiative' THEN
        RETURN QUERY SELECT unnest(ids);
    ELSIF subject = 'organization' THEN
        RETURN QUERY SELECT initiative_id FROM initiatives_partnership
            WHERE organization_id = ANY (ids);
    ELSIF subject = 'theme' THEN
        RETURN QUERY SELECT initiative_id FROM initiatives_initiativetheme
            WHERE theme_id = ANY (ids);
    ELSIF subject = 'country' THEN
        RETURN QUERY SELECT initiative_id FROM initiatives_involvement
            WHERE country_id = ANY (ids);
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0004_resources_are_called_documents"),
        ("portal", "0002_former_slug"),
    ]

    operations = [
        migrations.RunSQL(CONCERNED_RECORDS, migrations.RunSQL.noop),
        *(raises_revision(table, *arguments) for table, arguments in TABLES.items()),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(name="FormerSlug")]
        ),
    ]
