"""Taking an import in that somebody has looked at: one transaction, one step of the history."""

from core.history import current_edit, recorded
from core.models.history import Edit
from portal.exchange.faults import ExchangeError
from portal.imports.acting import request_of
from portal.imports.arrivals import remember
from portal.imports.arriving import arrive
from portal.imports.checking import keep_faults, sound, state_of
from portal.imports.kinds import FILE_OF, called
from portal.imports.letting import let_through
from portal.imports.models import ImportRow
from portal.imports.states import State

What, Outcome = ImportRow.What, ImportRow.Outcome
CHANGED = (
    "The catalogue has changed since this was checked, in {} of the records that it is about. It "
    "has been checked again: look at what is different now."
)


def take_in(job, progress):
    """Write what the preview showed; the state that follows.

    If a record is not as it was then, nothing is written, and the import is to be checked again.
    """
    progress("Reading", 0, 0)
    try:
        sieved = sound(job)
    except ExchangeError as error:  # a vocabulary has changed, or what it names is gone
        keep_faults(job, error.faults)
        return State.FAULTY
    rows = {(one.file, one.record): one for one in job.rows.all()}
    if others := differing(sieved, rows):
        job.said = CHANGED.format(others)
        return State.UPLOADED
    request = request_of(job.user)
    with recorded(Edit.Way.IMPORT, user=job.user, what=f"Import of {job.name}", reason=job.reason):
        arrived = arrive(sieved.checked, request, word=f"From {job.name}."[:300], progress=progress)
        edit = current_edit()
    job.edits = [edit] if edit else []
    note_outcomes(sieved, rows, arrived)
    if arrived.gone:
        job.said = "Not taken out, since readers see them: " + "; ".join(arrived.gone[:20]) + "."
    columns = ["outcome", "kind", "row_id", "draft_id", "said", "arrived_as"]
    ImportRow.objects.bulk_update(rows.values(), columns, batch_size=500)
    job.count_rows()
    if job.publishes:
        return let_through(job, progress)
    return State.DONE


def differing(sieved, rows):
    """How many records are not as they were when the rows were made."""
    number = 0
    for name, records in sieved.raw.items():
        now = state_of(name, [one["slug"] for one in records])
        for record in records:
            row = rows.get((name, called(record)))
            number += row is None or row.version != now.get(record["slug"], "")
    return number


def note_outcomes(sieved, rows, arrived):
    """Note at each row what came of it."""
    drafts = {(draft.kind, draft.row_id): draft for draft in arrived.drafts}
    for name, records in sieved.raw.items():
        model, tally = FILE_OF[name].shape.model, arrived.tallies[name]
        kind = model._meta.model_name
        slugs = [one["slug"] for one in records]
        keys = dict(model.objects.filter(slug__in=slugs).values_list("slug", "pk"))
        for record in records:
            row, key = rows[name, called(record)], keys[record["slug"]]
            row.kind, row.row_id = kind, key
            draft = drafts.pop((kind, key), None)
            if draft is not None:
                row.outcome, row.draft_id = Outcome.DRAFTED, draft.pk
            elif key in tally.created:
                row.outcome = Outcome.CREATED
            elif key in tally.touched:
                row.outcome = Outcome.CHANGED
            else:
                row.outcome = Outcome.LEFT
    added = added_rows(rows, drafts.values())
    remember([*(row for row in rows.values() if row.outcome), *added])
    ImportRow.objects.bulk_create(added)


def added_rows(rows, drafts):
    """New rows for drafts of what no row is about by itself: sources, sessions."""
    job = next(iter(rows.values())).of if rows else None
    last = max((row.number for row in rows.values()), default=-1)
    return [
        ImportRow(
            of=job,
            number=last + place,
            file="",
            record=str(draft.pk),
            name=draft.name,
            what=What.CHANGED,
            outcome=Outcome.DRAFTED,
            kind=draft.kind,
            row_id=draft.row_id,
            draft_id=draft.pk,
        )
        for place, draft in enumerate(drafts, start=1)
    ]
