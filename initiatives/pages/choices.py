"""What a list can be narrowed to by a press: the most frequent values of some facets, as links."""

from django.utils.safestring import mark_safe

from initiatives.pages.facet_html import choice_html

SHOWN = 6


def choices_html(listing, name, among=None):
    """The chosen values of a facet and the most frequent others, as entries of a list.

    A chosen one leads to the same question without it. among: which others alone may stand there.
    """
    values = next((select.values for select in listing.selects if select.facet.name == name), [])
    values = [one for one in values if among is None or one.selected or one.value in among]
    frequent = sorted(values, key=lambda one: (not one.selected, -one.count))[:SHOWN]
    query = listing.filterset.query_with(name)
    entries = [
        choice_html(one.label, one.count, one.selected, query([] if one.selected else [one.value]))
        for one in frequent
    ]
    return mark_safe("".join(entries))  # noqa: S308 - escaped piecewise
