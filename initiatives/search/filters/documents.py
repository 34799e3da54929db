"""What can be asked of documents, and of the sources that were read."""

from django.db.models import F, Q

from core.alphabet import Alphabetical
from core.models.naming import language_name
from core.models.publication import PublicationState
from core.search.facets import ByName, ByYear, spelled
from core.search.filters import RecordFilter
from core.search.orders import Order
from core.search.parameters import AddressFilter, WordsFilter
from initiatives.models import Resource
from initiatives.search.facets import by_theme, one_of


class ByLanguage(ByName):
    """A facet of languages, which their codes name."""

    def names_of(self, values):
        return {code: language_name(code) for code in values}


def spoken(codes=None):
    """The names of those of some languages that public documents have, or of all of these."""
    found = Resource.objects.published().exclude(language="").order_by()
    if codes is not None:
        found = found.filter(language__in=codes)
    codes = found.values_list("language", flat=True).distinct()
    return {code: language_name(code) for code in codes}


class ResourceFilter(RecordFilter):
    """Documents by words, kind, year and language, and by the themes of what they describe."""

    q = WordsFilter()

    FACETS = [
        one_of("kind", "Kind", Resource.Kind),
        by_theme(
            "initiatives__themes",
            is_far=True,
            visible=Q(initiatives__publication=PublicationState.PUBLISHED),
        ),
        ByYear("year", "Year", "year"),
        ByLanguage(
            "language",
            "Language",
            "language",
            "",
            spoken,
            visible=~Q(language=""),
            help="Two-letter code, as es.",
            value_schema=spelled("^[a-z]{2}$", 2),
        ),
    ]
    ORDERS = {
        "newest": Order(
            "Newest first", (F("year").desc(nulls_last=True), "-date", Alphabetical("title"), "pk")
        ),
        "oldest": Order(
            "Oldest first", (F("year").asc(nulls_last=True), "date", Alphabetical("title"), "pk")
        ),
        "title": Order("Title", (Alphabetical("title"), "pk")),
    }


class SourceFilter(RecordFilter):
    """Sources by words, and the one with an address."""

    q = WordsFilter('Sources have all of them; "quotes" make phrases, a minus excludes.')
    url = AddressFilter(label="Address", help_text="The source with exactly this address.")
