"""The records of this app stand in the table of public records; see `core.records`."""

from django.db import migrations

from core.records.triggers import (
    PUBLISHED,
    Part,
    cites,
    fill,
    is_published,
    notes_records,
    publishes_records,
    referring,
    refers,
    select,
)
from core.revision.triggers import NOTHING, raises_revision

INITIATIVE = ("initiative", "initiative_id")
ORGANIZATION = ("organization", "organization_id")
RESOURCE = ("resource", "resource_id")
THEME = ("theme", "theme_id")
SOURCE = ("source", "source_id")


def links(name, column, *, to=""):
    """The Part of an initiative that a table of links holds; to: the table of what may be hidden."""
    where = is_published(to, column) if to else "true"
    return Part(name, f"initiatives_initiative_{name}", "initiative_id", f"p.{column}", where)


CITING = {  # tables that cite sources, each with the record that does
    "initiatives_initiativecitation": ("initiatives_initiative", "initiative_id"),
    "initiatives_figure": ("initiatives_initiative", "initiative_id"),
    "initiatives_milestone": ("initiatives_initiative", "initiative_id"),
    "initiatives_replication": ("initiatives_initiative", "initiative_id"),
    "initiatives_organizationcitation": ("initiatives_organization", "organization_id"),
    "initiatives_resourcecitation": ("initiatives_resource", "resource_id"),
}
KINDS = [
    publishes_records(
        "initiative",
        "initiatives_initiative",
        links("modalities", "modality_id"),
        links("sdgs", "sustainabledevelopmentgoal_id"),
        links("origin_countries", "country_id"),
        links("participating_countries", "country_id"),
        links("resources", "resource_id", to="initiatives_resource"),
        Part("themes", "initiatives_initiativetheme", "initiative_id"),
        Part(
            "partnerships",
            "initiatives_partnership",
            "initiative_id",
            where=is_published("initiatives_organization", "organization_id"),
        ),
        Part("replications", "initiatives_replication", "initiative_id", "p.public_id"),
        Part("figures", "initiatives_figure", "initiative_id"),
        Part("milestones", "initiatives_milestone", "initiative_id", "p.date, p.position, p.id"),
        Part("citations", "initiatives_initiativecitation", "initiative_id"),
        public=PUBLISHED,
    ),
    publishes_records(
        "replication",
        "initiatives_replication",
        slug="''",
        public="EXISTS (SELECT FROM initiatives_initiative o"
        " WHERE o.id = r.initiative_id AND o.publication = 'published')",
    ),
    publishes_records(
        "organization",
        "initiatives_organization",
        Part("links", "initiatives_organizationlink", "organization_id"),
        Part("citations", "initiatives_organizationcitation", "organization_id"),
        public=PUBLISHED,
    ),
    publishes_records(
        "resource",
        "initiatives_resource",
        Part(
            "publishers",
            "initiatives_resource_publishers",
            "resource_id",
            "p.organization_id",
            is_published("initiatives_organization", "organization_id"),
        ),
        Part("citations", "initiatives_resourcecitation", "resource_id"),
        public=PUBLISHED,
    ),
    migrations.RunSQL(
        cites(
            "initiatives_cite",
            *(
                f"{table} c JOIN {owners} o ON o.id = c.{column}"
                for table, (owners, column) in CITING.items()
            ),
        ),
        "DROP FUNCTION initiatives_cite(bigint)",
    ),
    publishes_records("source", "initiatives_source", slug="''", public="initiatives_cite(r.id)"),
    publishes_records(
        "theme",
        "initiatives_theme",
        Part("synonyms", "initiatives_themesynonym", "theme_id", "p.language, p.position, p.id"),
        Part("targets", "initiatives_theme_targets", "theme_id", "p.target_id"),
        Part("conventions", "initiatives_theme_conventions", "theme_id", "p.convention_id"),
    ),
    publishes_records(
        "sustainabledevelopmentgoal",
        "initiatives_sustainabledevelopmentgoal",
        Part("targets", "initiatives_target", "goal_id"),
        slug="r.number",
    ),
    publishes_records("convention", "initiatives_convention", slug="r.number"),
    publishes_records("country", "initiatives_country", slug="r.iso3"),
    publishes_records(
        "countrygroup",
        "initiatives_countrygroup",
        Part("members", "initiatives_countrygroup_members", "countrygroup_id", "p.country_id"),
    ),
    publishes_records("region", "initiatives_region", public="r.parent_id IS NOT NULL"),
    *(
        publishes_records(kind, f"initiatives_{kind}")
        for kind in ("initiativekind", "modality", "stage", "partnerrole", "organizationkind")
    ),
]

TABLES = {
    "initiatives_initiative": [("initiative", "id")],
    "initiatives_initiative_modalities": [INITIATIVE],
    "initiatives_initiative_origin_countries": [INITIATIVE],
    "initiatives_initiative_participating_countries": [INITIATIVE],
    "initiatives_initiative_resources": [INITIATIVE, (*RESOURCE, INITIATIVE)],
    "initiatives_initiative_sdgs": [INITIATIVE],
    "initiatives_initiativecitation": [INITIATIVE, SOURCE, (*SOURCE, INITIATIVE)],
    "initiatives_initiativetheme": [INITIATIVE],
    "initiatives_figure": [INITIATIVE, SOURCE, (*SOURCE, INITIATIVE)],
    "initiatives_milestone": [INITIATIVE, SOURCE, (*SOURCE, INITIATIVE)],
    "initiatives_partnership": [INITIATIVE, (*ORGANIZATION, INITIATIVE)],
    "initiatives_replication": [
        ("replication", "id"),
        INITIATIVE,
        SOURCE,
        (*SOURCE, INITIATIVE),
    ],
    "initiatives_organization": [("organization", "id")],
    "initiatives_organizationlink": [ORGANIZATION],
    "initiatives_organizationcitation": [ORGANIZATION, SOURCE, (*SOURCE, ORGANIZATION)],
    "initiatives_resource": [("resource", "id")],
    "initiatives_resource_publishers": [RESOURCE, (*ORGANIZATION, RESOURCE)],
    "initiatives_resourcecitation": [RESOURCE, SOURCE, (*SOURCE, RESOURCE)],
    "initiatives_source": [("source", "id")],
    "initiatives_theme": [("theme", "id")],
    "initiatives_themesynonym": [THEME],
    "initiatives_theme_targets": [THEME],
    "initiatives_theme_conventions": [THEME],
    "initiatives_sustainabledevelopmentgoal": [("sustainabledevelopmentgoal", "id")],
    "initiatives_target": [("sustainabledevelopmentgoal", "goal_id")],
    "initiatives_convention": [("convention", "id")],
    "initiatives_country": [("country", "id")],
    "initiatives_countrygroup": [("countrygroup", "id")],
    "initiatives_countrygroup_members": [("countrygroup", "countrygroup_id")],
    "initiatives_region": [("region", "id")],
    **{
        f"initiatives_{kind}": [(kind, "id")]
        for kind in ("initiativekind", "modality", "stage", "partnerrole", "organizationkind")
    },
}


def sources_of(owners):
    """Selects of the sources that records in a table cite."""
    return [
        select("source", table, column, "source_id")
        for table, (table_of_owners, column) in CITING.items()
        if table_of_owners == owners
    ]


REFERENCES = {
    "initiative": [
        select("replication", "initiatives_replication", "initiative_id"),
        select("organization", "initiatives_partnership", "initiative_id", "organization_id"),
        select("resource", "initiatives_initiative_resources", "initiative_id", "resource_id"),
        *sources_of("initiatives_initiative"),
    ],
    "organization": [
        select("initiative", "initiatives_partnership", "organization_id", "initiative_id"),
        select("resource", "initiatives_resource_publishers", "organization_id", "resource_id"),
        *sources_of("initiatives_organization"),
    ],
    "resource": [
        select("initiative", "initiatives_initiative_resources", "resource_id", "initiative_id"),
        select("organization", "initiatives_resource_publishers", "resource_id", "organization_id"),
        *sources_of("initiatives_resource"),
    ],
}


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0010_public_ids"),
        ("portal", "0007_public_records"),
    ]

    operations = [
        *KINDS,
        migrations.RunSQL(
            refers("referring_initiatives", REFERENCES) + referring("referring_initiatives"),
            referring() + "DROP FUNCTION referring_initiatives(text, bigint[]);",
        ),
        fill(
            {kind: f"initiatives_{kind}" for kind in ("initiative", "organization", "resource")},
            [kind for (kind, column), *_ in TABLES.values() if column == "id"],
        ),
        *(notes_records(table, *concerned) for table, concerned in TABLES.items()),
        raises_revision("portal_publicrecord", *NOTHING),
    ]
