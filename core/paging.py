"""Pages of a list."""

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404


def page_of(request, records, size=20):
    """The page of the records that ?page= asks for, the first one by default.

    Raises Http404, saying how many pages there are, where there is no such page.
    """
    paginator = Paginator(records, size)
    number = request.GET.get("page") or 1
    try:
        return paginator.page(number)
    except InvalidPage as error:
        last = paginator.num_pages
        has = "one page" if last == 1 else f"{last} pages"
        raise Http404(f"This list has only {has}.") from error
