"""Review at the desk: sending back with remarks, taking on, publishing later, by whom and when.

What is typed into the box of a form goes with the form: all of it is saved, or nothing.
"""

from django.contrib.admin.utils import unquote
from django.contrib.auth import get_permission_codename, get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.urls import path
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from core.admin.authors import ALONE, authors, may_publish
from core.admin.columns import change_url
from core.admin.drafts import draft_in
from core.admin.forms import has_written
from core.admin.keys import key_in
from core.admin.noting import note
from core.admin.saving import Refused, lock
from core.admin.standing import Standing, places
from core.admin.versions import versions
from core.models import PublicationState, Remark, Review, ReviewStep
from core.models.reviews import LONGEST_WORD
from core.publishing import Problem
from core.text import tidied

Action = ReviewStep.Action
State = PublicationState
WORD, PLACE, REMARK, DEALT = "_word", "_place", "_remark", "_dealt"  # fields of the box
SEND_BACK, SCHEDULE, UNSCHEDULE, READ = "_send_back", "_schedule", "_unschedule", "_read"  # buttons
PUBLISH_AT = "_publish_at"
EMPTY_REMARKS = 3  # rows to say more at single places
EDITORS_DO = "Only an editor can do this."
NOT_IN_REVIEW = "It is not in review, so there is nothing to send back."
SAY_WHY = "Say in a sentence what is to be changed, under “Send it back”."
TOO_LONG = f"Say it in {LONGEST_WORD} characters."
WHEN = "Choose a day and a time that are still to come."
STEPS = {
    State.DRAFT: Action.DRAFTED,
    State.IN_REVIEW: Action.SUBMITTED,
    State.PUBLISHED: Action.PUBLISHED,
    State.ARCHIVED: Action.ARCHIVED,
}


class Reviewing:
    """A mixin for pages of records that are reviewed."""

    change_form_outer_before_template = "admin/standing.html"

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_assign"
        view = self.admin_site.admin_view(require_POST(self.assign))
        return [path("<path:object_id>/assign/", view, name=name), *super().get_urls()]

    def assign(self, request, object_id):
        """Let somebody take a record on, or be given it, or nobody have it."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404("There is no such record.")
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        key = request.POST.get("user", "")
        person = self.people().filter(pk=key_in(key)).first() if key else None
        if key and person is None:
            raise PermissionDenied
        with transaction.atomic():
            lock(record)
            review, _ = Review.objects.get_or_create(
                kind=self.opts.model_name, row_id=record.pk, defaults={"version": ""}
            )
            review.assigned_to = person
            review.save(update_fields=["assigned_to"])
            text = f"To {person.get_username()}." if person else "To nobody in particular."
            note(Action.ASSIGNED, record, request.user, text=text)
        return HttpResponseRedirect(change_url(record))

    def people(self):
        """Those who may change records of this kind at the desk, and so can take one on."""
        codename = f"{self.opts.app_label}.{get_permission_codename('change', self.opts)}"
        backend = "django.contrib.auth.backends.ModelBackend"
        users = get_user_model().objects.with_perm(codename, backend=backend)
        return users.filter(is_staff=True).order_by("username")

    def asked_of_review(self, request, record):
        """The Problems of what the box of the form asks, before anything is saved."""
        post, is_editor = request.POST, self.is_editor(request)
        texts = [word(request), *(text for _, text in remarks(request))]
        if any(len(text) > LONGEST_WORD for text in texts):
            yield Problem(TOO_LONG)
        if any(name in post for name in (SEND_BACK, SCHEDULE, UNSCHEDULE)) and not is_editor:
            yield Problem(EDITORS_DO)
        elif SEND_BACK in post:
            if record is None or record.publication != State.IN_REVIEW:
                yield Problem(NOT_IN_REVIEW)
            elif not word(request) and not remarks(request):
                yield Problem(SAY_WHY)
        elif SCHEDULE in post and moment(request) is None:
            yield Problem(WHEN)

    def follow(self, request, form, formsets):
        """After a record was saved: note what was done, if it may be, and what was said."""
        record, user = form.instance, request.user
        before = form.initial.get("publication", record.publication)
        if record.publication == State.PUBLISHED and before != State.PUBLISHED:
            self.require_two(request, form, formsets)
        if SCHEDULE in request.POST:
            self.schedule(request, form, formsets)
        dealt = [key_in(key) for key in request.POST.getlist(DEALT)]
        asked = Remark.objects.about(record).open().filter(pk__in=dealt)
        if dealt:
            asked.update(dealt_with_at=timezone.now(), dealt_with_by=user)
        action = action_of(request, before, record.publication)
        if action:
            now = versions(self.model, [record.pk])
            step = note(action, record, user, text=word(request), versions=now)
            if action == Action.SENT_BACK:
                put_remarks(request, step, form, formsets)

    def require_two(self, request, form, formsets):
        """Refuse where the only one to have seen what is to be published is who wrote it."""
        record = form.instance
        writers = authors(self.model, [record.pk])[record.pk]
        is_new_to_others = has_written(form, formsets)
        version = None if is_new_to_others else request.opened.version
        if is_new_to_others:
            writers = [*writers, request.user.pk]
        if not may_publish(request.user.pk, record, version, writers):
            raise Refused([Problem(ALONE)])

    def schedule(self, request, form, formsets):
        """Have the record published later, as it is now."""
        record = form.instance
        self.pass_gate(request, record)
        self.require_two(request, form, formsets)
        Review.objects.update_or_create(
            kind=self.opts.model_name,
            row_id=record.pk,
            defaults={
                "publish_at": moment(request),
                "version": versions(self.model, [record.pk])[record.pk],
                "scheduled_by": request.user,
            },
        )

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj and not (context["is_popup"] or draft_in(request)):
            standing = Standing.of(self, request, obj, context)
            context["standing"] = standing
            context["standing_typed"] = typed(request)
            for remark in standing.remarks:
                show_beside(context["adminform"].form, remark)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def action_of(request, before, after):
    """The step that a form has taken with its record, or what else is to be noted; else None."""
    if SEND_BACK in request.POST:
        return Action.SENT_BACK
    if SCHEDULE in request.POST:
        return Action.SCHEDULED
    if before != after:
        return STEPS[after]
    if UNSCHEDULE in request.POST:
        return Action.UNSCHEDULED
    if READ in request.POST:
        return Action.READ
    return Action.SAID if word(request) else None


def word(request):
    """What was typed for one's colleagues."""
    return tidied(request.POST.get(WORD, ""), is_line=False).strip()


def moment(request):
    """When the record is to be published, by the form; None if that is no time to come."""
    try:
        naive = parse_datetime(request.POST.get(PUBLISH_AT, ""))
    except ValueError:
        return None
    if naive is None:
        return None
    when = naive if timezone.is_aware(naive) else timezone.make_aware(naive)
    return when if when > timezone.now() else None


def typed(request):
    """What the box shows as typed: what was sent, where the form comes back, and empty rows."""
    return {
        "word": word(request),
        "remarks": [*remarks(request), *[("", "")] * EMPTY_REMARKS],
        "publish_at": request.POST.get(PUBLISH_AT, ""),
    }


def remarks(request):
    """Pairs of a place and what is asked for there."""
    texts = [tidied(text, is_line=True).strip() for text in request.POST.getlist(REMARK)]
    pairs = zip(request.POST.getlist(PLACE), texts, strict=False)
    return [(place, text) for place, text in pairs if text]


def put_remarks(request, step, form, formsets):
    """Keep what is asked for at single places of the form."""
    labels = dict(places(form, formsets))
    Remark.objects.bulk_create(
        Remark(
            step=step,
            place=place if place in labels else "",
            label=labels.get(place, "All of it"),
            text=text,
        )
        for place, text in remarks(request)
    )


def show_beside(form, remark):
    """Say a remark beside the field that it is about, where the form has it."""
    field = form.fields.get(remark.place)
    if field:
        field.help_text = format_html(
            '<span class="desk-remark" role="note">{}: {}</span> {}',
            remark.step.user or "An editor",
            remark.text,
            field.help_text,
        )
