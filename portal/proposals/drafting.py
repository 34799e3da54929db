"""From a proposal to a draft of changes: what a reader suggests is put into the record's form."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils.text import Truncator

from core.admin.begun_drafts import draft_with_text
from core.admin.columns import change_url
from core.admin.draft_versions import url_of_draft
from core.admin.drafts import Drafting
from core.admin.saving import lock
from core.models.drafts import LONGEST_WORD
from initiatives.models import Replication
from portal.proposals.models import Proposal
from portal.proposals.passages import text_of

BEGUN = (
    "This is a draft of changes, with what the reader suggests. Nobody else has looked at it: "
    "check it against a source. The proposal is taken on."
)
BEGUN_EMPTY = (
    "This is a draft of changes. The reader suggests no wording, so nothing in it has changed yet. "
    "The proposal is taken on."
)
DECIDED = "Somebody has decided on this proposal meanwhile. No draft was begun."


def desk_of(model):
    """The pages of a model's records at the desk."""
    return admin.site.get_model_admin(model)


def may_draft(request, record):
    """Whether the user may write a draft of changes to a record that readers see or have seen."""
    desk = record and desk_of(type(record))
    if not isinstance(desk, Drafting):
        return False
    may_add = desk.has_add_permission(request)
    return may_add and bool(desk.draft_url(request, record))


def is_possible(request, proposal):
    """Whether the user may begin a draft of what a proposal says."""
    return proposal.is_open and may_draft(request, proposal.owner)


def open_draft(proposal):
    """The address of the draft that was begun of a proposal and is still open, or None."""
    draft = proposal.draft
    owner = proposal.owner
    if not (draft and draft.is_open and owner):
        return None
    return url_of_draft(draft, owner._meta.app_label)


def begin(desk, request, proposal):
    """Begin a draft of changes of what a proposal says, and go there."""
    with transaction.atomic():
        lock(proposal)
        proposal = Proposal.objects.select_related("draft").get(pk=proposal.pk)
        if url := open_draft(proposal):
            return HttpResponseRedirect(url)
        if not proposal.is_open:
            desk.message_user(request, DECIDED, messages.ERROR)
            return HttpResponseRedirect(change_url(proposal))
        if not is_possible(request, proposal):
            raise PermissionDenied
        record, owner = proposal.record, proposal.owner
        has_text = bool(proposal.suggestion) and text_of(record, proposal.about) is not None
        of_row = ("replications", record.pk) if isinstance(record, Replication) else None
        proposal.draft = draft_with_text(
            desk_of(type(owner)),
            request,
            owner,
            name=proposal.passage if has_text else "",
            text=proposal.suggestion,
            row=of_row,
            word=word_with(proposal),
        )
        proposal.state = Proposal.State.TAKEN_ON
        proposal.assigned_to = proposal.assigned_to or request.user
        proposal.save()
    desk.log_change(request, proposal, "Began a draft of changes of it.")
    desk.message_user(request, BEGUN if has_text else BEGUN_EMPTY, messages.SUCCESS)
    return HttpResponseRedirect(open_draft(proposal))


def word_with(proposal):
    """What a draft says to whoever reads it next: what the reader wrote, and where it says so."""
    about = f" about “{proposal.about.label}”" if proposal.about else ""
    source = f"\nSource: {proposal.source}" if proposal.source else ""
    said = f"A reader writes{about}: {proposal.text}"
    return Truncator(said).chars(LONGEST_WORD - len(source)) + source
