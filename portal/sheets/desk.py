"""Sheets at the desk: the template, and the export of what a list shows."""

from tempfile import SpooledTemporaryFile

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.admin.filters import filters_on
from core.downloads.spool import LONGEST_IN_MEMORY
from core.http_cache.middleware import PRIVATE
from core.publishing.states import now_public
from portal.accounts.log import noted
from portal.accounts.models import AccessEvent
from portal.exchange.faults import counted
from portal.sheets.exports import EXPORTS
from portal.sheets.forms import ExportForm
from portal.sheets.template import write_template
from portal.sheets.writing import lines_of, write_archive, write_csv, write_workbook

MOST = 20_000  # records of one export
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"xlsx": WORKBOOK, "csv": "text/csv; charset=utf-8", "zip": "application/zip"}


def urls(site):
    """The addresses of these pages at a site of the desk."""
    return [
        path("sheets/template/", site.admin_view(require_safe(template)), name="sheets_template"),
        # Named as lists are: so it asks what they ask.
        path("sheets/<str:kind>/", site.admin_view(export), name="sheets_changelist"),
    ]


def template(request):
    """The workbook to be filled in."""
    return file_answer(write_template, "decent-work-template.xlsx")


def export(request, kind):
    """Which columns to take of what a list shows; sent, the file."""
    if kind not in EXPORTS:
        raise Http404
    taken = EXPORTS[kind]
    model = taken.model
    desk = admin.site.get_model_admin(model)
    if not desk.has_view_permission(request):
        raise PermissionDenied
    back = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    try:
        shown = desk.get_changelist_instance(request)
    except IncorrectLookupParameters:
        return HttpResponseRedirect(back)
    records = shown.queryset
    form = ExportForm(request.POST or None, export=taken)
    if form.is_valid():
        return exported(request, kind, records, form)
    number = records.count()
    noun = model._meta.verbose_name_plural if number != 1 else model._meta.verbose_name
    parts = "" if taken.top.shape.model is model else taken.top.title
    context = admin.site.each_context(request) | {
        "title": f"Export {parts.lower() or model._meta.verbose_name_plural}",
        "form": form,
        "number": number,
        "is_all": number == model.objects.count(),
        "most": MOST,
        "noun": noun,
        "parts": parts,
        "kind": kind,
        "query": request.GET.get("q", ""),
        "filters_on": list(filters_on(shown, request)),
        "back": f"{back}?{request.GET.urlencode()}" if request.GET else back,
        "opts": model._meta,
    }
    return TemplateResponse(request, "admin/export.html", context)


def exported(request, kind, records, form):
    """The file with records in the order of the list; noted, since it may hold drafts."""
    taken = EXPORTS[kind]
    keys = list(records.values_list("pk", flat=True)[:MOST])
    hidden = len(keys) - taken.model.objects.filter(now_public(taken.model), pk__in=keys).count()
    layouts, ending = form.layouts(), form.ending()
    said = f"{counted(len(keys), 'record')}, {hidden:,} not public, as {ending.upper()}"
    noted(AccessEvent.Kind.EXPORTED, request, about=kind, said=said)

    def write(file):
        lines = lines_of(layouts, taken.records(keys))
        if ending == "xlsx":
            write_workbook(file, layouts, lines)
        elif ending == "zip":
            write_archive(file, layouts, lines)
        else:
            write_csv(file, layouts[0], lines)

    day = timezone.localdate()
    return file_answer(write, f"{layouts[0].stem}-{day:%Y-%m-%d}.{ending}")


def file_answer(write, name):
    """A file that is kept by nobody on the way; a long one is made on the disk."""
    file = SpooledTemporaryFile(LONGEST_IN_MEMORY)  # noqa: SIM115 - the response closes it
    try:
        write(file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return FileResponse(
        file,
        as_attachment=True,
        filename=name,
        content_type=TYPES[name.rpartition(".")[2]],
        headers={"Cache-Control": PRIVATE},
    )
