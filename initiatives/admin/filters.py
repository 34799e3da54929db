"""Filters of lists, in the words of those who look after the catalogue."""

from django.db.models import Exists, Q
from django.utils.text import slugify
from unfold.contrib.filters.admin import CheckboxFilter, DropdownFilter

from initiatives.admin.columns import related_rows

CITING = {  # what a list of sources can be narrowed to: the sources of one record
    "initiative": "initiativecitations__initiative",
    "organization": "organizationcitations__organization",
    "resource": "resourcecitations__resource",
    "forum": "forumcitations__forum",
    "person": "personcitations__person",
}


def without(model, relation):
    """The condition that a record has nothing by this relation."""
    return Q(~Exists(related_rows(model, relation)[0]))


class Missing(CheckboxFilter):
    """Records that lack something; several ticks narrow the list further."""

    title = "what is missing"
    parameter_name = "missing"
    texts = ()
    conditions = {}  # from the value in the address to the condition

    def lookups(self, request, model_admin):
        return list(zip(self.conditions, self.texts, strict=True))

    def queryset(self, request, queryset):
        for value in self.value():
            queryset = queryset.filter(self.conditions.get(value, Q()))
        return queryset


def missing(conditions):
    """A filter for what records lack. `conditions`: from what a curator reads to a Q."""
    by_value = {slugify(text): condition for text, condition in conditions.items()}
    return type("Missing", (Missing,), {"texts": list(conditions), "conditions": by_value})


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
        is_known = kind in CITING and pk.isascii() and pk.isdigit() and len(pk) < 18
        return {CITING[kind]: int(pk)} if is_known else None
