"""An initiative as readers see it: what it says itself, and the labels of what it names."""

from datetime import datetime
from decimal import Decimal
from operator import attrgetter

from msgspec import Struct, field

from core.database.compiled import CompiledQuery
from core.records.reading import Archived, Reader
from core.web.paths import path_of
from initiatives.models import Initiative
from initiatives.models.claims import number_of
from initiatives.models.initiatives import Path, years_in_words
from initiatives.records.labels import (
    LABELS,
    REFERENCES,
    CountryLabel,
    ForumLabel,
    GoalLabel,
    OrganizationLabel,
    ResourceLabel,
    SessionLabel,
    SourceLabel,
    StageLabel,
    TermLabel,
    ThemeLabel,
)


class PartnershipRecord(Struct, frozen=True):
    """What an organization does in an initiative."""

    organization: OrganizationLabel
    role: TermLabel


class FigureRecord(Struct, frozen=True):
    """A number that a source gives."""

    public_id: str
    kind: str
    value: Decimal
    unit: str
    label: str
    year: int | None
    source: SourceLabel

    @property
    def number(self):
        """The value without superfluous decimals: an int where it is whole."""
        return number_of(self.value)


class MilestoneRecord(Struct, frozen=True):
    """What happened on a day, in a month or in a year."""

    public_id: str
    date: str
    text: str
    source: SourceLabel


class ReplicationRecord(Struct, frozen=True):
    """That one country takes up from another what the initiative began."""

    public_id: str
    from_country: CountryLabel
    to_country: CountryLabel
    stage: StageLabel
    year: int | None
    note: str
    source: SourceLabel

    def get_absolute_url(self):
        return path_of("replications:detail", self.public_id)


class InitiativeRecord(Struct, frozen=True):
    """All that a public initiative says itself."""

    pk: int = field(name="id")
    public_id: str
    slug: str
    title: str
    acronym: str
    local_title: str
    kind: TermLabel
    summary: str
    challenge: str
    approach: str
    results: str
    lessons: str
    replicability: str
    start_year: int | None
    end_year: int | None
    status: str
    status_note: str
    status_source: SourceLabel | None
    modified: datetime | None
    archived: Archived | None
    modalities: tuple[TermLabel, ...]
    themes: tuple[ThemeLabel, ...]
    sectors: tuple[TermLabel, ...]
    sdgs: tuple[GoalLabel, ...]
    origin_countries: tuple[CountryLabel, ...]
    participating_countries: tuple[CountryLabel, ...]
    partnerships: tuple[PartnershipRecord, ...]
    replications: tuple[ReplicationRecord, ...]
    figures: tuple[FigureRecord, ...]
    milestones: tuple[MilestoneRecord, ...]
    resources: tuple[ResourceLabel, ...]
    citations: tuple[SourceLabel, ...]

    def get_absolute_url(self):
        return path_of("initiatives:detail", self.slug)

    def get_status_display(self):
        return Initiative.Status(self.status).label

    @property
    def years(self):
        """When it ran, in words."""
        is_active = self.status == Initiative.Status.ACTIVE
        return years_in_words(self.start_year, self.end_year, is_active)

    @property
    def leading_theme(self):
        """The theme that gives the initiative its colour, or None."""
        return self.themes[0] if self.themes else None

    @property
    def path(self):
        """Where it began (or who gave it on), which countries took it up, which would like to."""
        steps = [(r.from_country, r.to_country, r.stage.slug) for r in self.replications]
        return Path.along(self.origin_countries, steps)

    @property
    def partners_by_role(self):
        """Pairs of a role and its partnerships, the roles as the initiative's list begins them."""
        by_role = {}
        for partnership in self.partnerships:
            by_role.setdefault(partnership.role, []).append(partnership)
        return by_role.items()

    @property
    def sessions(self):
        """The sessions of public forums in which it was shown, the oldest first. One query."""
        return [
            SessionLabel(public_id, slug, title, ForumLabel(*forum))
            for public_id, slug, title, *forum in SESSIONS.rows(self.pk)
        ]

    @property
    def sources(self):
        """Every source once: those of the initiative, then those of its claims."""
        claims = [*self.figures, *self.milestones, *self.replications]
        return list(dict.fromkeys([*self.citations, *(claim.source for claim in claims)]))


def sessions_of(pk):
    """The sessions of public forums in which an initiative was shown, the oldest first."""
    return Initiative.objects.related("sessions").public().filter(initiatives=pk).oldest_first()


SESSIONS = CompiledQuery(
    lambda pk: sessions_of(pk).values_list(
        *("public_id", "slug", "title", "forum__public_id", "forum__slug", "forum__title")
    )
)
by_name = attrgetter("name")
ORDER = {  # of what stands in no order of its own
    "modalities": by_name,
    "sdgs": attrgetter("number"),
    "origin_countries": by_name,
    "participating_countries": by_name,
    "resources": attrgetter("title"),
    "replications": lambda one: (-one.stage.order, one.year is None, one.year, one.public_id),
}
READER = Reader(Initiative, InitiativeRecord, REFERENCES, LABELS, ORDER)


PUBLISHED, KEPT = (
    CompiledQuery(lambda slug, who=who: who().filter(slug=slug).values("pk"), example="-")
    for who in (Initiative.objects.published, Initiative.objects.kept)
)


def read_initiatives(initiatives):
    """A queryset as InitiativeRecords, in no order. Two queries, however many there are."""
    return READER.read(initiatives)


def published_initiative(slug):
    """The published initiative with this slug, or None."""
    return next(iter(READER.read_keys(*PUBLISHED.sql(slug))), None)


def kept_initiative(slug):
    """The archived initiative with this slug whose page is kept readable, or None."""
    return next(iter(READER.read_keys(*KEPT.sql(slug))), None)
