"""What templates of the curators' desk need."""

from decimal import Decimal

from django import template

from core.amounts import grouped

register = template.Library()


@register.filter
def said(field):
    """What a field of a form that is only looked at says: amounts as readers of English do."""
    found = getattr(field, "resolved_field", None)  # of unfold: field, name and value, or False
    value = found[2] if found else None
    return grouped(value) if isinstance(value, Decimal) else field.contents()
