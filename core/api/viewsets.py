"""The view that the lists and records of the API share."""

import inspect
from functools import cache

from django.http import Http404
from django.urls import reverse
from rest_framework import viewsets
from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from core.api.answers import said_of
from core.api.choice import chosen_fields
from core.api.described import OF_LISTS, OF_RECORDS, of_questions
from core.api.errors import Withdrawn
from core.api.explaining import EXPLAIN, explained
from core.api.grouping import (
    GROUP_BY,
    GroupsRenderer,
    check_has_no_pages,
    group_names,
    groups,
)
from core.api.pagination import GroupPagination
from core.api.parameters import answered
from core.api.selection import SAMPLE, SEED
from core.api.values import check_given_once, yes_or_no
from core.api.views import Strict
from core.models.records import PublicRecord
from core.records.peers import as_peers
from core.search.parameters import ExcludeFilter, excluding
from core.web.addresses import moved, present_slug, public, withdrawn

EXCLUDES = "With the name of a parameter that takes values: what has any of these is left out"


class ListViewSet(Strict, viewsets.GenericViewSet):
    """A list of what the public may see, with the parameters of its filterset.

    `queryset` says which records there are, `reader` reads them, `complete` gives some of them what
    is asked about them, as counts. `detail_serializer_class` says all of a record; without it, the
    one of the list does. `related`: by attribute what full records say of others (Related).
    """

    filterset_class = None
    filterset = None
    reader = None
    complete = staticmethod(list)
    detail_serializer_class = None
    related = {}
    file_forms = ()  # in which the page of the list is to be had as files: core.downloads says it
    choice = None  # of the fields that are said

    def initial(self, request, *args, **kwargs):
        if request.query_params.get(GROUP_BY):
            self.pagination_class = GroupPagination
        super().initial(request, *args, **kwargs)
        if request.method in ("GET", "HEAD"):
            query = request.query_params
            check_given_once(query, self.single_parameters())
            full = self.detail_serializer_class or self.serializer_class
            self.choice = chosen_fields(query, full)

    def list(self, request, *args, **kwargs):
        names = group_names(request.query_params, self.facet_names)
        explains = yes_or_no(request.query_params, EXPLAIN, default=False)
        found = self.filter_queryset(self.get_queryset())
        response = self.counts_by(names) if names else self.page_of(found)
        if explains:
            response.data[EXPLAIN] = explained(self, found.count())
        return response

    def page_of(self, found):
        """The answer with one page of the records that are found."""
        records = self.paginate_queryset(self.records_of(found))
        return self.get_paginated_response(self.said_of(records))

    def counts_by(self, names):
        """The answer with counts by some facets, which looks like a page without records."""
        counted = groups(self.filterset, names)
        said = {"count": len(self.filterset.keys), "next": None, "previous": None, "results": []}
        if self.request.accepted_renderer.format == GroupsRenderer.format:
            check_has_no_pages(self.request.query_params)
            page = counted
        else:
            page = self.paginate_queryset(counted)
            pages = self.get_paginated_response([]).data
            said |= {"next": pages["next"], "previous": pages["previous"]}
        said |= {GROUP_BY: names, "group_count": len(counted), "groups": page}
        return Response(said)

    def count_without(self, name):
        """How many records would be found without one parameter of the question."""
        query = self.request.query_params.copy()
        del query[name]
        if name == SAMPLE:
            query.pop(SEED, None)
        found, _ = answered(self, self.get_queryset(), query)
        return found.count()

    def get_renderers(self):
        asked = getattr(self.request, "query_params", {}) if self.request else {}
        return [*super().get_renderers(), *([GroupsRenderer()] if asked.get(GROUP_BY) else [])]

    @property
    def facet_names(self):
        """The names of the facets that can be counted by."""
        return [facet.name for facet in self.filterset_class.FACETS] if self.filterset_class else []

    def records_of(self, found):
        """What a filterset finds, as a sequence of records."""
        return self.reader.over(found, self.complete)

    def said_of(self, records):
        """What the answer says of each of some records."""
        if self.says_all:
            records = as_peers(records, self.related)
        return said_of(self.get_serializer_class(), records, self.request, self.choice)

    @property
    def says_all(self):
        """Whether the full record is asked for, or a field of it that lists do without."""
        if self.choice is None:
            return self.detail
        return self.detail or not dict(self.choice).keys() <= names_of(self.serializer_class)

    def get_serializer_class(self):
        if self.says_all and self.detail_serializer_class:
            return self.detail_serializer_class
        return super().get_serializer_class()

    @property
    def title(self):
        """What the list is called: that of country-groups, "Country groups"."""
        return self.basename.replace("-", " ").capitalize()

    @property
    def described_path(self):
        address = reverse(f"api:{self.basename}-list")
        return f"{address}{{{self.lookup_field}}}/" if self.detail else address

    def get_view_name(self):
        return self.title

    def page_context(self, data):
        filters = self.filterset_class.base_filters if self.filterset_class else {}
        return {
            "page": self.paginator.page,
            "explained": data.get(EXPLAIN),
            "can_explain": True,
            "parameters": [
                *(
                    (name, one.label, one.field.help_text)
                    for name, one in filters.items()
                    if not isinstance(one, ExcludeFilter)
                ),
                *([(excluding("…"), EXCLUDES, "")] if self.facet_names else []),
                *((one.name, one.description, "") for one in self.described_parameters()),
            ],
        }

    def known_parameters(self):
        filters = self.filterset_class.base_filters if self.filterset_class else ()
        return [*([] if self.detail else filters), *self.single_parameters()]

    def single_parameters(self):
        """The names of those parameters that take one value and are no filters."""
        described = [parameter.name for parameter in self.described_parameters()]
        return described if self.detail else [*described, *self.paginator.parameters()]

    def described_parameters(self):
        """The parameters that are neither filters nor of paging, as the schema describes them."""
        if self.detail:
            return OF_RECORDS
        return of_questions(tuple(self.facet_names)) if self.facet_names else OF_LISTS


@cache
def names_of(serializer_class):
    """The names of the fields of a serializer class."""
    return frozenset(serializer_class().fields)


class RecordViewSet(ListViewSet):
    """A list, and each record of it at an address of its own.

    Former slugs and its id lead to the present one, and a key in other letters to its proper
    spelling.
    """

    lookup_field = "slug"
    lookup_value_regex = "[A-Za-z0-9-]+"

    def page_context(self, data):
        if not self.detail:
            return super().page_context(data)
        return {
            "name": self.kwargs[self.lookup_field] if self.choice else self.name_of(data),
            "description": inspect.getdoc(self.get_serializer_class()),
            "list_name": self.title,
            "list_address": reverse(f"api:{self.basename}-list"),
            "page_address": data.get("page_url"),
        }

    @staticmethod
    def name_of(data):
        """What a record is called, by what the answer says of it."""
        return data.get("title") or data["name"]

    @staticmethod
    def proper(key):
        """The proper spelling of a record's key."""
        return key.lower()

    def retrieve(self, request, *args, **kwargs):
        given = kwargs[self.lookup_field]
        key = self.proper(given)
        try:
            if key == given:
                return self.answer_with(request, *args, **kwargs)
        except Http404:
            pass  # the record may have been called so once
        present = self.present_key(key) or self.key_of_successor(key)
        if present in (None, given):
            raise NotFound("No public record has this address.")
        return moved(request, reverse(f"api:{self.basename}-detail", args=[present]))

    def answer_with(self, request, *args, **kwargs):
        """The answer with the record of exactly this key; Http404 where there is none."""
        record = self.record_of(kwargs[self.lookup_field])
        if record is None:
            raise Http404
        (said,) = self.said_of([record])
        return Response(said)

    def record_of(self, key):
        """The public record of exactly this key, or None."""
        found = self.get_queryset().filter(**{self.lookup_field: key})
        return self.reader.first(found, self.complete)

    def key_of_successor(self, key):
        """The key of the public record that the one with this key was merged into.

        None where there never was one; raises Withdrawn where it was withdrawn otherwise.
        """
        by = "slug" if self.lookup_field == "slug" else "public_id"
        record = withdrawn(self.queryset.model, **{by: key})
        if record is None:
            return None
        if record.successor:
            return getattr(record.successor, by)
        raise Withdrawn(record, self.page_of_archived(record.replaced_by or record))

    def page_of_archived(self, record):
        """The address of the page of a withdrawn record, None where it is not readable."""
        if record.state != PublicRecord.State.ARCHIVED:
            return None
        page = public(self.queryset.model).filter(pk=record.row_id).first()
        return page and self.request.build_absolute_uri(page.get_absolute_url())

    def present_key(self, key):
        """The key of the public record that has this one, once had it, or has this id; or None."""
        records = self.get_queryset()
        if self.lookup_field == "slug":
            return present_slug(records, key)
        return key if records.filter(**{self.lookup_field: key}).exists() else None
