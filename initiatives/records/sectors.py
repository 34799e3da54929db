"""A sector of the economy as readers see it."""

from core.records.peers import Related
from core.records.reading import Reader
from initiatives.models import Sector
from initiatives.records.labels import TermLabel
from initiatives.records.naming import NamedRecord, SynonymRow, language_of


class SectorRecord(NamedRecord, frozen=True):
    """All that a sector says itself. parent: the one that holds it."""

    slug: str
    parent: TermLabel | None
    order: int
    isic: str
    synonyms: tuple[SynonymRow, ...]

    @property
    def children(self):
        """Labels of the sectors within it, by name. One query."""
        return RELATED["children"].of(self.pk)


RELATED = {"children": Related(Sector.objects.all, "parent")}
SECTORS = Reader(Sector, SectorRecord, {"parent_id": "sector"}, {"synonyms": language_of})
