"""The orders in which initiatives are listed."""

from django.db.models import F

from core.alphabet import Alphabetical
from core.search.orders import Order

TITLE = Alphabetical("title")
MOST_TAKEN_UP = "replicated"
ORDERS = {
    MOST_TAKEN_UP: Order("Most taken up", ("-taken_up", "-learnt_from", "-wanted", TITLE, "pk")),
    "newest": Order("Newest", (F("start_year").desc(nulls_last=True), TITLE, "pk")),
    "title": Order("Title", (TITLE, "pk")),
}


def in_order(initiatives, name):
    """Primary keys of initiatives in one of ORDERS, the first one for any other name."""
    name = name if name in ORDERS else MOST_TAKEN_UP
    if name == MOST_TAKEN_UP:
        initiatives = initiatives.with_replication_counts()
    return list(initiatives.order_by(*ORDERS[name].fields).values_list("pk", flat=True))
