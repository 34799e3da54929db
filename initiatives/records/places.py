"""Countries, regions and groups of countries as readers see them."""

from operator import attrgetter

from msgspec.structs import replace

from core.records.peers import Related
from core.records.reading import Reader, read_labels
from core.web.paths import path_of
from initiatives.models import Country, CountryGroup, CountryTotals, Region
from initiatives.querysets.countries import TOTALS
from initiatives.records.labels import REFERENCES, CountryLabel, RegionLabel
from initiatives.records.naming import NamedRecord
from initiatives.short_names import name_in_text, short_name


class CountryRecord(NamedRecord, frozen=True):
    """All that a country says itself. lat, lon: degrees.

    region: the smallest that holds it; numbers: its totals by name, where they were counted.
    """

    iso3: str
    iso2: str
    m49: str
    aliases: tuple[str, ...]
    region: RegionLabel
    lat: float
    lon: float
    numbers: dict | None = None

    def get_absolute_url(self):
        return path_of("countries:detail", self.iso3)

    @property
    def short_name(self):
        """What it is called everyday."""
        return short_name(self.name)

    @property
    def name_in_text(self):
        """The same within a sentence."""
        return name_in_text(self.name)

    @property
    def continent(self):
        """The label of the region right below the world that holds it. One query."""
        top = Region.objects.filter(parent__parent__isnull=True, parent__isnull=False)
        return next(iter(read_labels(top.filter(memberships__country=self.pk))), self.region)

    @property
    def groups(self):
        """Labels of the groups that it belongs to, by name. One query."""
        return COUNTRIES_RELATED["groups"].of(self.pk)


class RegionRecord(NamedRecord, frozen=True):
    """A region of the UN's M49 standard."""

    slug: str
    code: str
    parent: RegionLabel

    @property
    def part_of(self):
        """The region that holds it; None for what only the world holds."""
        return None if self.parent.is_world else self.parent

    @property
    def children(self):
        """Labels of the regions in it, by name. One query."""
        return REGIONS_RELATED["children"].of(self.pk)


class CountryGroupRecord(NamedRecord, frozen=True):
    """Countries that act or are counted together."""

    slug: str
    kind: str
    as_of: str
    source_title: str
    source_url: str
    note: str
    members: tuple[CountryLabel, ...]


def with_numbers(countries):
    """CountryRecords with their numbers; None where a country has no part in anything."""
    totals = CountryTotals.objects.filter(country__in=[country.pk for country in countries])
    numbers = {row["country"]: row for row in totals.values("country", *TOTALS)}
    return [replace(country, numbers=numbers.get(country.pk)) for country in countries]


COUNTRIES_RELATED = {"groups": Related(CountryGroup.objects.all, "members")}
REGIONS_RELATED = {"children": Related(Region.objects.all, "parent")}
COUNTRIES = Reader(Country, CountryRecord, REFERENCES)
REGIONS = Reader(Region, RegionRecord, {"parent_id": "region"})
COUNTRY_GROUPS = Reader(
    CountryGroup, CountryGroupRecord, REFERENCES, {"members": attrgetter("name")}
)
