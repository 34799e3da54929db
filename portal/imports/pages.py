"""The pages of imports at the desk: upload, look, decide. What takes time is done elsewhere."""

import csv

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.admin.keys import key_in
from core.downloads.csv_file import cell
from core.models.reasons import LONGEST_REASON
from core.text import tidied
from portal.imports.answering import MINE, NEW, SAME, THEIRS, key_of
from portal.imports.forms import UploadForm
from portal.imports.kinds import is_editor, may_import
from portal.imports.models import FAULTY_KEPT, Import, ImportRow
from portal.imports.preview import line_of
from portal.imports.states import STEPS, State, given_up

SHOWN = 50  # rows, and imports, of one page
MOST_OPEN = 5  # imports of one person that are not over
What = ImportRow.What
ALREADY = "That was asked for already, or cannot be asked for any more: see where it stands now."
CHANGED = "It was changed since you opened this page. Look at it again."
TOO_MANY = (
    f"You have {MOST_OPEN} imports that are not over: finish or cancel one first, below. Faulty "
    "ones do not count."
)
UNANSWERED = (
    "Say first of each row that may be a twin, or has changed since its export, what it is."
)


def imports(request):
    """The page that takes files, and lists what was imported."""
    require_rights(request)
    form = UploadForm(is_editor=is_editor(request.user))
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES, is_editor=is_editor(request.user))
        if form.is_valid():
            lock_person(request.user)
            if Import.objects.open_of(request.user).count() < MOST_OPEN:
                job = form.made(request.user)
                job.ask(State.UPLOADED)
                return HttpResponseRedirect(url_of(job))
            form.add_error(None, TOO_MANY)
    seen = Import.objects.seen_by(request.user, is_editor=is_editor(request.user))
    pages = Paginator(seen.select_related("user").defer("faults"), SHOWN)
    context = admin.site.each_context(request) | {
        "title": "Import",
        "form": form,
        "page": pages.get_page(key_in(request.GET.get("p", "")) or 1),
        "megabytes": settings.IMPORT_MB,
        "days": settings.IMPORT_DAYS,
        "most_open": MOST_OPEN,
        "faulty_kept": FAULTY_KEPT,
    }
    return TemplateResponse(request, "admin/imports.html", context)


def one_import(request, number):
    """Where an import stands, and what becomes of its rows."""
    job = found(request, number)
    what = request.GET.get("what", "")
    rows = job.rows.all()
    if what in What.values:
        rows = rows.filter(what=what)
    elif what == "outcome":
        rows = rows.exclude(outcome="")
    page = Paginator(rows, SHOWN).get_page(key_in(request.GET.get("p", "")) or 1)
    context = admin.site.each_context(request) | {
        "title": f"Import: {job}",
        "job": job,
        "page": page,
        "what": what,
        "lines": [line_of(row) for row in page],
        "sorts": [(one.value, one.label, job.found.get(one.value, 0)) for one in What],
        "unanswered": unanswered(job),
        "may": {name: may(request, job, name) for name in STEPS},
        "waits_for_another": job.publishes and not may_confirm(request, job),
        "faults": job.faults[:SHOWN],
        "asked": [(check, *said) for check, said in job.asked.items()],
        "percent": 100 * job.done // job.total if job.total else None,
        "answers": {"new": NEW, "mine": MINE, "theirs": THEIRS},
    }
    response = TemplateResponse(request, "admin/import.html", context)
    if job.is_busy:
        response["Refresh"] = "3"
    return response


@require_POST
def answer(request, number):
    """Keep what was chosen for the rows of a page, and have it checked again."""
    job = found(request, number, for_change=True)
    if obstacle := obstacle_to(request, job, "check"):
        messages.error(request, obstacle)
        return HttpResponseRedirect(url_of(job))
    rows = {row.pk: row for row in job.rows.filter(what__in=[What.TWIN, What.CONFLICT])}
    answers = dict(job.answers)
    for_all = request.POST.get("for-all", "")
    for key, row in rows.items():
        said = request.POST.get(f"row-{key}") or for_all
        if said in allowed(row):
            answers[key_of(row.file, row.record)] = said
    for key in request.POST.getlist("again"):  # what was chosen is open again
        answers.pop(key, None)
    if answers == job.answers:
        messages.info(request, "Nothing was chosen.")
        return HttpResponseRedirect(url_of(job))
    job.answers = answers
    return asked(job, "check")


def allowed(row):
    """What can be said of a row."""
    if row.what == What.CONFLICT:
        return [MINE, THEIRS]
    return [NEW, THEIRS, *(f"{SAME}{slug}" for slug, _ in row.twins if slug)]


@require_POST
def step(request, number, name):
    """Have the next thing done with an import, or nothing more."""
    job = found(request, number, for_change=True)
    if name not in (*STEPS, "cancel"):
        raise Http404("There is no such step.")
    if name == "cancel":
        if not job.is_busy and job.state not in (State.READY, State.FAULTY):
            messages.error(request, ALREADY)
        else:
            give_up(request, job)
        back = "back" in request.POST
        return HttpResponseRedirect(reverse("admin:imports") if back else url_of(job))
    if not may(request, job, name):
        raise PermissionDenied
    if obstacle := obstacle_to(request, job, name):
        messages.error(request, obstacle)
        return HttpResponseRedirect(url_of(job))
    if name == "check":
        job.leaves_out = "leave-out" in request.POST
    else:
        job.confirmed_by = request.user
        job.reasons = {
            check: reason
            for check in job.asked
            if (reason := tidied(request.POST.get(f"why-{check}", ""), is_line=True).strip())
            and len(reason) <= LONGEST_REASON
        } or job.reasons
    return asked(job, name)


def give_up(request, job):
    """Cancel what is being done, or throw away what is faulty."""
    if job.state == State.FAULTY:
        Import.objects.filter(pk=job.pk).throw_away()
        messages.success(request, "Thrown away, with its files.")
    else:
        job.state, job.step = given_up(job.state), ""
        job.save()
        messages.success(request, "Cancelled. Nothing of it was kept.")


def obstacle_to(request, job, name):
    """Why a step is not taken now with an import whose row is locked; "" if nothing is."""
    if job.state not in STEPS[name][0]:
        return ALREADY
    if request.POST.get("seen") != job.mark:
        return CHANGED
    return UNANSWERED if name == "import" and unanswered(job) else ""


def asked(job, name):
    """Ask for a step of an import; where to go then."""
    job.ask(STEPS[name][1])
    return HttpResponseRedirect(url_of(job))


def faults(request, number):
    """All faults of an import, as CSV."""
    job = found(request, number)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="faults-{job.pk}.csv"'
    response.write("\ufeff")
    out = csv.writer(response)
    out.writerow(["Where", "Record", "Key", "What is wrong"])
    out.writerows(map(cell, fault) for fault in job.faults)
    return response


def undo_later(request, edit):
    """Have an edit of the history undone outside the request; where one sees how far it is."""
    job = Import.objects.create(user=request.user, name=str(edit)[:200], edits=[edit.pk])
    job.ask(State.TO_UNDO)
    return url_of(job)


def unanswered(job):
    return job.found.get(What.TWIN, 0) + job.found.get(What.CONFLICT, 0)


def may(request, job, name):
    """Whether somebody may take a step with an import, wherever that stands."""
    if name == "publish":
        return is_editor(request.user)
    return may_confirm(request, job) if name == "import" and job.publishes else True


def may_confirm(request, job):
    """Whether somebody may have an import published: an editor, and a second one where two look."""
    return is_editor(request.user) and (settings.PUBLISH_ALONE or request.user != job.user)


def require_rights(request):
    if not may_import(request.user):
        raise PermissionDenied


def found(request, number, *, for_change=False):
    """An import that the user may see; 404 for those of others."""
    require_rights(request)
    jobs = Import.objects.seen_by(request.user, is_editor=is_editor(request.user))
    if for_change:
        jobs = jobs.select_for_update(of=["self"])
    job = jobs.filter(pk=number).first()
    if job is None:
        raise Http404("There is no such import.")
    return job


def lock_person(user):
    """Have whatever else somebody uploads at the same moment wait, so that it is counted."""
    get_user_model().objects.select_for_update().filter(pk=user.pk).first()


def url_of(job):
    return reverse("admin:import", args=[job.pk])
