"""How many proposals wait, for the home page of the desk: one question to the database."""

from django.db.models import Count, Q

from core.admin.columns import list_url
from portal.proposals.models import Proposal

State = Proposal.State
CALLED = {  # of each kind: one, and several
    Proposal.Kind.WRONG: ("correction", "corrections"),
    Proposal.Kind.WANTED: ("wish", "wishes"),
    Proposal.Kind.TAKEN_UP: ("uptake", "uptakes"),
}


def parts(user):
    """Parts of numbers, each (number, words, address): what is new, suspected, and the user's."""
    conditions = {f"new_{kind}": Q(state=State.NEW, kind=kind) for kind in CALLED}
    conditions |= {
        "suspected": Q(state=State.SUSPECTED),
        "mine": Q(state=State.TAKEN_ON, assigned_to=user),
    }
    counted = {name: Count("pk", filter=condition) for name, condition in conditions.items()}
    numbers = Proposal.objects.order_by().aggregate(**counted)
    new = [
        part(numbers[f"new_{kind}"], words, f"state__exact={State.NEW}&kind__exact={kind}")
        for kind, words in CALLED.items()
    ]
    suspected = part(
        numbers["suspected"], ("suspect", "suspects"), f"state__exact={State.SUSPECTED}"
    )
    words = ("proposal", "proposals")
    mine = part(numbers["mine"], words, f"state__exact={State.TAKEN_ON}&who=me")
    return new, suspected, mine


def part(number, words, query):
    """A part of a number: how many of what, and where they are."""
    return number, words[number != 1], list_url(Proposal, query)
