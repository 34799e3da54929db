"""How one record names another."""

from datetime import date

from msgspec import field

from core.models.publication import PublicationState
from core.records.reading import Label, LabelSource, register_labels
from core.web.paths import path_of
from initiatives.models import (
    Convention,
    Country,
    CountryGroup,
    Initiative,
    InitiativeKind,
    Milestone,
    Modality,
    Organization,
    OrganizationKind,
    PartnerRole,
    Region,
    Resource,
    Sector,
    Source,
    Stage,
    SustainableDevelopmentGoal,
    Target,
    Theme,
)
from initiatives.short_names import short_name

PUBLISHED = f"r.publication = '{PublicationState.PUBLISHED}'"
IN_PUBLIC_INITIATIVE = f"""EXISTS (SELECT FROM initiatives_initiative AS i
    WHERE i.id = r.initiative_id AND i.publication = '{PublicationState.PUBLISHED}')"""
PILLAR = """(SELECT t.pillar FROM initiatives_initiativetheme AS link
    JOIN initiatives_theme AS t ON t.id = link.theme_id
    WHERE link.initiative_id = r.id AND link.position = 0)"""
PUBLISHERS = f"""ARRAY(SELECT coalesce(nullif(o.acronym, ''), o.name)
    FROM initiatives_resource_publishers AS p
    JOIN initiatives_organization AS o ON o.id = p.organization_id
    WHERE p.resource_id = r.id AND o.publication = '{PublicationState.PUBLISHED}'
    ORDER BY o.name, o.id)"""


class TermLabel(Label, frozen=True):
    """A term of a vocabulary."""

    slug: str
    name: str


class StageLabel(TermLabel, frozen=True):
    """How far a replication has come; the higher its order, the further."""

    order: int
    definition: str


class ThemeLabel(TermLabel, frozen=True):
    """A theme, with the pillar of decent work that gives it its hue."""

    pillar: str

    def get_absolute_url(self):
        return path_of("themes:detail", self.slug)

    def get_pillar_display(self):
        return Theme.Pillar(self.pillar).label


class GoalLabel(Label, frozen=True):
    """A Sustainable Development Goal."""

    number: int
    name: str


class TargetLabel(Label, frozen=True):
    """A target of a goal. goal: the number of that."""

    code: str
    name: str
    goal: int


class ConventionLabel(Label, frozen=True):
    """An international labour convention of the ILO."""

    public_id: str
    number: int
    title: str
    year: int


class RegionLabel(TermLabel, frozen=True):
    """A region of the UN's M49 standard."""

    pk: int = field(name="id")
    is_world: bool


class CountryGroupLabel(TermLabel, frozen=True):
    """A group of countries. size: how many they are."""

    kind: str
    size: int


class InitiativeLabel(Label, frozen=True):
    """An initiative. pillar: that of its leading theme, None without one."""

    pk: int = field(name="id")
    public_id: str
    slug: str
    title: str
    pillar: str | None

    def get_absolute_url(self):
        return path_of("initiatives:detail", self.slug)


class CountryName(Label, frozen=True):
    """A country, by its ISO 3166 alpha-3 code."""

    iso3: str
    name: str

    def get_absolute_url(self):
        return path_of("countries:detail", self.iso3)

    @property
    def short_name(self):
        """What it is called everyday."""
        return short_name(self.name)


class CountryLabel(CountryName, frozen=True):
    """A country, with where it lies on the map."""

    m49: str
    lat: float
    lon: float


class OrganizationLabel(Label, frozen=True):
    """An organization. url: of its site, empty where none is known."""

    public_id: str
    slug: str
    name: str
    acronym: str
    url: str

    def get_absolute_url(self):
        return path_of("organizations:detail", self.slug)

    @property
    def short_name(self):
        """The acronym where there is one, for places with little room."""
        return self.acronym or self.name

    def is_called(self, words):
        """Whether some words are its acronym, its name, or how that begins."""
        return words == self.acronym or f"{self.name} ".startswith(f"{words} ")


class ResourceLabel(Label, frozen=True):
    """A document. publishers: the short names of those that are public."""

    public_id: str
    slug: str
    title: str
    title_language: str
    kind: str
    year: int | None
    url: str
    publishers: tuple[str, ...]

    def get_absolute_url(self):
        return path_of("resources:detail", self.slug)

    def get_kind_display(self):
        return Resource.Kind(self.kind).label


class SourceLabel(Label, frozen=True):
    """A source as it is cited.

    accessed_on: when it was last read; dead_since: since when nothing answers at its address.
    """

    public_id: str
    title: str
    title_language: str
    publisher: str
    year: int | None
    url: str
    type: str
    copy: bool
    accessed_on: date | None
    archived_url: str
    dead_since: date | None

    def get_type_display(self):
        return Source.Type(self.type).label


class MilestoneLabel(Label, frozen=True):
    """What happened to an initiative on a day, in a month or in a year."""

    public_id: str
    date: str
    text: str
    initiative: InitiativeLabel
    source: SourceLabel

    def get_absolute_url(self):
        return f"{self.initiative.get_absolute_url()}#milestone-{self.public_id}"


INITIATIVES = LabelSource(Initiative, InitiativeLabel, {"pillar": PILLAR}, which=PUBLISHED)
SOURCES = LabelSource(Source, SourceLabel)
ORGANIZATIONS = LabelSource(Organization, OrganizationLabel, which=PUBLISHED)

register_labels(
    ORGANIZATIONS,
    LabelSource(InitiativeKind, TermLabel),
    LabelSource(Modality, TermLabel),
    LabelSource(PartnerRole, TermLabel),
    LabelSource(Sector, TermLabel),
    LabelSource(OrganizationKind, TermLabel),
    LabelSource(Stage, StageLabel),
    LabelSource(Theme, ThemeLabel),
    LabelSource(SustainableDevelopmentGoal, GoalLabel),
    LabelSource(
        Target,
        TargetLabel,
        {
            "goal": "(SELECT number FROM initiatives_sustainabledevelopmentgoal AS g"
            " WHERE g.id = r.goal_id)"
        },
    ),
    LabelSource(Convention, ConventionLabel),
    LabelSource(Country, CountryLabel),
    LabelSource(Region, RegionLabel, {"is_world": "r.parent_id IS NULL"}),
    LabelSource(
        CountryGroup,
        CountryGroupLabel,
        {
            "size": "(SELECT count(*) FROM initiatives_countrygroup_members AS m"
            " WHERE m.countrygroup_id = r.id)"
        },
    ),
    INITIATIVES,
    SOURCES,
    LabelSource(
        Milestone,
        MilestoneLabel,
        {
            "initiative": INITIATIVES.one("r.initiative_id"),
            "source": SOURCES.one("r.source_id"),
        },
        which=IN_PUBLIC_INITIATIVE,
    ),
    LabelSource(Resource, ResourceLabel, {"publishers": PUBLISHERS}, which=PUBLISHED),
)
REFERENCES = {  # by column, the kind that it names
    "modality_id": "modality",
    "role_id": "partnerrole",
    "sector_id": "sector",
    "stage_id": "stage",
    "theme_id": "theme",
    "sustainabledevelopmentgoal_id": "sustainabledevelopmentgoal",
    "target_id": "target",
    "convention_id": "convention",
    "country_id": "country",
    "from_country_id": "country",
    "to_country_id": "country",
    "region_id": "region",
    "source_id": "source",
    "status_source_id": "source",
    "initiative_id": "initiative",
    "organization_id": "organization",
    "resource_id": "resource",
}
