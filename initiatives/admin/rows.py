"""Rows that several kinds of records have."""

from initiatives.admin.base import OrderedRows


class CitationRows(OrderedRows):
    """The sources of a record, in the order of their numbers on its page."""

    verbose_name_plural = "sources"
    verbose_name = "source"
    fields = ["source", "position"]
    autocomplete_fields = ["source"]


class FigureRows(OrderedRows):
    """Figures, each with its source."""

    verbose_name = "figure"
    verbose_name_plural = "figures"
    fields = ["value", "unit", "label", "year", "source", "position"]
    autocomplete_fields = ["source"]


def citations_of(model):
    """The inline for a model's citations."""
    return type(model.__name__ + "Rows", (CitationRows,), {"model": model})
