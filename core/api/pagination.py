"""Pages of a list: count, next, previous, results."""

from django.core.paginator import EmptyPage
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import PageNumberPagination

from core.api.parameters import check_given_once, whole_number


def page_schema(results, **further):
    """The schema of a page of a list; further: schemas of what stands beside the results."""
    link = {"type": ["string", "null"], "format": "uri"}
    return {
        "type": "object",
        "required": ["count", "next", "previous", "results"],
        "properties": {
            "count": {"type": "integer", "description": "How many records there are on all pages."},
            "next": link | {"description": "The address of the next page."},
            "previous": link | {"description": "The address of the page before."},
            "results": results,
            **further,
        },
    }


class Pagination(PageNumberPagination):
    """Numbered pages; a number that is none, or leads beyond the last page, is refused."""

    page_size = 20
    max_page_size = 100
    page_size_query_param = "page_size"
    page_query_description = "The number of the page, from 1."
    page_size_query_description = f"Records on a page, from 1 to {max_page_size}."

    def paginate_queryset(self, queryset, request, view=None):
        self.request = request
        check_given_once(request.query_params, self.parameters())
        number = whole_number(request.query_params, self.page_query_param, default=1)
        paginator = self.django_paginator_class(queryset, self.get_page_size(request))
        try:
            self.page = paginator.page(number)
        except EmptyPage:
            last = f"The last page is {paginator.num_pages}."
            raise ValidationError({self.page_query_param: [last]}) from None
        return list(self.page)

    def get_page_size(self, request):
        return whole_number(
            request.query_params,
            self.page_size_query_param,
            default=self.page_size,
            largest=self.max_page_size,
        )

    def parameters(self):
        """The names of the query parameters that paging takes."""
        return [self.page_query_param, self.page_size_query_param]

    def get_paginated_response_schema(self, schema):
        return page_schema(schema)

    def get_schema_operation_parameters(self, view):
        page, page_size = super().get_schema_operation_parameters(view)
        page["schema"] |= {"minimum": 1, "default": 1}
        page_size["schema"] |= {
            "minimum": 1,
            "maximum": self.max_page_size,
            "default": self.page_size,
        }
        return [page, page_size]
