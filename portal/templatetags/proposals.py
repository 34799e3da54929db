"""What pages of records at the desk say of proposals."""

from django import template

from portal.proposals.models import Proposal
from portal.proposals.records import RECORDS

register = template.Library()


@register.inclusion_tag("admin/_proposals_about.html")
def proposals_about(record, user):
    """How many proposals about a record nobody has decided on, and where they are."""
    kind = record and record._meta.model_name
    if kind not in RECORDS or not user.has_perm("roof.view_proposal"):
        return {"count": 0}
    proposals = Proposal.objects.open().about(kind, record.public_id)
    return {"count": proposals.count(), "about": f"{kind}-{record.public_id}"}
