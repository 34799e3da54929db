"""What people of the desk do with a proposal by one button, on its page."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect

from core.admin.columns import change_url
from core.admin.saving import lock
from portal.proposals import drafting
from portal.proposals.answers import Thanks
from portal.proposals.models import Proposal

State = Proposal.State
STEP = "step"  # the field of the buttons
NO_THANKS = "Whoever sent it does not wish to be thanked by name."


def take(proposal, user):
    """Work on it, instead of whoever did."""
    proposal.state, proposal.assigned_to, proposal.suspicion = State.TAKEN_ON, user, ""
    proposal.save()
    return "You work on it now."


def leave(proposal, user):
    """Work on it no longer."""
    proposal.state, proposal.assigned_to = State.NEW, None
    proposal.save()
    return "Nobody works on it now."


def reopen(proposal, user):
    """Undo that it was closed, or that it was held for spam."""
    proposal.suspicion = ""
    proposal.state = State.TAKEN_ON if proposal.assigned_to_id else State.NEW
    proposal.save()
    return "It is open again."


def thank(proposal, user):
    """Let the sender stand on the page of thanks, called as the sender wished."""
    if not proposal.thanks_as:
        raise PermissionDenied(NO_THANKS)
    values = {
        "name": proposal.thanks_as,
        "record_kind": proposal.record_kind,
        "record_id": proposal.record_id,
    }
    Thanks.objects.update_or_create(proposal=proposal, defaults=values)
    return f"“{proposal.thanks_as}” stands on the page of thanks."


def thank_no_more(proposal, user):
    """Take the sender's name off the page of thanks."""
    Thanks.objects.filter(proposal=proposal).delete()
    return "The name is taken off the page of thanks."


# By what a button sends: what it says, what it does, and of which proposals.
STEPS = {
    "take": ("I take this", take, lambda one, user: one.is_open and one.assigned_to != user),
    "leave": ("Leave it to others", leave, lambda one, user: one.is_open and one.assigned_to_id),
    "not-spam": ("It is no spam", reopen, lambda one, user: one.state == State.SUSPECTED),
    "reopen": ("Open it again", reopen, lambda one, user: bool(one.decided_at)),
    "thank": (
        "Thank by name",
        thank,
        lambda one, user: bool(one.decided_at and one.thanks_as) and not hasattr(one, "thanks"),
    ),
    "thank-no-more": (
        "Take the thanks away",
        thank_no_more,
        lambda one, user: hasattr(one, "thanks"),
    ),
}
CHANGED = "Somebody has changed this proposal meanwhile. Look at it again."


def offered(proposal, user):
    """Pairs of what a button sends and says, of those that a proposal has for somebody."""
    return [(name, said) for name, (said, _, is_for) in STEPS.items() if is_for(proposal, user)]


def handle(desk, request, proposal):
    """Do what the button said that was pressed on the page of a proposal, and show it again."""
    name = request.POST.get(STEP, "")
    if name == "draft":
        return drafting.begin(desk, request, proposal)
    if name not in STEPS:
        raise PermissionDenied("There is no such step.")
    _, do, is_for = STEPS[name]
    with transaction.atomic():
        lock(proposal)
        proposal = Proposal.objects.select_related("assigned_to", "thanks").get(pk=proposal.pk)
        if is_for(proposal, request.user):
            said = do(proposal, request.user)
            desk.log_change(request, proposal, said)
            desk.message_user(request, said, messages.SUCCESS)
        else:
            desk.message_user(request, CHANGED, messages.WARNING)
    return HttpResponseRedirect(change_url(proposal))
