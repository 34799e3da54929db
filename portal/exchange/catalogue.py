"""The exchange format: every file, with its records' keys in the order they are written.

Here and in `reference` stands what the format holds, once; checks, import, export and counts
follow it.
"""

from dataclasses import dataclass

from forum.models import (
    Appearance,
    Forum,
    ForumCitation,
    ForumSeries,
    Person,
    PersonCitation,
    Session,
    SessionFigure,
)
from initiatives.models import (
    Country,
    Figure,
    FigureBase,
    Initiative,
    InitiativeCitation,
    InitiativeKind,
    InitiativeSector,
    InitiativeTheme,
    Milestone,
    Modality,
    Organization,
    OrganizationCitation,
    OrganizationKind,
    OrganizationLink,
    PartnerRole,
    Partnership,
    Replication,
    Reply,
    Resource,
    ResourceCitation,
    Sector,
    Source,
    Stage,
    SustainableDevelopmentGoal,
    Theme,
)
from initiatives.models.sources import ArchivedAddressField
from portal.exchange.keys import (
    Children,
    Column,
    Lines,
    Link,
    Many,
    PublicId,
    Shape,
    required,
)
from portal.exchange.reference import (
    CONVENTION,
    COUNTRY,
    GLOSSARY_TERM,
    GOAL,
    GROUP,
    REGION,
    SECTOR,
    SMALL,
    THEME,
    term,
)
from portal.exchange.special_keys import (
    Heading,
    Listed,
    Series,
    SourceNumber,
    Sources,
)
from portal.exchange.values import (
    Address,
    Choice,
    Line,
    Number,
    Ordinal,
    PartialDate,
    Pattern,
    Slug,
    Text,
    Time,
    Truth,
    Whole,
    Year,
)


@dataclass(frozen=True)
class File:
    """One file of the format: its name without ".json", and the shape of its records."""

    name: str
    shape: Shape

    @property
    def filename(self):
        return f"{self.name}.json"


LANGUAGE = Pattern("[a-z]{2}", 'a code of two letters such as "en"')
COPY_OF_PAGE = "an address such as https://web.archive.org/web/20261103120000/https://..."
SOURCE = Shape(
    Source,
    required("url", Address()),
    required("title", Line()),
    Column("title_language", LANGUAGE),
    required("publisher", Line()),
    Column("year", Year()),
    Column("type", Choice(Source.Type.choices)),
    Column("copy", Truth()),
    Column("archived_url", Pattern(ArchivedAddressField.PATTERN, COPY_OF_PAGE)),
    PublicId(),
)
SERIES = Shape(ForumSeries, Heading("name", Line(), required=True))


def sources(citation, owner):
    """The key `sources`, which every record of the catalogue proper ends with."""
    shape = Shape(
        citation,
        Link("source", Source, by="url", required=True),
        identity=("source_id",),
        owner=owner,
        position="position",
    )
    return Sources("sources", shape, SOURCE, required=True)


def figures(model, owner):
    shape = Shape(
        model,
        PublicId(),
        required("value", Number()),
        Column("unit", Line()),
        Column("label", Line()),
        Column("year", Year()),
        Column("kind", Choice(FigureBase.Kind.choices)),
        SourceNumber("source", Source, required=True),
        identity=("position",),
        owner=owner,
        position="position",
        either=("unit", "label"),
    )
    return Children("figures", shape)


ORGANIZATION = Shape(
    Organization,
    required("slug", Slug()),
    PublicId(),
    required("name", Line()),
    Column("acronym", Line()),
    Link("kind", OrganizationKind, required=True),
    Link("country", Country, by="iso3"),
    Column("url", Address()),
    Children(
        "links",
        Shape(
            OrganizationLink,
            required("kind", Choice(OrganizationLink.Kind.choices)),
            required("url", Address()),
            identity=("url",),
            owner="organization",
            position="position",
            once=("url",),
        ),
    ),
    Column("summary", Text()),
    sources(OrganizationCitation, "organization"),
)
PERSON = Shape(
    Person,
    required("slug", Slug()),
    PublicId(),
    required("name", Line()),
    sources(PersonCitation, "person"),
)
RESOURCE = Shape(
    Resource,
    required("slug", Slug()),
    PublicId(),
    required("title", Line()),
    Column("title_language", LANGUAGE),
    required("kind", Choice(Resource.Kind.choices)),
    Column("year", Year()),
    Column("date", PartialDate()),
    Column("url", Address()),
    Many("publishers", Organization),
    Column("language", LANGUAGE),
    required("summary", Text()),
    Many("initiatives", Initiative),
    sources(ResourceCitation, "resource"),
)
INITIATIVE = Shape(
    Initiative,
    required("slug", Slug()),
    PublicId(),
    required("title", Line()),
    Column("acronym", Line()),
    Column("local_title", Line()),
    Column("local_title_language", LANGUAGE),
    Link("kind", InitiativeKind, required=True),
    required("summary", Text()),
    Column("challenge", Text()),
    required("approach", Text()),
    Column("results", Text()),
    Column("lessons", Text()),
    Column("replicability", Text()),
    *(Column(name, Text()) for name in Initiative.REQUIREMENTS),
    Column("start_year", Year()),
    Column("end_year", Year()),
    required("status", Choice(Initiative.Status.choices)),
    Column("status_note", Text()),
    SourceNumber("status_source", Source),
    Many("cooperation", Modality, column="modalities"),
    Listed(
        "themes",
        Shape(
            InitiativeTheme,
            Link("theme", Theme, required=True),
            identity=("theme_id",),
            owner="initiative",
            position="position",
        ),
        required=True,
    ),
    Listed(
        "sectors",
        Shape(
            InitiativeSector,
            Link("sector", Sector, required=True),
            identity=("sector_id",),
            owner="initiative",
            position="position",
        ),
    ),
    Many("sdgs", SustainableDevelopmentGoal, by="number"),
    Many("origin_countries", Country, by="iso3"),
    Many("participating_countries", Country, by="iso3"),
    Children(
        "partners",
        Shape(
            Partnership,
            Link("organization", Organization, required=True),
            Link("role", PartnerRole, required=True),
            identity=("organization_id", "role_id"),
            owner="initiative",
            position="position",
            once=("organization", "role"),
        ),
    ),
    Children(
        "replications",
        Shape(
            Replication,
            PublicId(),
            Link("from", Country, by="iso3", column="from_country", required=True),
            Link("to", Country, by="iso3", column="to_country", required=True),
            Link("status", Stage, column="stage", required=True),
            Column("year", Year()),
            Column("note", Text()),
            SourceNumber("source", Source, required=True),
            identity=("from_country_id", "to_country_id", "stage_id"),
            owner="initiative",
            once=("from", "to", "status"),
        ),
        order=lambda entry: (entry["from"], entry["to"], entry["status"]),
    ),
    figures(Figure, "initiative"),
    Children(
        "milestones",
        Shape(
            Milestone,
            PublicId(),
            required("date", PartialDate()),
            required("text", Text()),
            SourceNumber("source", Source, required=True),
            identity=("position",),
            owner="initiative",
            position="position",
        ),
        order=lambda entry: entry["date"],
    ),
    Children(
        "replies",
        Shape(
            Reply,
            required("author", Line()),
            required("date", PartialDate()),
            required("text", Text()),
            Column("url", Address()),
            identity=("position",),
            owner="initiative",
            position="position",
        ),
        order=lambda entry: entry["date"],
    ),
    Many("resources", Resource),
    sources(InitiativeCitation, "initiative"),
)
SESSION = Shape(
    Session,
    required("order", Whole(1, SMALL)),
    required("slug", Slug()),
    PublicId(),
    required("title", Line()),
    Column("date", PartialDate()),
    Column("start_time", Time()),
    Column("end_time", Time()),
    required("summary", Text()),
    Many("themes", Theme),
    Many("initiatives", Initiative),
    Many("resources", Resource),
    Lines("key_messages", Text()),
    figures(SessionFigure, "session"),
    Children(
        "appearances",
        Shape(
            Appearance,
            Link("person", Person, required=True),
            required("role", Choice(Appearance.Role.choices)),
            Column("title", Line()),
            Link("organization", Organization),
            Column("topic", Line()),
            Lines("points", Text()),
            identity=("person_id", "role"),
            owner="session",
            position="position",
            once=("person", "role"),
        ),
    ),
    identity=("slug",),
    owner="forum",
)
FORUM = Shape(
    Forum,
    required("slug", Slug()),
    PublicId(),
    required("title", Line()),
    Series("host_event", SERIES, column="series"),
    Column("edition", Ordinal()),
    required("start_date", PartialDate()),
    Column("end_date", PartialDate()),
    Column("city", Line()),
    Link("country", Country, by="iso3"),
    Column("venue", Line()),
    Column("theme", Line()),
    required("summary", Text()),
    Many("organizers", Organization),
    Many("themes", Theme),
    Many("resources", Resource),
    Children("sessions", SESSION),
    sources(ForumCitation, "forum"),
)

# In the order in which records can refer to those before them.
FILES = [
    File("regions", REGION),
    File("countries", COUNTRY),
    File("groups", GROUP),
    File("sdgs", GOAL),
    File("themes", THEME),
    File("sectors", SECTOR),
    File("glossary", GLOSSARY_TERM),
    File("kinds", term(InitiativeKind)),
    File("modalities", term(Modality)),
    File("stages", term(Stage, required("order", Whole(1, SMALL)))),
    File(
        "partner_roles", term(PartnerRole, required("scheme", Choice(PartnerRole.Scheme.choices)))
    ),
    File("organization_kinds", term(OrganizationKind)),
    File("organizations", ORGANIZATION),
    File("people", PERSON),
    File("resources", RESOURCE),
    File("initiatives", INITIATIVE),
    File("forums", FORUM),
]
SHARED = {SOURCE: "sources", CONVENTION: "conventions", SERIES: "series"}
