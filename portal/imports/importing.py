"""Taking an import in that somebody has looked at: one transaction, one step of the history."""

from collections import defaultdict

from core.admin.undoing import lock_rows
from core.history import current_edit, last_row, recorded
from core.history.tables import models_by_kind
from core.models.history import Edit
from portal.exchange.faults import ExchangeError
from portal.imports.acting import request_of
from portal.imports.arrivals import remember
from portal.imports.arriving import arrive
from portal.imports.checking import keep_faults, keep_rows, looked_at, sound
from portal.imports.kinds import FILE_OF, called
from portal.imports.letting import let_through
from portal.imports.models import ImportRow
from portal.imports.states import State

What, Outcome = ImportRow.What, ImportRow.Outcome
CHANGED = (
    "The catalogue has changed since this was checked, so that {} of the records would become "
    "another thing than you were shown. Nothing was imported: look at what is different now."
)
SHOWN = ("what", "changes", "twins", "faults", "version", "kind", "row_id")  # of what a row says


def take_in(job, progress):
    """Write what the preview showed; the state that follows.

    If anything was changed in the catalogue since, it is looked at once more; if another thing
    would come of it, nothing is written, and that is shown.
    """
    progress("Reading", 0, 0)
    try:
        sieved = sound(job)
    except ExchangeError as error:  # a vocabulary has changed, or what it names is gone
        keep_faults(job, error.faults)
        return State.FAULTY
    lock_records_of(job)
    seen = last_row()
    if seen != job.seen:
        now = looked_at(job, sieved, progress)
        if others := differing(job, now):
            keep_rows(job, now)
            job.seen, job.said = seen, CHANGED.format(others)
            return State.READY
    rows = {(one.file, one.record): one for one in job.rows.all()}
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


def lock_records_of(job):
    """Have nobody change the records that an import is about, until it is over."""
    keys = defaultdict(list)
    for kind, key in job.rows.exclude(row_id=None).values_list("kind", "row_id"):
        keys[kind].append(key)
    for kind in sorted(keys.keys() & models_by_kind().keys()):
        lock_rows(models_by_kind()[kind], keys[kind])


def differing(job, now):
    """How many records would become another thing than the rows of an import show."""
    shown, found = (
        {(one.file, one.record): [plain(getattr(one, name)) for name in SHOWN] for one in rows}
        for rows in (job.rows.all(), now)
    )
    return sum(shown.get(place) != found.get(place) for place in shown.keys() | found.keys())


def plain(value):
    """What a column of a row says, before it was kept as well as after."""
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value


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
    for row in rows.values():
        if row.what == What.LINKED:
            note_linked(row, drafts.pop((row.kind, row.row_id), None), arrived)
    added = added_rows(rows, drafts.values())
    remember([*(row for row in rows.values() if row.outcome), *added])
    ImportRow.objects.bulk_create(added)


def note_linked(row, draft, arrived):
    """Note at the row of a record that changed with another what came of it."""
    touched = {key for tally in arrived.tallies.values() for key in tally.touched}
    if draft is not None:
        row.outcome, row.draft_id = Outcome.DRAFTED, draft.pk
    elif row.row_id in touched:
        row.outcome = Outcome.CHANGED
    else:
        row.outcome = Outcome.LEFT


def added_rows(rows, drafts):
    """New rows for drafts of what no row is about by itself: sessions."""
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
