"""Addresses at which readers propose something."""

from django.urls import re_path

from core.models.identity import PUBLIC_ID
from portal.proposals import pages
from portal.proposals.models import Proposal

app_name = "proposals"

RECORD = rf"^(?P<record_kind>[a-z]+)/(?P<public_id>{PUBLIC_ID})"
KINDS = "|".join(Proposal.Kind.values)

urlpatterns = [
    re_path(rf"{RECORD}/(?P<kind>{KINDS})/$", pages.new, name="new"),
    re_path(rf"{RECORD}/thanks/$", pages.thanks, name="thanks"),
]
