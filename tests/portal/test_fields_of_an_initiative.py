"""What an initiative says of itself stands wherever it is entered, read and carried."""

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets

from initiatives.api.initiatives import InitiativeSerializer
from initiatives.models import Initiative
from initiatives.records import InitiativeRecord
from portal.exchange.catalogue import INITIATIVE

NOT_ENTERED = {"pk", "public_id", "modified", "archived"}
SAID = sorted(set(InitiativeRecord.__struct_fields__) - NOT_ENTERED)
IN_OTHER_WORDS = {
    "citations": "sources",
    "theme_links": "themes",
    "sector_links": "sectors",
    "partners": "partnerships",
}


def said(names):
    """Names of fields as the record has them."""
    return {IN_OTHER_WORDS.get(name, name) for name in names}


def in_the_api():
    return {field.source for field in InitiativeSerializer().fields.values()}


def at_the_desk():
    page = admin.site._registry[Initiative]
    inlines = [inline.model.initiative.field.remote_field.related_name for inline in page.inlines]
    return [*flatten_fieldsets(page.fieldsets), *inlines]


def in_files():
    return [key.column or key.name for key in INITIATIVE.keys]


@pytest.mark.parametrize("names", [in_the_api, at_the_desk, in_files])
def test_no_field_is_forgotten(names):
    assert said(SAID) - said(names()) == set()
