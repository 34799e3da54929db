"""Taking an import back, with all that was done with it since in one go."""

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction

from core.admin.saving import Refused
from core.admin.undoing import IN_THE_WAY, Undoing, lock
from core.history import recorded
from core.models import Draft
from core.models.history import Edit, EditedRow
from portal.exchange.writing import set_constraints
from portal.imports.acting import request_of
from portal.imports.models import ImportRow
from portal.imports.states import State

DROPPED = "The import that it came with was undone."


def undo(job, progress):
    """Take back what an import wrote, and drop its drafts of changes; the state that follows.

    What others have changed since stays as it is, and is named.
    """
    user = job.confirmed_by or job.user
    request, said = request_of(user), []
    progress("Looking at what changed since", 0, 0)
    try:
        with transaction.atomic():
            edits = list(Edit.objects.filter(pk__in=job.edits).order_by("pk"))
            what = str(edits[0]) if edits else f"Import of {job.name}"
            with recorded(Edit.Way.UNDO, user=user, what=what, undoes=edits[0] if edits else None):
                number = take_back(request, edits, said, progress)
                number += drop_drafts(job, user)
    except (IntegrityError, ObjectDoesNotExist):
        job.said = IN_THE_WAY
        return State.DONE
    except Refused as refusal:
        job.said = f"It cannot be undone: {refusal} Nothing was changed."
        return State.DONE
    job.said = " ".join([f"{number} undone.", *said])
    return State.UNDONE


def take_back(request, edits, said, progress):
    """Take some edits back; how many records are as before."""
    if not edits:
        return 0
    rows = list(EditedRow.objects.filter(edit__in=edits))
    lock(edits, rows)
    set_constraints("DEFERRED")  # rows go before those that they name, and after
    undoing = Undoing.of(request, edits, rows)
    for record, why in undoing.left_out[:20]:
        said.append(f"{record}: {why}")
    if len(undoing.left_out) > 20:
        said.append(f"And {len(undoing.left_out) - 20} more stay as they are.")
    if undoing.is_possible:
        progress("Taking it back", 0, len(undoing.touched))
        undoing.do(request)
    return len(undoing.touched)


def drop_drafts(job, user):
    """Drop the drafts of changes that nobody has gone on with; how many."""
    keys = job.rows.filter(draft_id__isnull=False, outcome=ImportRow.Outcome.DRAFTED)
    drafts = Draft.objects.open().filter(pk__in=keys.values("draft_id"))
    number = 0
    for draft in drafts.select_for_update():
        if draft.versions.exclude(saved_by=job.user).exists():
            continue
        draft.add(user, state=Draft.State.DROPPED, word=DROPPED)
        number += 1
    return number
