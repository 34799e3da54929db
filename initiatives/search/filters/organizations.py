"""What can be asked of organizations."""

from core.alphabet import Alphabetical
from core.search.facets import Facet
from core.search.filters import RecordFilter
from core.search.orders import Order
from core.search.parameters import WordsFilter
from initiatives.models import OrganizationKind
from initiatives.search.facets import by_country


class OrganizationFilter(RecordFilter):
    """Organizations by words, kind and country."""

    q = WordsFilter()

    FACETS = [
        Facet.related(
            "kind",
            "Kind",
            "kind",
            OrganizationKind.objects,
            help="Slug of a kind of organization.",
        ),
        by_country(),
    ]
    ORDERS = {
        "name": Order("Name", (Alphabetical("name"), "pk")),
        "initiatives": Order("Most initiatives", ("-initiative_count", Alphabetical("name"), "pk")),
    }
