"""What lists of the desk say of sheets."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse

from portal.sheets.layout import EXPORT_OF

register = template.Library()


@register.simple_tag
def export_address(model_name, query):
    """Where what a list shows is exported, or an empty text for kinds that are not."""
    kind = EXPORT_OF.get(model_name)
    if kind is None:
        return ""
    asked = urlencode(list(query.lists()), doseq=True)
    return reverse("admin:sheets_changelist", args=[kind]) + (f"?{asked}" if asked else "")
