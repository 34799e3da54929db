"""Filters of lists, in the words of those who look after the catalogue."""

from django.db.models import Exists, Q
from django.utils.text import slugify
from unfold.contrib.filters.admin import CheckboxFilter

from core.admin.columns import related_rows


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
