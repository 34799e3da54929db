"""What rests on a source each: figures, milestones, and who took up what from whom."""

from datetime import datetime
from decimal import Decimal

from msgspec import Struct, field

from core.records.reading import Archived, Reader
from core.web.paths import path_of
from initiatives.models import Replication
from initiatives.models.claims import number_of
from initiatives.records.labels import (
    REFERENCES,
    CountryLabel,
    InitiativeLabel,
    SourceLabel,
    StageLabel,
)
from initiatives.uptake import uptake_of


class FigureRow(Struct, frozen=True):
    """A number that a source gives."""

    kind: str
    value: Decimal
    unit: str
    label: str
    year: int | None
    source: SourceLabel
    public_id: str

    @property
    def number(self):
        """The value without superfluous decimals: an int where it is whole."""
        return number_of(self.value)


class MilestoneRow(Struct, frozen=True):
    """What happened on a day, in a month or in a year."""

    public_id: str
    date: str
    text: str
    source: SourceLabel


class ReplyRow(Struct, frozen=True):
    """What a ministry or an organization has to say of what stands here."""

    author: str
    date: str
    text: str
    url: str


class ReplicationRow(Struct, frozen=True):
    """That one country takes up from another what an initiative began."""

    public_id: str
    from_country: CountryLabel
    to_country: CountryLabel
    stage: StageLabel
    year: int | None
    note: str
    source: SourceLabel

    @property
    def uptake(self):
        """What it comes to: the value of an Uptake."""
        return uptake_of(self.stage.slug).value

    def get_absolute_url(self):
        return path_of("replications:detail", self.public_id)

    def __str__(self):
        return f"{self.from_country.short_name} → {self.to_country.short_name} ({self.stage.name})"


class ReplicationRecord(ReplicationRow, frozen=True):
    """The same with what it is that they take up."""

    pk: int = field(name="id")
    initiative: InitiativeLabel
    modified: datetime | None
    archived: Archived | None

    @property
    def citation_title(self):
        """What it is called where it is cited."""
        way = f"From {self.from_country.name} to {self.to_country.name}"
        return f"{way}: {self.initiative.title}"


REPLICATIONS = Reader(Replication, ReplicationRecord, REFERENCES)
