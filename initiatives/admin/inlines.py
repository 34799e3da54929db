"""Rows that several kinds of records have."""

from core.admin.base import OrderedInline


class FigureInline(OrderedInline):
    """Figures, each with its source."""

    verbose_name = "figure"
    verbose_name_plural = "figures"
    fields = ["kind", "value", "unit", "label", "year", "source", "position"]
    autocomplete_fields = ["source"]
