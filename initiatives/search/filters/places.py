"""What can be asked of countries and of their groups."""

from core.search.facets import ByName
from core.search.fields import FacetField
from core.search.filters import RecordFilter
from core.search.parameters import WordsFilter
from core.search.questions import QuestionForm
from initiatives.models import CountryGroup
from initiatives.search.facets import REGIONS, by_country, by_theme


class CountryFilter(RecordFilter):
    """Countries by words, region and group; pages list them by continent and offer neither."""

    q = WordsFilter()

    FACETS = [
        ByName.related(
            "region",
            "Region",
            "memberships__region",
            REGIONS,
            help="Slug of a region, however large.",
            is_offered=False,
        ),
        ByName.related(
            "group",
            "Group",
            "groups",
            CountryGroup.objects,
            help="Slug of a group of countries.",
            is_offered=False,
        ),
    ]


class CountryQuestion(QuestionForm):
    """What can be asked of the page of one country: a theme."""

    theme = FacetField(by_theme(), by_theme().known, label="Theme", required=False)

    @property
    def chosen(self):
        """The slug of the theme that is asked for, or None. Of several, the first."""
        return next(iter(self.known_values()["theme"]), None)


class CountryGroupFilter(RecordFilter):
    """Groups of countries by their members."""

    FACETS = [by_country("members")]
