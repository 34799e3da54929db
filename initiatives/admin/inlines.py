"""Rows that several kinds of records have."""

from core.admin.base import OrderedInline


class FigureInline(OrderedInline):
    """Figures, each with its source."""

    verbose_name = "figure"
    verbose_name_plural = "figures"
    fields = ["kind", "value", "unit", "label", "year", "source", "position"]
    autocomplete_fields = ["source"]
    guidance = (
        "One number that a source gives, with its year. The unit says what is counted (workers, US "
        "dollars, per cent), the label whose or what for. What was reached is a result; what was "
        "planned is not."
    )
