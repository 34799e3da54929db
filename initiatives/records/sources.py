"""A source as readers see it, and what rests on it."""

from datetime import date, datetime

from msgspec import Struct, field

from core.records.reading import Reader
from initiatives.models import Source


class SourceRecord(Struct, frozen=True):
    """A page or document that was read. accessed_on: when it was last read.

    citing: what cites it, by kind of record, where that was asked for.
    """

    pk: int = field(name="id")
    public_id: str
    title: str
    publisher: str
    year: int | None
    url: str
    type: str
    copy: bool
    accessed_on: date | None
    modified: datetime | None
    citing: dict = {}


SOURCES = Reader(Source, SourceRecord)
