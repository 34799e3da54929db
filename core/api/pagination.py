"""Pages of a list: numbered ones in its order, or one after another in an order that stands still.

Django REST framework's own CursorPagination writes the key of a row into its cursors for all to
read, goes by attributes of whole records, where the index gives keys, and answers 404 to a cursor
that is none.

What has pages is a sequence that also tells what lies `behind` an id: core.records.reading.Records,
core.search.Results.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode

from django.core.paginator import EmptyPage
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from core.api.components import reference_to
from core.api.values import whole_number

CURSOR = "cursor"
WELLFORMED = "[A-Za-z0-9_-]{8}"  # the six bytes of a public id
HAS_AN_ORDER = "Give it without `cursor`, which has an order of its own."
ONLY_NUMBERED = " Left out with `cursor`."


def page_schema(results, **further):
    """The schema of a page of a list; further: schemas of what stands beside the results."""
    link = {"type": ["string", "null"], "format": "uri"}
    count = "How many records there are on all pages."
    return {
        "type": "object",
        "required": ["next", "results"],
        "properties": {
            "count": {"type": "integer", "description": count + ONLY_NUMBERED},
            "next": link | {"description": "The address of the next page."},
            "previous": link | {"description": "The address of the page before." + ONLY_NUMBERED},
            "results": results | {"description": "The records of this page."},
            "group_by": {
                "type": "array",
                "items": {"type": "string"},
                "description": "With `group_by`: the names of the parameters that are counted by.",
            },
            "groups": {
                "type": "array",
                "items": reference_to("Group"),
                "description": "With `group_by`: the counts, the largest first.",
            },
            "group_count": {
                "type": "integer",
                "description": "With `group_by`: how many groups there are on all pages.",
            },
            "explain": reference_to("Explanation")
            | {"description": "With `explain=yes`: the question in words."},
            **further,
        },
    }


class Pagination(PageNumberPagination):
    """Numbered pages, or with `cursor` pages in the order of ids, which no edit moves.

    What is not understood is refused: a number that is none or leads beyond the last page, a cursor
    that is none, and a cursor together with a number or another order.
    """

    page_size = 20
    max_page_size = 100
    page_size_query_param = "page_size"
    page_query_description = "The number of the page, the first one by default."
    page_size_query_description = (
        f"Records on a page, from 1 to {max_page_size}; by default {page_size}."
    )
    page = None  # the numbered page, where the list is read by numbers
    cursor = None  # of the next page, where there is one

    def paginate_queryset(self, results, request, view=None):
        self.request = request
        query = request.query_params
        size = self.get_page_size(request)
        if CURSOR in query:
            return self.page_behind(public_id_of(query), results, size)
        number = whole_number(query, self.page_query_param, default=1)
        paginator = self.django_paginator_class(self.in_order(results), size)
        try:
            self.page = paginator.page(number)
        except EmptyPage:
            last = f"The last page is {paginator.num_pages}."
            raise ValidationError({self.page_query_param: [last]}) from None
        return list(self.page)

    def page_behind(self, public_id, results, size):
        """The records of the page that begins behind an id."""
        found = results.behind(public_id, size + 1)
        records = found[:size]
        if len(found) > size:
            self.cursor = cursor_behind(records[-1][0])
        return [record for _, record in records]

    def in_order(self, results):
        """The sequence that numbered pages are parts of."""
        return results

    def get_page_size(self, request):
        return whole_number(
            request.query_params,
            self.page_size_query_param,
            default=self.page_size,
            largest=self.max_page_size,
        )

    def parameters(self):
        """The names of the query parameters that paging takes."""
        return [self.page_query_param, self.page_size_query_param, CURSOR]

    def get_paginated_response(self, data):
        if self.page is not None:
            return super().get_paginated_response(data)
        here = self.request.build_absolute_uri()
        following = replace_query_param(here, CURSOR, self.cursor) if self.cursor else None
        return Response({"next": following, "results": data})

    def get_paginated_response_schema(self, schema):
        return page_schema(schema)

    def get_schema_operation_parameters(self, view):
        page, page_size = super().get_schema_operation_parameters(view)
        # No defaults: programs would send them, and there are questions that have no pages.
        page["schema"] |= {"minimum": 1, "maximum": 999_999_999}
        page_size["schema"] |= {"minimum": 1, "maximum": self.max_page_size}
        cursor = {
            "name": CURSOR,
            "in": "query",
            "required": False,
            "description": (
                "Begin with an empty one and follow `next`: what is public all the while comes "
                "exactly once. Takes neither `page` nor `sort`."
            ),
            "schema": {"type": "string", "pattern": f"^({WELLFORMED})?$", "maxLength": 8},
        }
        return [page, page_size, cursor]


class GroupPagination(Pagination):
    """Numbered pages of counts by `group_by`, which are short: nearly all are on one page."""

    page_size = 1_000


def cursor_behind(public_id):
    """The cursor of the page that begins behind a public id."""
    return urlsafe_b64encode(bytes.fromhex(public_id)).decode()


def public_id_of(query):
    """The public id behind which the page of a question begins; empty for the first page.

    Raises ValidationError for what is no cursor, and for parameters that go with none.
    """
    errors = {name: [HAS_AN_ORDER] for name in ("page", "sort") if query.get(name)}
    cursor = query[CURSOR]
    if cursor and not re.fullmatch(WELLFORMED, cursor):
        errors[CURSOR] = ["This is no cursor of this list. Begin with an empty one."]
    if errors:
        raise ValidationError(errors)
    return urlsafe_b64decode(cursor).hex()
