"""An initiative as readers see it: what it says itself, and the labels of what it names."""

from datetime import datetime
from operator import attrgetter

from msgspec import Struct, field

from core.database.compiled import CompiledQuery
from core.records.peers import Related
from core.records.reading import Archived, Reader, read_labels_for
from core.web.paths import path_of
from initiatives.models import Initiative
from initiatives.models.initiatives import Path, years_in_words
from initiatives.querysets.claims import CARRIES_IT_OUT, TO_ASK
from initiatives.records.citing import CitingRecord
from initiatives.records.claims import FigureRow, MilestoneRow, ReplicationRow, ReplyRow
from initiatives.records.labels import (
    REFERENCES,
    CountryLabel,
    GoalLabel,
    OrganizationLabel,
    ResourceLabel,
    SourceLabel,
    TermLabel,
    ThemeLabel,
)
from initiatives.uptake import Uptake, uptake_of


class PartnershipRow(Struct, frozen=True):
    """What an organization does in an initiative."""

    organization: OrganizationLabel
    role: TermLabel


class InitiativeRecord(CitingRecord, frozen=True):
    """All that a public initiative says itself."""

    pk: int = field(name="id")
    public_id: str
    slug: str
    title: str
    acronym: str
    local_title: str
    local_title_language: str
    kind: TermLabel
    summary: str
    challenge: str
    approach: str
    results: str
    lessons: str
    replicability: str
    law_and_mandate: str
    body_in_charge: str
    partners_needed: str
    money_needed: str
    time_needed: str
    people_and_skills: str
    failed_elsewhere: str
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
    partnerships: tuple[PartnershipRow, ...]
    replications: tuple[ReplicationRow, ...]
    figures: tuple[FigureRow, ...]
    milestones: tuple[MilestoneRow, ...]
    replies: tuple[ReplyRow, ...]
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
    def last_known(self):
        """The year of the latest dated fact, None without any: of what is said, not of sources."""
        dated = [*self.figures, *self.replications]
        years = [self.start_year, self.end_year, *(fact.year for fact in dated)]
        years += [int(milestone.date[:4]) for milestone in self.milestones]
        return max(filter(None, years), default=None)

    @property
    def leaders(self):
        """The partnerships of those to ask: who leads it, offers its way, teaches it, facilitates.

        Where nobody does, those of who carries it out.
        """
        asked = [one for one in self.partnerships if one.role.slug in TO_ASK]
        asked.sort(key=lambda one: TO_ASK.index(one.role.slug))
        return asked or [one for one in self.partnerships if one.role.slug == CARRIES_IT_OUT]

    @property
    def leading_theme(self):
        """The theme that gives the initiative its colour, or None."""
        return self.themes[0] if self.themes else None

    @property
    def path(self):
        """Where it began (or who gave it on), who took it up, learnt from it, wants it."""
        steps = [(r.from_country, r.to_country, r.stage.slug) for r in self.replications]
        return Path.along(self.origin_countries, steps)

    @property
    def furthest_stage(self):
        """The stage of the replication that has come furthest, or None."""
        return self.replications[0].stage if self.replications else None

    @property
    def replications_by_uptake(self):
        """Pairs of an Uptake and the replications that come to it, the furthest first."""
        parts = {uptake: [] for uptake in Uptake}
        for replication in self.replications:
            parts[uptake_of(replication.stage.slug)].append(replication)
        return [(uptake, part) for uptake, part in parts.items() if part]

    @property
    def partners_by_role(self):
        """Pairs of a role and its partnerships, the roles as the initiative's list begins them."""
        by_role = {}
        for partnership in self.partnerships:
            by_role.setdefault(partnership.role, []).append(partnership)
        return by_role.items()

    @property
    def claimed_sources(self):
        """Sources of figures, milestones, replications and the status, in this order."""
        claims = [*self.figures, *self.milestones, *self.replications]
        settled_by = [self.status_source] if self.status_source else []
        return [*(claim.source for claim in claims), *settled_by]

    @property
    def sessions(self):
        """Labels of the sessions of public forums in which it was shown, the oldest first."""
        return read_labels_for(SESSIONS, self.pk)

    @property
    def sessions_and_speakers(self):
        """Pairs of such a session and labels of those who appeared in it. At most two queries."""
        sessions = self.sessions
        if not sessions:
            return []
        speakers = {session: {} for session in sessions}
        for appearance in read_labels_for(APPEARANCES, self.pk):
            speakers.get(appearance.session, {})[appearance.person] = True
        return [(session, list(people)) for session, people in speakers.items()]


by_name = attrgetter("name")
ORDER = {  # of what stands in no order of its own
    "modalities": by_name,
    "sdgs": attrgetter("number"),
    "origin_countries": by_name,
    "participating_countries": by_name,
    "resources": attrgetter("title"),
    "replications": lambda one: (-one.stage.order, one.year is None, one.year, one.public_id),
}
INITIATIVES = Reader(
    Initiative, InitiativeRecord, REFERENCES | {"kind_id": "initiativekind"}, ORDER
)


PUBLISHED, KEPT = (
    CompiledQuery(lambda slug, who=who: who().filter(slug=slug).values("pk"), example="-")
    for who in (Initiative.objects.published, Initiative.objects.kept)
)
RELATED = {
    "sessions": Related(
        lambda: Initiative.objects.related("sessions").public().oldest_first(), "initiatives"
    )
}
SESSIONS = CompiledQuery(
    lambda key: RELATED["sessions"].records().filter(initiatives=key).values("pk")
)
APPEARANCES = CompiledQuery(
    lambda key: (
        Initiative.objects.related("sessions")
        .related("appearances")
        .public()
        .filter(session__initiatives=key)
        .order_by("position", "pk")
        .values("pk")
    )
)


def read_initiatives(initiatives):
    """A queryset as InitiativeRecords, in no order. Two queries, however many there are."""
    return INITIATIVES.read(initiatives)


def published_initiative(slug):
    """The published initiative with this slug, or None."""
    return next(iter(INITIATIVES.read_keys(*PUBLISHED.sql(slug))), None)


def kept_initiative(slug):
    """The archived initiative with this slug whose page is kept readable, or None."""
    return next(iter(INITIATIVES.read_keys(*KEPT.sql(slug))), None)
