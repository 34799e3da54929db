"""What an import has brought goes on to its readers: by the steps of the desk, and their gate.

Each record is asked about by itself. What checks find wrong, or ask about and nobody has answered,
stays a draft and is named; so does what one has written alone where two have to look, and what
somebody has gone on with since it came, which nobody has read who looked at the import.
"""

from collections import defaultdict

from django.contrib import admin
from django.db import transaction
from django.http import HttpResponseRedirect

from core.admin import unsaved
from core.admin.draft_steps import PUBLISH, SUBMIT
from core.admin.drafts import NUMBER
from core.admin.gate import ASKED, WHY, publishable, verdicts_on
from core.admin.opened import Opened
from core.admin.rehearsal import errors_of
from core.history import current_edit, recorded
from core.history.tables import models_by_kind
from core.models import Draft, PublicationState
from core.models.history import Edit
from core.models.publication import Publishable
from portal.imports.acting import request_of, told
from portal.imports.arrivals import GONE_ON, gone_on, remember
from portal.imports.models import ImportRow
from portal.imports.states import State

What, Outcome = ImportRow.What, ImportRow.Outcome
AT_ONCE = 200  # records of one step
WAITS = "It waits for an editor."
NOT_ALONE = "Who wrote it does not publish it alone: ask another editor."


def submit(job, progress):
    """Have what came wait for an editor; the state that follows."""
    return step(job, progress, "Submit what came with {}", submitted, SUBMIT)


def let_through(job, progress):
    """Publish what came, as far as the gate is open; the state that follows."""
    return step(job, progress, "Publish what came with {}", published, PUBLISH)


def step(job, progress, what, move, button):
    """Take a step with the new records, and with the drafts of changes, of an import."""
    what = what.format(job.name)[:300]
    user = job.confirmed_by or job.user
    rows = list(job.rows.filter(outcome__in=[Outcome.CREATED, Outcome.CHANGED, Outcome.DRAFTED]))
    done = 0
    with recorded(Edit.Way.IMPORT, user=user, what=what, reason=job.reason):
        late = set(gone_on(rows))
        for row in late:
            row.said = GONE_ON
        ours = [row for row in rows if row not in late]
        for model, some in by_model(ours):
            for start in range(0, len(some), AT_ONCE):
                progress("Taking the step", done, len(ours))
                move(job, user, model, some[start : start + AT_ONCE])
                done += len(some[start : start + AT_ONCE])
        for row in [one for one in ours if one.draft_id]:
            progress("Taking the step", done, len(ours))
            press(job, user, row, button)
            done += 1
        if button == SUBMIT:  # they are as they came, but for their state
            remember(ours)
        edit = current_edit()
        Edit.objects.filter(pk=edit).update(what=what)  # a draft says that it was one
    if edit:
        job.edits = [*job.edits, edit]
    ImportRow.objects.bulk_update(rows, ["outcome", "said", "arrived_as"], batch_size=500)
    number = sum(row.outcome == Outcome.PUBLISHED for row in rows)
    left = len(rows) - number
    if button == PUBLISH:
        job.said = f"{number} published, {left} not: see beside them why."
    return State.DONE


def by_model(rows):
    """Pairs of a model and the rows of its records themselves, in the order of the rows."""
    found = defaultdict(list)
    for row in rows:
        model = models_by_kind().get(row.kind)
        if row.draft_id is None and model and issubclass(model, Publishable):
            found[model].append(row)
    return found.items()


def records_of(model, rows, states):
    records = model._base_manager.filter(publication__in=states)
    return records.in_bulk([row.row_id for row in rows])


def submitted(job, user, model, rows):
    """Submit the records of some rows that are drafts."""
    desk, request = admin.site.get_model_admin(model), request_of(user)
    drafts = records_of(model, rows, [PublicationState.DRAFT])
    desk.move(request, list(drafts.values()), PublicationState.IN_REVIEW, {PublicationState.DRAFT})
    for row in rows:
        row.said = WAITS if row.row_id in drafts else row.said


def published(job, user, model, rows):
    """Publish the records of some rows that the gate lets through, and say why others are not."""
    desk, request = admin.site.get_model_admin(model), request_of(user, reasons_of(job))
    open_ones = [PublicationState.DRAFT, PublicationState.IN_REVIEW]
    records = records_of(model, rows, open_ones)
    verdicts = verdicts_on(desk, request, list(records.values()))
    reach = publishable(desk, request, list(records.values()))
    desk.move(request, reach.touched, PublicationState.PUBLISHED, set(open_ones))
    public = records_of(model, rows, [PublicationState.PUBLISHED])
    for row in rows:
        if row.row_id in public:
            row.outcome, row.said = Outcome.PUBLISHED, ""
        elif row.row_id in verdicts:
            verdict = verdicts[row.row_id]
            found = [str(one) for one in verdict.errors or verdict.asked]
            row.said = " ".join(found) or NOT_ALONE


def reasons_of(job):
    """The reasons that an editor gave, as the forms of the desk send them."""
    post = request_of().POST.copy()
    for check, reason in job.reasons.items():
        post[f"{WHY}-{check}"] = reason
    return post


def press(job, user, row, button):
    """Press a button of a draft of changes, as it came."""
    draft = Draft.objects.filter(pk=row.draft_id).first()
    model = models_by_kind().get(row.kind)
    if draft is None or not draft.is_open or model is None:
        row.said = GONE_ON
        return
    desk, refusals = admin.site.get_model_admin(model), []
    post = post_of(draft.versions.get(number=row.arrived_as), user, button)
    for _ in range(2):  # what is asked is known by its name once it has been asked
        request = request_of(user, post.copy())
        request.draft = draft
        with transaction.atomic():
            response = desk.press_in_draft(request, draft.row_id and str(draft.row_id))
            if isinstance(response, HttpResponseRedirect):
                row.outcome = Outcome.PUBLISHED if button == PUBLISH else row.outcome
                row.said = "" if button == PUBLISH else WAITS
                return
            transaction.set_rollback(True)
        questions = getattr(request, "questions", ())
        refusals = [*map(str, request.refusals), *(str(one.finding) for one in questions)]
        refusals += [text for text in errors_in(response) if text != ASKED]
        given = {one.name: job.reasons.get(one.finding.check, "") for one in questions}
        if not (given and all(given.values())):
            break
        for name, reason in given.items():
            post[name] = reason
    row.said = " ".join(refusals or told(request)) or NOT_ALONE


def errors_in(response):
    """What the form of an answer says is wrong, as sentences."""
    shown = getattr(response, "context_data", None) or {}
    if "adminform" not in shown:
        return []
    formsets = [one.formset for one in shown["inline_admin_formsets"]]
    return list(errors_of(shown["adminform"].form, formsets))


def post_of(version, user, button):
    """What the form of a draft sends if it is opened in a version, and a button pressed."""
    post = version.post
    shown = version.shown | {"user": user.pk}
    post[unsaved.OPENED] = str(Opened(**shown))
    post[NUMBER] = str(version.number)
    post[button] = "1"
    return post
