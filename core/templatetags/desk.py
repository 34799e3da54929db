"""What templates of the curators' desk need."""

from decimal import Decimal

from django import template
from django.urls import reverse
from django.utils.html import format_html

from core.amounts import grouped
from core.publishing.marks import MARKS

register = template.Library()


@register.filter
def said(field):
    """What a field of a form that is only looked at says: amounts as readers of English do."""
    found = getattr(field, "resolved_field", None)  # of unfold: field, name and value, or False
    value = found[2] if found else None
    return grouped(value) if isinstance(value, Decimal) else field.contents()


@register.simple_tag
def asks_for_twins(opts, record):
    """What `alike.js` needs to know of the form of a record; nothing where it has no twins."""
    marks = MARKS.get(opts.model)
    if marks is None:
        return ""
    fields = dict.fromkeys(path.partition("__")[0] for path in marks.columns_and_rows)
    return format_html(
        '<div id="desk-alike" hidden data-url="{}" data-kind="{}" data-own="{}" data-names="{}"'
        ' data-address="{}" data-fields="{}"></div>',
        reverse("admin:alike"),
        opts.label_lower,
        getattr(record, "pk", None) or "",
        " ".join(filter(None, (*marks.names, marks.acronym))),
        marks.address,
        " ".join(fields),
    )
