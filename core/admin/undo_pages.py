"""The steps that touched many records, as a list; and the page of each that takes it back."""

from collections import Counter

from django.contrib import admin, messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.db.models import Count
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from core.admin.keys import key_in
from core.admin.saving import Refused
from core.admin.steps import first_lines
from core.admin.undoing import IN_THE_WAY, Undoing, lock
from core.history import recorded
from core.models.history import Edit, EditedRow

SHOWN = 50
MOST = 5000  # rows of what is undone while a page is waited for
LISTED = [way for way in Edit.Way if way != Edit.Way.DESK]
PERMISSION = "portal.view_formerslug"  # of everybody who looks after the catalogue


_later = []  # at most one: what is called in place of undoing what takes longer than a page


def register_later(undo_later):
    """Have what takes long undone elsewhere: a function (request, edit) that gives its page."""
    _later[:] = [undo_later]


def recent_edits(request):
    """What was done to many records at once, or from outside the desk, the last first."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    edits = Edit.objects.filter(way__in=LISTED)
    page = Paginator(edits, SHOWN).get_page(key_in(request.GET.get("p", "")) or 1)
    rows = EditedRow.objects.filter(edit__in=list(page)).order_by()
    records = Counter()
    for key, _, number in rows.values_list("edit", "owner_kind").annotate(
        records=Count("owner_id", distinct=True)
    ):
        records[key] += number
    undone = set(Edit.objects.filter(undoes__in=list(page)).values_list("undoes", flat=True))
    context = admin.site.each_context(request) | {
        "title": "Recent steps with many records",
        "page": page,
        "lines": [(edit, records[edit.pk], edit.pk in undone) for edit in page],
    }
    return TemplateResponse(request, "admin/edits.html", context)


def undo(request, number):
    """The page that says what taking back an edit does; POST does it."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    edit = get_object_or_404(Edit, pk=number, way__in=LISTED)
    rows = list(edit.rows.all()[: MOST + 1])
    if request.method == "POST" and len(rows) > MOST and _later:
        return HttpResponseRedirect(_later[0](request, edit))
    if request.method == "POST" and len(rows) <= MOST:
        try:
            with recorded(Edit.Way.UNDO, user=request.user, what=str(edit), undoes=edit):
                lock([edit], rows)
                undoing = Undoing.of(request, [edit], rows)
                if undoing.is_possible:
                    return undoing.do(request)
        except (IntegrityError, ObjectDoesNotExist):
            messages.error(request, IN_THE_WAY)
            return HttpResponseRedirect(request.get_full_path())
        except Refused as refusal:
            messages.error(request, f"It cannot be undone: {refusal} Nothing was changed.")
            return HttpResponseRedirect(request.get_full_path())
    is_long = len(rows) > MOST
    undoing = Undoing([edit], edit.undone_by.exists())
    if not is_long:
        undoing = Undoing.of(request, [edit], rows)
    context = admin.site.each_context(request) | {
        "title": f"Undo: {edit}",
        "edit": edit,
        "undoing": undoing,
        "is_long": is_long and not undoing.is_done,
        "lines": first_lines(undoing.touched),
        "left_out": first_lines(undoing.left_out),
        "back": reverse("admin:edits"),
    }
    return TemplateResponse(request, "admin/undo.html", context)
