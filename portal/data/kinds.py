"""Every kind of public record, in the order of the API, and how it is read piece by piece."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from core.records.reading import Reader, Records, read_labels
from forum.models import Forum, ForumSeries, Person, Session
from forum.records.forums import FORUMS
from forum.records.labels import SeriesLabel
from forum.records.people import PEOPLE
from forum.records.sessions import SESSIONS
from initiatives.models import (
    Convention,
    Country,
    CountryGroup,
    Initiative,
    InitiativeKind,
    Modality,
    Organization,
    OrganizationKind,
    PartnerRole,
    Region,
    Replication,
    Resource,
    Sector,
    Source,
    Stage,
    SustainableDevelopmentGoal,
    Theme,
)
from initiatives.records.claims import REPLICATIONS
from initiatives.records.initiatives import INITIATIVES
from initiatives.records.labels import ConventionLabel
from initiatives.records.organizations import ORGANIZATIONS
from initiatives.records.places import COUNTRIES, COUNTRY_GROUPS, REGIONS
from initiatives.records.resources import RESOURCES
from initiatives.records.sectors import SECTORS
from initiatives.records.sources import SOURCES
from initiatives.records.themes import GOALS, THEMES
from initiatives.records.vocabularies import TERMS
from portal.data.fields import KEYS, fields_of

AT_ONCE = 500  # records that are in memory


class LabelReader:
    """Reads a kind that readers meet only where others name it: its records are its labels."""

    def __init__(self, model, record):
        self.model, self.record = model, record

    def read(self, records):
        return read_labels(records)

    def over(self, records, then=list):
        return Records(self, records, then)


@dataclass(frozen=True)
class Kind:
    """A kind of public record.

    name: of its list in the API, and of its files; one: what the name of a table calls a single
    record; reader: of its records; public: gives the queryset of those that the public sees; means:
    what it is, in a sentence.
    """

    name: str
    one: str
    reader: Reader | LabelReader
    public: Callable
    means: str

    @property
    def model(self):
        return self.reader.model

    @property
    def record(self):
        """The type of its records."""
        return self.reader.record

    @cached_property
    def fields(self):
        """What its records say: Fields."""
        return fields_of(self.record)

    @property
    def key(self):
        """The field by which others name it."""
        return KEYS.get(self.name, "id")

    @property
    def table(self):
        """The name of its table."""
        return self.name.replace("-", "_")

    def read(self):
        """All its public records, in the order of their ids: lists of a few."""
        records, behind = self.reader.over(self.public()), ""
        while some := records.behind(behind, AT_ONCE):
            yield [record for _, record in some]
            behind = some[-1][0]


def vocabulary(name, one, model, means):
    return Kind(name, one, TERMS[model], model.objects.all, means)


KINDS = [
    Kind(
        "initiatives",
        "initiative",
        INITIATIVES,
        Initiative.objects.published,
        "Solutions that one country has tried and another can take up.",
    ),
    Kind(
        "replications",
        "replication",
        REPLICATIONS,
        Replication.objects.public,
        "Who took up what from whom, learnt from it or wants it.",
    ),
    Kind(
        "forums",
        "forum",
        FORUMS,
        Forum.objects.published,
        "Events at which initiatives were shown.",
    ),
    Kind(
        "sessions",
        "session",
        SESSIONS,
        Session.objects.public,
        "Sessions of forums, with who appeared in them and what was said.",
    ),
    Kind(
        "people",
        "person",
        PEOPLE,
        Person.objects.published,
        "People who had a public role at a forum.",
    ),
    Kind(
        "organizations",
        "organization",
        ORGANIZATIONS,
        Organization.objects.published,
        "Partners, funders, publishers, organizers.",
    ),
    Kind(
        "resources",
        "resource",
        RESOURCES,
        Resource.objects.published,
        "Documents and pages about initiatives and forums.",
    ),
    Kind("countries", "country", COUNTRIES, Country.objects.all, "Countries and territories."),
    Kind(
        "regions",
        "region",
        REGIONS,
        lambda: Region.objects.filter(parent__isnull=False),
        "Regions of the United Nations (M49).",
    ),
    Kind(
        "country-groups",
        "country_group",
        COUNTRY_GROUPS,
        CountryGroup.objects.all,
        "Countries that act or are counted together.",
    ),
    Kind("themes", "theme", THEMES, Theme.objects.all, "What initiatives are about."),
    Kind("sectors", "sector", SECTORS, Sector.objects.all, "Sectors of the economy."),
    Kind(
        "sdgs",
        "sdg",
        GOALS,
        SustainableDevelopmentGoal.objects.all,
        "The Sustainable Development Goals.",
    ),
    Kind(
        "sources",
        "source",
        SOURCES,
        Source.objects.public,
        "Pages and documents that were read, on which the records rest.",
    ),
    vocabulary("kinds", "kind", InitiativeKind, "Kinds of initiatives."),
    vocabulary("modalities", "modality", Modality, "Ways of cooperating."),
    vocabulary("stages", "stage", Stage, "How far a replication has come."),
    vocabulary("partner-roles", "partner_role", PartnerRole, "What partners do."),
    vocabulary(
        "organization-kinds", "organization_kind", OrganizationKind, "Kinds of organizations."
    ),
    Kind(
        "series",
        "series",
        LabelReader(ForumSeries, SeriesLabel),
        lambda: ForumSeries.objects.filter(forums__in=Forum.objects.published()).distinct(),
        "Series of forums, and larger events that hosted one.",
    ),
    Kind(
        "conventions",
        "convention",
        LabelReader(Convention, ConventionLabel),
        Convention.objects.all,
        "International labour conventions of the ILO.",
    ),
]
BY_NAME = {kind.name: kind for kind in KINDS}
BY_MODEL = {kind.model._meta.model_name: kind for kind in KINDS}
