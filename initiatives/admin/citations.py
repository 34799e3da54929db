"""What rests on sources, at the desk: the rows of a record, its count, the way to its sources."""

from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display

from core.admin.base import OrderedInline
from core.admin.columns import linked, list_url
from initiatives.models import Citation, Source


class CitationInline(OrderedInline):
    """The sources of a record, in the order of their numbers on its page."""

    verbose_name_plural = "sources"
    verbose_name = "source"
    fields = ["source", "position"]
    autocomplete_fields = ["source"]
    guidance = (
        "What was read for this record. Sources of figures, milestones and replications come here "
        "by themselves."
    )


def citations_of(model):
    """The inline for a model's citations."""
    return type(f"{model.__name__}Inline", (CitationInline,), {"model": model})


class CitingAdmin:
    """A mixin for pages of records that rest on sources."""

    counts = ["citations"]

    @display(description="Sources", ordering="citations_count")
    def sources(self, record):
        url = list_url(Source, f"{CitedBy.parameter_name}={self.opts.model_name}-{record.pk}")
        return linked(record.citations_count, url)

    def complete(self, record):
        """The sources of its claims are the record's too."""
        super().complete(record)
        record.cite_claims()


class CitedBy(DropdownFilter):
    """The sources of one record; there only when a link leads to it."""

    title = "the record that cites it"
    parameter_name = "cited_by"

    def lookups(self, request, model_admin):
        value = request.GET.get(self.parameter_name)
        return [(value, value.replace("-", " "))] if self.condition(value) else []

    def queryset(self, request, queryset):
        condition = self.condition(self.value())
        return queryset.filter(**condition) if condition else queryset

    @staticmethod
    def condition(value):
        kind, _, pk = (value or "").partition("-")
        paths = citing_records()
        is_known = kind in paths and pk.isascii() and pk.isdigit() and len(pk) < 18
        return {paths[kind]: int(pk)} if is_known else None


def citing_records():
    """By model name the lookup from a source to the records of that kind that cite it."""
    citations = [
        relation
        for relation in Source._meta.related_objects
        if issubclass(relation.related_model, Citation)
    ]
    return {
        field.related_model._meta.model_name: f"{relation.name}__{field.name}"
        for relation in citations
        for field in relation.related_model._meta.fields
        if field.is_relation and field.related_model is not Source
    }
