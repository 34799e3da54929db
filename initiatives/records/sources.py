"""A source as readers see it, and what rests on it."""

from datetime import datetime

from msgspec import field

from core.records.reading import Reader
from initiatives.models import Source
from initiatives.records.labels import SourceLabel


class SourceRecord(SourceLabel, frozen=True):
    """A page or document that was read.

    moved_to: where its site says that it is now, empty where it says nothing of the kind.
    citing: what cites it, by kind of record, where that was asked for.
    """

    pk: int = field(name="id")
    modified: datetime | None
    moved_to: str
    citing: dict = {}


SOURCES = Reader(Source, SourceRecord)
