"""A person as readers see them: a name, and what they did in public."""

from datetime import datetime

from msgspec import field
from msgspec.structs import replace

from core.records.reading import Reader, read_labels
from core.web.paths import path_of
from forum.models import Appearance, Person
from forum.records.labels import REFERENCES, AppearanceLabel
from initiatives.records.citing import CitingRecord
from initiatives.records.labels import SourceLabel


class PersonRecord(CitingRecord, frozen=True):
    """All that is public of a person.

    appearances: in public forums, the latest first, where they were asked for.
    """

    pk: int = field(name="id")
    public_id: str
    slug: str
    name: str
    modified: datetime | None
    citations: tuple[SourceLabel, ...]
    appearances: tuple[AppearanceLabel, ...] = ()

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return path_of("people:detail", self.slug)

    @property
    def appearance_count(self):
        return len(self.appearances)


def with_appearances(people):
    """PersonRecords with their appearances. One query."""
    of_people = Appearance.objects.public().filter(person__in=[person.pk for person in people])
    by_person = {}
    for appearance in read_labels(of_people.newest_first()):
        by_person.setdefault(appearance.person.public_id, []).append(appearance)
    return [replace(one, appearances=tuple(by_person.get(one.public_id, ()))) for one in people]


PEOPLE = Reader(Person, PersonRecord, REFERENCES)
