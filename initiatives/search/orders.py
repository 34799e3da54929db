"""The orders in which initiatives are listed."""

from django.db.models import F

ORDERS = {
    "replicated": "Most taken up",
    "newest": "Newest",
    "title": "Title",
}


def in_order(initiatives, order):
    """Primary keys of initiatives in one of ORDERS; every order ends in title and key."""
    if order == "newest":
        initiatives = initiatives.order_by(F("start_year").desc(nulls_last=True), "title", "pk")
    elif order == "title":
        initiatives = initiatives.order_by("title", "pk")
    else:
        counted = initiatives.with_replication_counts()
        initiatives = counted.order_by("-taken_up", "-wanted", "title", "pk")
    return list(initiatives.values_list("pk", flat=True))
