"""Somebody who sent proposals, by her mail address: who she is goes, what she wrote stays."""

from core.history.erasing import erase_text
from portal.proposals.answers import Thanks
from portal.proposals.forgetting import erase_sender, forget_senders
from portal.proposals.models import Proposal


def erase(address):
    """Yield what goes, wherever the address stands, whatever its capitals."""
    sent = Proposal.objects.filter(contact__icontains=address)
    yield Thanks.objects.filter(proposal__in=sent).delete()[0], "names that are thanked"
    written = {contact for (contact,) in sent.values_list("contact")} | {address}
    yield forget_senders(sent), "proposals whose sender is forgotten"
    yield sum(map(erase_sender, written)), "proposals and answers that had the address"
    yield sum(map(erase_text, written)), "rows of the history and of drafts that had it"
