"""What somebody is about to enter, and the desk may have already: asked while she types.

`static/admin/alike.js` asks with what stands in the form, and shows the answer beside the field.
"""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from core.admin.choices import state_of
from core.admin.columns import change_url
from core.admin.uses import ways_to
from core.publishing.marks import MARKS
from core.publishing.remembering import remembered
from core.text import tidied

MOST = 5  # records that are named
LONGEST = 500  # letters of one field that are read
MOST_CHOSEN = 20  # records chosen in one field
OF_ONE_PAGE, OF_ONE_NAME = "page", "name"


@require_safe
def alike(request):
    """Records of a kind that may be what is typed, as JSON: `alike`, and how many `more`.

    kind: a model as `app.name`; own: the key of the record itself; and the fields of its form by
    their names. 404 for a kind that has no twins, 403 for one whose records the user may not view.
    """
    desk = desk_of(request.GET.get("kind", ""))
    if not desk.has_view_permission(request):
        raise PermissionDenied
    marks = MARKS[desk.model]
    one = marks.named(number(request.GET.get("own", "")), typed(marks, request.GET))
    found = remembered(desk.model).like(one) if one.name or one.acronym or one.address else []
    places = {other.key: place for place, (_, other) in enumerate(found)}
    seen = desk.get_queryset(request).in_bulk(places)
    records = sorted(seen.values(), key=lambda record: places[record.pk])
    pages = {other.key for _, other in found if one.page and other.page == one.page}
    told = [said(request, record, record.pk in pages) for record in records[:MOST]]
    return JsonResponse({"alike": told, "more": max(0, len(records) - MOST)})


def desk_of(kind):
    """The pages of the kind of records that a question is about."""
    for model in MARKS:
        if model._meta.label_lower == kind and admin.site.is_registered(model):
            return admin.site.get_model_admin(model)
    raise Http404("There is no such kind.")


def number(text):
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def typed(marks, query):
    """What stands in the form, as a row that `marks` reads; records chosen are looked up."""
    row = {}
    for path in marks.columns_and_rows:
        name, _, further = path.partition("__")
        if further:
            keys = [number(one) for one in query.getlist(name)[:MOST_CHOSEN]]
            related = marks.model._meta.get_field(name).related_model
            keys = [key for key in keys if key is not None]
            values = related._base_manager.filter(pk__in=keys) if keys else related.objects.none()
            row[path] = list(values.values_list(further, flat=True))
        else:
            row[path] = tidied(query.get(name, "")[:LONGEST], is_line=True).strip()
    return row


def said(request, record, is_of_one_page):
    """What the answer says of one record."""
    return {
        "key": record.pk,
        "text": str(record),
        "url": change_url(record),
        "state": state_of(record).lower(),
        "by": OF_ONE_PAGE if is_of_one_page else OF_ONE_NAME,
        "used": used_in(request, record) if is_of_one_page else "",
    }


def used_in(request, record):
    """One of the records that use this one, by its name; nothing where the user may see none."""
    for way in ways_to(type(record)):
        if way.desk.has_view_permission(request):
            owner = way.owners_of(way.of(record)).first()
            if owner is not None:
                return f"{way.owner._meta.verbose_name} {Truncator(owner).chars(80)}"
    return ""
