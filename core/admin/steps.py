"""Steps with many records at once: they ask first, on a page that says what they will touch.

Nobody is to empty the catalogue by three clicks, nor to publish what she has not read. So the page
tells how many records there are and how many of them readers see, names the first, and says what
has changed since the list was shown. What is then confirmed is done to the records in the versions
that the page was about, in one transaction, or not at all.
"""

from dataclasses import dataclass, field
from functools import wraps

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.forms import CharField, HiddenInput
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from unfold.forms import ActionForm

from core.admin.choices import state_of
from core.admin.columns import change_url, page_url
from core.admin.uses import used
from core.admin.versions import Seen, log_since
from core.history import current_edit, recorded
from core.models.history import Edit
from core.publishing import ever_public, now_public

MOST = 500  # records in one step
NAMED = 10  # records that a page names
SEEN, CONFIRMED = "seen", "confirmed"  # fields of the forms: what the list showed, and the page
UNDO = "undo"  # marks the message that offers it
GONE = "What you chose is not there any more."
SEEN_STAYS = (
    "What readers have seen is not deleted together with others. Archive it; or an editor deletes "
    "it on its own page."
)
UNKNOWN = "Not by the desk, or it is something that belongs to it."


class StepForm(ActionForm):
    """The choice of a step above a list; it knows in which versions the list shows its records."""

    seen = CharField(label="", required=False, widget=HiddenInput)


@dataclass
class Reach:
    """What a step will do to the records chosen."""

    touched: list
    left_out: list = field(default_factory=list)  # pairs of a record and why
    used: list = field(default_factory=list)  # left out too, since others name them
    blocked: list = field(default_factory=list)  # what stands in the way of the whole step
    besides: list = field(default_factory=list)  # what else goes: pairs of a name and a number
    asked: list = field(default_factory=list)  # what needs a reason: see `core.admin.gate`
    why_left_out: str = ""


def everything(desk, request, records):
    """The Reach of a step that says afterwards of which records it could not be taken."""
    return Reach(records)


def deletable(desk, request, records):
    """The Reach of deleting: nothing that readers have seen, nor what something rests on."""
    seen = desk.model.objects.filter(ever_public(desk.model))
    keys = set(seen.filter(pk__in=[record.pk for record in records]).values_list("pk", flat=True))
    reach = Reach([], why_left_out=SEEN_STAYS)
    for record in records:
        if record.pk in keys:
            reach.left_out.append((record, "Readers see it, or have seen it."))
        elif not desk.has_delete_permission(request, record):
            reach.left_out.append((record, "You may not delete it."))
        else:
            reach.touched.append(record)
    in_use = used(desk.model, [record.pk for record in reach.touched])
    reach.used = [record for record in reach.touched if record.pk in in_use]
    reach.touched = [record for record in reach.touched if record.pk not in in_use]
    _, numbers, lacking, _ = desk.get_deleted_objects(reach.touched, request)
    reach.blocked = [f"You may not delete any {name}." for name in lacking]
    reach.besides = list(numbers.items())
    return reach


def asks_first(verb, means, permission, reach=everything):
    """A decorator that makes an action of a method (desk, request, records).

    verb: what the step is called; means: a sentence on what follows from it; reach: a function
    (desk, request, records) that tells beforehand what it will touch.
    """

    def decorate(method):
        @admin.action(description=verb, permissions=[permission])
        @wraps(method)
        def action(desk, request, queryset):
            step = Step(method.__name__, verb, means, reach)
            if CONFIRMED not in request.POST:
                return step.first_question(desk, request, queryset)
            with recorded(Edit.Way.STEP, user=request.user, what=step.verb):
                records, seen = step.locked(desk, request)
                if not records:
                    return desk.message_user(request, GONE, messages.WARNING)
                is_as_shown = seen.versions == Seen.read(request.POST[CONFIRMED]).versions
                reached = reach(desk, request, records)
                if reached.blocked or not is_as_shown:
                    return step.question(desk, request, records, seen, CONFIRMED)
                response = method(desk, request, reached.touched)
                offer_undo(request)
                return response

        return action

    return decorate


def offer_undo(request):
    """Say after a step that it can be taken back, if it has changed anything."""
    edit = current_edit()
    if edit is not None:
        link = format_html('<a href="{}">Undo</a>', reverse("admin:undo", args=[edit]))
        messages.info(request, link, extra_tags=UNDO)


@dataclass(frozen=True)
class Step:
    """One step: its name among the actions, and what its page says."""

    name: str
    verb: str
    means: str
    reach: object

    def first_question(self, desk, request, queryset):
        """The page for records that somebody has chosen from a list."""
        keys = list(queryset.values_list("pk", flat=True)[: MOST + 1])
        if len(keys) > MOST:
            text = f"Choose at most {MOST} {desk.opts.verbose_name_plural} for one step."
            desk.message_user(request, text, messages.ERROR)
            return None
        seen = Seen.now(desk.model, keys)
        return self.question(desk, request, found(desk, request, seen), seen, SEEN)

    def locked(self, desk, request):
        """The records that the page was about, which nobody else can change now."""
        keys = list(Seen.read(request.POST[CONFIRMED]).versions)
        rows = desk.model._base_manager.select_for_update().filter(pk__in=keys)
        list(rows.order_by("pk").values_list("pk"))
        seen = Seen.now(desk.model, keys)
        return found(desk, request, seen), seen

    def question(self, desk, request, records, seen, before):
        """The page; `before` is the field that tells what was shown before it."""
        reach = self.reach(desk, request, records)
        public = desk.model.objects.filter(
            now_public(desk.model), pk__in=[record.pk for record in reach.touched]
        )
        shown = Seen.read(request.POST.get(before, ""))
        context = desk.admin_site.each_context(request) | {
            "title": f"{self.verb}: {counted(desk.opts, len(reach.touched))}",
            "opts": desk.opts,
            "step": self,
            "reach": reach,
            "number": counted(desk.opts, len(reach.touched)),
            "public": public.count(),
            "lines": first_lines([(record, state_of(record)) for record in reach.touched]),
            "left_out": first_lines(reach.left_out),
            "used": [(record, page_url(record, "uses")) for record in reach.used],
            "changed": changes(records, shown, seen),
            "gone": len(shown.versions.keys() - seen.versions) if before == CONFIRMED else 0,
            "names": {
                "index": 0,
                "action": self.name,
                ACTION_CHECKBOX_NAME: next(iter(seen.versions), ""),  # Django wants one
                CONFIRMED: seen,
            },
            "back": request.get_full_path(),
        }
        return TemplateResponse(request, "admin/step.html", context)


def changes(records, shown, seen):
    """Of each record that is not as it was shown: where it is, and what has happened."""
    keys = shown.differing(seen)
    log = log_since(type(records[0]), keys, shown.moment) if keys else {}
    return [
        (record, change_url(record), log.get(record.pk, [UNKNOWN]))
        for record in records
        if record.pk in keys
    ]


def found(desk, request, seen):
    """The records of these ids, in the order in which they were seen."""
    records = desk.get_queryset(request).in_bulk(list(seen.versions))
    return [records[key] for key in seen.versions if key in records]


def first_lines(pairs):
    """The first records, where each is and what is said of it; and how many more there are."""
    return {
        "first": [(record, change_url(record), text) for record, text in pairs[:NAMED]],
        "more": max(0, len(pairs) - NAMED),
    }


def counted(opts, number):
    """ "1 initiative", "3 initiatives"."""
    return f"{number} {opts.verbose_name if number == 1 else opts.verbose_name_plural}"
