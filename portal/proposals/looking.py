"""Who sent a proposal is personal data: whoever looks at it leaves a line in the access log."""

from portal.accounts.log import noted
from portal.accounts.models import AccessEvent


def note_look(request, proposal):
    """Note that somebody is shown who sent a proposal or how to reach them, if it is known."""
    if proposal.name or proposal.contact or proposal.thanks_as:
        noted(AccessEvent.Kind.SENDER_SEEN, request, about=f"proposal {proposal.pk}")
