"""What can be asked of organizations."""

from django.db.models import Q

from core.alphabet import Alphabetical
from core.models.publication import PublicationState
from core.search.facets import Facet
from core.search.filters import RecordFilter
from core.search.orders import Order
from core.search.parameters import WordsFilter
from initiatives.models import OrganizationKind, PartnerRole
from initiatives.search.facets import by_country, by_theme

IN_PUBLIC = Q(partnerships__initiative__publication=PublicationState.PUBLISHED)


class OrganizationFilter(RecordFilter):
    """Organizations by words, kind and country, and by what they do in which initiatives."""

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
        Facet.related(
            "role",
            "Role in initiatives",
            "partnerships__role",
            PartnerRole.objects,
            visible=IN_PUBLIC,
            phrase="Role: {}",
            help="Slug of what it does in one of its initiatives.",
            is_offered=False,
        ),
        by_theme("partnerships__initiative__themes", visible=IN_PUBLIC, is_offered=False),
    ]
    ORDERS = {
        "name": Order("Name", (Alphabetical("name"), "pk")),
        "initiatives": Order("Most initiatives", ("-initiative_count", Alphabetical("name"), "pk")),
    }
