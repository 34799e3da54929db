"""What was done at the desk, in numbers: nobody is named, and nobody's share is told."""

from django.db.models import CharField, Count, F, Q, Value

from core.models import Check, Draft, Edit, PublicationState, Remark, ReviewStep
from portal.proposals.models import Proposal
from portal.reports.kinds import WITH_STATE, kind_of, several, together
from portal.reports.tables import Section, Table

Action, Reason = ReviewStep.Action, Proposal.Reason
TAKEN_IN = (Reason.CORRECTED, Reason.REPLICATION)
METHOD = (
    "Where records stand is told as it is today. What was done is counted in the period, from what "
    "the desk keeps of each step. Nobody is named. The history of changes is kept for five years, "
    "unless whoever looks after the server chose another time; what readers sent is deleted six "
    "months after it was answered, so that of earlier periods there are fewer. Spam is left out."
)
PEOPLE, PERSONS = "People who changed something", Count("user", distinct=True)
STEPS = {
    Action.SUBMITTED: "Submitted for review",
    Action.SENT_BACK: "Sent back with a word",
    Action.PUBLISHED: "Published",
    Action.DRAFTED: "Taken back to draft",
    Action.ARCHIVED: "Archived",
}


def work(period):
    """The Section on the work at the desk; two queries."""
    return Section("work", "Work at the desk", METHOD, (of_states(), of_steps(period)))


def of_states():
    """Where records stand today, drafts too."""
    parts = [
        model.objects.order_by()
        .annotate(of=Value(kind_of(model)))
        .values("of", "publication")
        .annotate(number=Count("pk"))
        for model in WITH_STATE
    ]
    numbers = together(parts, "of", "publication")
    return Table(
        "states",
        "Where records stand",
        ("Records", *PublicationState.labels),
        tuple(
            (
                several(model),
                *(numbers.get((kind_of(model), state), 0) for state in PublicationState),
            )
            for model in WITH_STATE
        ),
    )


def of_steps(period):
    then = period.holds()
    notes = Proposal.objects.exclude(Q(state=Proposal.State.SUSPECTED) | Q(reason=Reason.SPAM))
    decided = notes.filter(decided_at__range=then)
    answered = decided.filter(state=Proposal.State.DONE)
    counted = {
        "Changes saved": Edit.objects.filter(at__range=then, user__isnull=False),
        PEOPLE: Edit.objects.filter(at__range=then),
        "Records checked against their sources": Check.objects.filter(
            checked_on__range=(period.first, period.last), user__isnull=False
        ),
        "Remarks of editors": Remark.objects.filter(step__at__range=then),
        "Remarks dealt with": Remark.objects.filter(dealt_with_at__range=then),
        "Notes from readers that came": notes.filter(created_at__range=then),
        "Notes from readers that were answered": answered,
        "of these, taken into the catalogue": answered.filter(reason__in=TAKEN_IN),
        "Notes from readers that were refused": decided.filter(state=Proposal.State.REFUSED),
        "Drafts of changes begun and not yet in the record": Draft.objects.open(),
    }
    parts = [number_of(what, found) for what, found in counted.items()]
    steps = ReviewStep.objects.filter(at__range=then, action__in=STEPS).order_by()
    parts.append(steps.values(done=F("action")).annotate(number=Count("pk")))
    numbers = together(parts, "done")
    return Table(
        "steps",
        "What was done in the period",
        ("Step", "Number"),
        (
            *((text, numbers.get((action,), 0)) for action, text in STEPS.items()),
            *((what, numbers.get((what,), 0)) for what in counted),
        ),
    )


def number_of(what, found):
    """A row that says how many there are, and of what; none where there are none."""
    number = PERSONS if what == PEOPLE else Count("pk")
    return found.order_by().values(done=Value(what, CharField())).annotate(number=number)
