"""Organizations as files: a row for each, what it does in which initiatives, and where it is."""

from core.downloads.columns import ADDRESS, WHOLE, Column, Table, page_url, parts
from core.downloads.geojson import feature, point
from core.downloads.offers import Offer, offer_at
from initiatives.api.organizations import OrganizationViewSet
from initiatives.downloads.columns import (
    ID,
    MODIFIED,
    SOURCE_URLS,
    cited,
    country_columns,
    named,
)
from initiatives.records.organizations import ORGANIZATIONS

TABLE = Table(
    "",
    "Organizations",
    "An organization that has a part in something here.",
    (
        ID,
        Column("name", "What it is called.", tag="#org+name", width=40),
        Column("acronym", "Its acronym.", tag="#org+name+acronym"),
        Column("kind", "What kind it is.", "kind.slug", tag="#org+type"),
        *country_columns("country", "Where it is at home", "+org"),
        Column("url", "Its site, where one is known.", kind=ADDRESS, tag="#org+url"),
        Column("summary", "What it is.", tag="#description", width=60),
        Column("initiative_count", "Public initiatives that it is a partner of.", kind=WHOLE),
        SOURCE_URLS,
        page_url(),
        MODIFIED,
    ),
)
PARTNERSHIPS = Table(
    "partnerships",
    "Partnerships",
    "What an organization does in an initiative.",
    (
        *named("organization"),
        Column("initiative_id", "The initiative, by its id.", "part.initiative.public_id"),
        Column("initiative", "Its title.", "part.initiative.title", tag="#activity+name", width=40),
        Column("role", "What it does.", "part.role.slug", tag="#org+role"),
    ),
    key=("organization_id", "initiative_id", "role"),
    rows=parts("partnerships"),
)


def where_it_is(organization, root):
    """An organization at the centre of its country."""
    return [
        feature(
            organization.public_id,
            point(organization.country),
            name=organization.name,
            kind=organization.kind.slug,
            country=organization.country and organization.country.iso3,
            page_url=root + organization.get_absolute_url(),
        )
    ]


offer_at(
    Offer(
        name="organizations",
        one="organization",
        reader=ORGANIZATIONS,
        api=OrganizationViewSet,
        tables=(
            TABLE,
            PARTNERSHIPS,
            cited("an organization", *named("organization")),
        ),
        features=where_it_is,
    ),
    list_name="organizations:list",
    record_name="organizations:detail",
)
