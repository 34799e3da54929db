"""Initiatives as files: a row for each, tables of their claims and partners, and maps."""

from core.downloads.columns import (
    ADDRESS,
    NUMBER,
    WHOLE,
    Column,
    Table,
    each,
    page_url,
    parts,
    place_on_page,
)
from core.downloads.geojson import feature, points
from core.downloads.offers import Offer, offer_at
from initiatives.api.initiatives import InitiativeViewSet
from initiatives.downloads import replications
from initiatives.downloads.columns import (
    ID,
    MODIFIED,
    SOURCE_URLS,
    cited,
    countries_columns,
    source_columns,
)
from initiatives.records.initiatives import INITIATIVES

PROSE = {
    "challenge": "The challenge",
    "approach": "How it works",
    "results": "What came of it",
    "lessons": "What was learned",
    "replicability": "What it takes to take it up, in general",
    "law_and_mandate": "What it takes: law and mandate",
    "body_in_charge": "What it takes: the body in charge",
    "partners_needed": "What it takes: partners",
    "money_needed": "What it takes: money",
    "time_needed": "What it takes: time",
    "people_and_skills": "What it takes: people and skills",
    "failed_elsewhere": "What failed elsewhere",
}


def how_many(name, says):
    """A column that counts the countries of one part of an initiative's path."""
    return Column(name, says, lambda row: len(getattr(row.path, name)), kind=WHOLE)


TABLE = Table(
    "",
    "Initiatives",
    "An initiative. Several names in one cell have “; ” between them.",
    (
        ID,
        Column("title", "What it is called.", tag="#activity+name", width=40),
        Column("acronym", "Its acronym.", tag="#activity+name+acronym"),
        Column("local_title", "Its title in the language of its country."),
        Column("kind", "Project, programme, policy ...", "kind.slug", tag="#activity+type"),
        Column("summary", "In a sentence or two.", tag="#description+summary", width=60),
        Column("status", "Whether it runs: active, completed ... or unknown.", tag="#status"),
        Column("start_year", "When it began.", kind=WHOLE, tag="#date+start"),
        Column("end_year", "When it ended.", kind=WHOLE, tag="#date+end"),
        *countries_columns("origin", "origin_countries", "Where it comes from", "+origin"),
        *countries_columns(
            "participating", "participating_countries", "Who takes part", "+participating"
        ),
        Column("modalities", "Ways of cooperating.", each("modalities", "slug"), tag="#modality"),
        Column(
            "themes",
            "Themes, the leading one first: the editors' reading.",
            each("themes", "slug"),
            tag="#sector+theme",
        ),
        Column(
            "sectors",
            "Sectors of the economy: the editors' reading.",
            each("sectors", "slug"),
            tag="#sector+economy",
        ),
        Column(
            "sdgs",
            "Sustainable Development Goals by number: the editors' reading.",
            each("sdgs", "number"),
            tag="#sector+sdg",
        ),
        how_many("taken_up", "How many countries adapt or run it, those apart where it began."),
        how_many("learnt_from", "How many countries learnt from it and have not taken it up."),
        how_many("wanted", "How many countries have no more than said that they want it."),
        Column(
            "partners",
            "Organizations that have a part in it.",
            lambda row: "; ".join(one.organization.name for one in row.partnerships),
            tag="#org+partner",
        ),
        *(
            Column(
                name, f"{says}. Markdown.", tag=f"#description+{name.replace('_', '')}", width=40
            )
            for name, says in PROSE.items()
        ),
        Column("status_note", "What is known of its status."),
        SOURCE_URLS,
        page_url(),
        MODIFIED,
    ),
)

INITIATIVE_ID = Column(
    "initiative_id", "The initiative, by its id.", "record.public_id", tag="#activity+id"
)
INITIATIVE = Column(
    "initiative", "What it is called.", "record.title", tag="#activity+name", width=40
)
INITIATIVE_URL = page_url(
    "record", name="initiative_url", says="The page of the initiative.", tag=""
)
PART_ID = Column("id", "Never changes.", "part.public_id", tag="#meta+id")

TAKEN_UP = Table(
    "replications",
    "Replications",
    replications.TABLE.says,
    (
        PART_ID,
        INITIATIVE_ID,
        INITIATIVE,
        *replications.columns_of("part."),
        INITIATIVE_URL,
        page_url("part"),
    ),
    rows=parts("replications"),
)
FIGURES = Table(
    "figures",
    "Figures",
    "A number that a source gives of an initiative.",
    (
        PART_ID,
        INITIATIVE_ID,
        INITIATIVE,
        Column("kind", "A result, its scale, its cost, or the size of the problem.", "part.kind"),
        Column("value", "The number, written out.", "part.number", NUMBER, "#indicator+value+num"),
        Column("unit", "What is counted.", "part.unit", tag="#indicator+unit"),
        Column("label", "What it says.", "part.label", tag="#indicator+name", width=60),
        Column("year", "Of which year it is.", "part.year", WHOLE, "#date+year"),
        *source_columns("part.source."),
        INITIATIVE_URL,
        place_on_page("figure", "The figure on the page of the initiative: what to cite."),
    ),
    rows=parts("figures"),
)
MILESTONES = Table(
    "milestones",
    "Milestones",
    "What happened to an initiative on a day, in a month or in a year.",
    (
        PART_ID,
        INITIATIVE_ID,
        INITIATIVE,
        Column("date", "As exact as the source: 2014, 2014-11 or 2014-11-19.", "part.date"),
        Column("text", "What happened.", "part.text", tag="#event+description", width=60),
        *source_columns("part.source."),
        INITIATIVE_URL,
        place_on_page("milestone", "The milestone on the page of the initiative: what to cite."),
    ),
    rows=parts("milestones"),
)
PARTNERS = Table(
    "partners",
    "Partners",
    "An organization and what it does in an initiative.",
    (
        INITIATIVE_ID,
        INITIATIVE,
        Column(
            "organization_id",
            "The organization, by its id.",
            "part.organization.public_id",
            tag="#org+id",
        ),
        Column(
            "organization",
            "What it is called.",
            "part.organization.name",
            tag="#org+name",
            width=40,
        ),
        Column("acronym", "Its acronym.", "part.organization.acronym", tag="#org+name+acronym"),
        Column("role", "What it does.", "part.role.slug", tag="#org+role"),
        Column(
            "url", "Its site, where one is known.", "part.organization.url", ADDRESS, "#org+url"
        ),
        INITIATIVE_URL,
        page_url("part.organization", says="The page of the organization."),
    ),
    key=("initiative_id", "organization_id", "role"),
    rows=parts("partnerships"),
)


def features(initiative, root):
    """Where an initiative comes from, as points, and each replication of it as a line."""
    return [
        feature(
            initiative.public_id,
            points(initiative.origin_countries),
            kind="initiative",
            title=initiative.title,
            status=initiative.status,
            start_year=initiative.start_year,
            origin_iso3=[country.iso3 for country in initiative.origin_countries],
            themes=[theme.slug for theme in initiative.themes],
            page_url=root + initiative.get_absolute_url(),
        ),
        *(replications.way(one, initiative, root) for one in initiative.replications),
    ]


OFFER = offer_at(
    Offer(
        name="initiatives",
        one="initiative",
        reader=INITIATIVES,
        api=InitiativeViewSet,
        tables=(
            TABLE,
            TAKEN_UP,
            FIGURES,
            MILESTONES,
            PARTNERS,
            cited("an initiative", INITIATIVE_ID, INITIATIVE),
        ),
        features=features,
    ),
    list_name="initiatives:list",
    record_name="initiatives:detail",
)
