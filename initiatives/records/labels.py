"""How one record names another."""

from core.models.publication import PublicationState
from core.records.reading import Label, LabelSource
from core.web.paths import path_of
from initiatives.models import (
    Country,
    InitiativeKind,
    Modality,
    Organization,
    PartnerRole,
    Resource,
    Sector,
    Source,
    Stage,
    SustainableDevelopmentGoal,
    Theme,
)

PUBLISHED = f"r.publication = '{PublicationState.PUBLISHED}'"
PUBLISHERS = f"""ARRAY(SELECT coalesce(nullif(o.acronym, ''), o.name)
    FROM initiatives_resource_publishers AS p
    JOIN initiatives_organization AS o ON o.id = p.organization_id
    WHERE p.resource_id = r.id AND o.publication = '{PublicationState.PUBLISHED}'
    ORDER BY o.name, o.id)"""  # noqa: S608 - of our own words


class TermLabel(Label, frozen=True):
    """A term of a vocabulary."""

    slug: str
    name: str


class StageLabel(TermLabel, frozen=True):
    """How far a replication has come; the higher its order, the further."""

    order: int


class ThemeLabel(TermLabel, frozen=True):
    """A theme, with the pillar of decent work that gives it its hue."""

    pillar: str

    def get_absolute_url(self):
        return path_of("themes:detail", self.slug)


class GoalLabel(Label, frozen=True):
    """A Sustainable Development Goal."""

    number: int
    name: str


class CountryName(Label, frozen=True):
    """A country, by its ISO 3166 alpha-3 code."""

    iso3: str
    name: str


class CountryLabel(CountryName, frozen=True):
    """A country, with where it lies on the map."""

    m49: str
    lat: float
    lon: float

    def get_absolute_url(self):
        return path_of("countries:detail", self.iso3)


class OrganizationLabel(Label, frozen=True):
    """An organization."""

    public_id: str
    slug: str
    name: str
    acronym: str

    def get_absolute_url(self):
        return path_of("organizations:detail", self.slug)


class ResourceLabel(Label, frozen=True):
    """A document. publishers: the short names of those that are public."""

    public_id: str
    slug: str
    title: str
    kind: str
    year: int | None
    publishers: tuple[str, ...]

    def get_absolute_url(self):
        return path_of("resources:detail", self.slug)

    def get_kind_display(self):
        return Resource.Kind(self.kind).label


class ForumLabel(Label, frozen=True):
    """A forum."""

    public_id: str
    slug: str
    title: str


class SessionLabel(Label, frozen=True):
    """A session of a forum."""

    public_id: str
    slug: str
    title: str
    forum: ForumLabel


class SourceLabel(Label, frozen=True):
    """A source as it is cited."""

    public_id: str
    title: str
    publisher: str
    year: int | None
    url: str
    type: str
    copy: bool

    def get_type_display(self):
        return Source.Type(self.type).label


LABELS = [
    LabelSource(InitiativeKind, TermLabel),
    LabelSource(Modality, TermLabel),
    LabelSource(PartnerRole, TermLabel),
    LabelSource(Sector, TermLabel),
    LabelSource(Stage, StageLabel),
    LabelSource(Theme, ThemeLabel),
    LabelSource(SustainableDevelopmentGoal, GoalLabel),
    LabelSource(Country, CountryLabel),
    LabelSource(Source, SourceLabel),
    LabelSource(Organization, OrganizationLabel, which=PUBLISHED),
    LabelSource(Resource, ResourceLabel, {"publishers": PUBLISHERS}, which=PUBLISHED),
]
REFERENCES = {  # by column, the kind that it names
    "kind_id": "initiativekind",
    "modality_id": "modality",
    "role_id": "partnerrole",
    "sector_id": "sector",
    "stage_id": "stage",
    "theme_id": "theme",
    "sustainabledevelopmentgoal_id": "sustainabledevelopmentgoal",
    "country_id": "country",
    "from_country_id": "country",
    "to_country_id": "country",
    "source_id": "source",
    "status_source_id": "source",
    "organization_id": "organization",
    "resource_id": "resource",
}
