"""Filters of lists, in the words of those who look after the catalogue."""

from django.db.models import Q
from django.utils.text import slugify
from unfold.contrib.filters.admin import CheckboxFilter

from core.admin.columns import rows_by
from core.admin.keys import key_in


def without(model, relation):
    """The condition that a record has nothing by this relation.

    A list of keys, which is read once: where many records are counted, PostgreSQL would look for
    the rows of each.
    """
    rows, name = rows_by(model, relation)
    named = rows.order_by().filter(**{f"{name}__isnull": False})
    return ~Q(pk__in=named.values(name))


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


def filters_on(changelist, request):
    """What narrows a list: of each filter in use its title, what is chosen, the list without it."""
    for spec in changelist.filter_specs:
        for name in spec.expected_parameters():
            for value in request.GET.getlist(name):
                if value:
                    yield spec.title, chosen(spec, value), without_value(request, name, value)


def chosen(spec, value):
    """A value of a filter as a person reads it."""
    field = getattr(spec, "field", None)
    choices = [*getattr(spec, "lookup_choices", ()), *getattr(field, "flatchoices", ())]
    labels = {str(key): str(label) for key, label, *_ in choices}
    if value in labels or field is None or not field.is_relation:
        return labels.get(value, value)
    record = field.related_model._default_manager.filter(pk=key_in(value)).first()
    return str(record or value)


def without_value(request, name, value):
    """The address of a list without one value of one filter."""
    query = request.GET.copy()
    query.setlist(name, [one for one in query.getlist(name) if one != value])
    query.pop("p", None)  # the page of the list
    return f"{request.path}?{query.urlencode()}"
