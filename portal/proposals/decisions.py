"""What becomes of a proposal at the desk: the form that says so."""

from django.core.exceptions import ValidationError

from core.admin.forms import RecordForm
from portal.proposals.models import Proposal

State, Reason = Proposal.State, Proposal.Reason
GOOD = (Reason.CORRECTED, Reason.REPLICATION, Reason.KNOWN)  # why something was done
WHY = "Choose why it is closed: whoever reads this later wants to know."
NOT_DONE = "“{}” is no reason for Done. Choose Refused, or another reason."
NOT_REFUSED = "“{}” is no reason for Refused. Choose Done, or another reason."
SAY = "Say in the remark what the reason is."


class DecisionForm(RecordForm):
    """Where a proposal stands, who works on it, and why it was closed."""

    class Meta:
        model = Proposal
        fields = ["state", "assigned_to", "reason", "remark"]

    def clean(self):
        said = super().clean() or self.cleaned_data
        state, reason = said.get("state"), said.get("reason")
        if state not in (State.DONE, State.REFUSED):
            return said
        if not reason:
            raise ValidationError({"reason": WHY})
        if reason == Reason.OTHER and not said.get("remark"):
            raise ValidationError({"remark": SAY})
        is_good = reason in GOOD
        if reason != Reason.OTHER and is_good != (state == State.DONE):
            sentence = NOT_REFUSED if is_good else NOT_DONE
            raise ValidationError({"reason": sentence.format(Reason(reason).label)})
        return said
