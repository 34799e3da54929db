"""The page on which the columns of a list are chosen for a file, for who types no address."""

from django.http import Http404, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.downloads.forms import FORMS, TABLES
from core.downloads.offers import page_at


@require_safe
def choose_columns(request, page, part=""):
    """The columns of a table of a list, each with what it means; part: the name of the table.

    It keeps the question of the list. What is not understood of that is left out, as on its page.
    """
    offered = page_at(page)
    if not offered or not offered.is_list or part not in offered.offer.tables_by_name:
        raise Http404("There is no such table.")
    offer = offered.offer
    filterset = offer.api.filterset_class(request.GET, queryset=offer.public())
    query = filterset.query()
    context = {
        "offer": offer,
        "table": offer.tables_by_name[part],
        "page": f"/{page}/",
        "query": query,
        "question": filterset.sentence,
        "asked": [(name, one) for name, some in QueryDict(query).lists() for one in some],
        "files": [(FORMS[form].name, address_of(page, part, form)) for form in TABLES],
    }
    return render(request, "columns.html", context)


def address_of(page, part, ending):
    """The path of the file of a table."""
    return "/" + ".".join(filter(None, [page, part, ending]))
