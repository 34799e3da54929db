"""From draft to public at the desk: who may do which step, by buttons, by actions, in the form."""

from django.contrib import messages
from django.contrib.auth import get_permission_codename
from django.db.models import Max
from django.http import HttpResponseRedirect
from django.utils.formats import date_format
from django.utils.html import format_html
from unfold.decorators import display

from core.admin.authors import ALONE, STEP, authors, may_publish
from core.admin.base import GuardedAdmin
from core.admin.buttons import Button
from core.admin.checking import Checking
from core.admin.columns import link, link_to, list_url
from core.admin.drafts import draft_in
from core.admin.gate import Gated, answers, in_one, publishable, verdicts_on
from core.admin.merge_page import Merges
from core.admin.noting import note_all
from core.admin.reviewing import READ, SCHEDULE, SEND_BACK, STEPS, Reviewing
from core.admin.steps import asks_first, counted
from core.admin.versions import versions
from core.admin.work import Changed, Work
from core.models.featured import Featurable
from core.models.publication import PublicationState
from core.models.records import PublicRecord
from core.publishing import NOTE, findings_of, gate

MOST_MESSAGES = 10  # of one kind after an action on many records
OPEN_TO_CURATORS = (PublicationState.DRAFT, PublicationState.IN_REVIEW)
COLOURS = {
    PublicationState.DRAFT: "warning",
    PublicationState.IN_REVIEW: "info",
    PublicationState.PUBLISHED: "success",
    PublicationState.ARCHIVED: "default",
}
PUBLICATION = (
    "A draft is for you and your colleagues. In review, it waits for an editor, who publishes it "
    "or sends it back. An archived record is kept, and no longer shown, unless “Withdrawn records” "
    "says that its page stays readable."
)
WAITS = "{} is saved and waits for an editor."
READ_SO = (
    "It is noted that you have read {} as it is now, and found it right. An editor can publish it."
)
WITHDRAWN = (
    "Readers do not find them any more. “Withdrawn records” is where to say why, and what stands "
    "at their addresses."
)


SEND = Button(SEND_BACK, "Send back", "undo", PublicationState.DRAFT)
SUBMIT = Button("_submit", "Save and submit for review", "rate_review", PublicationState.IN_REVIEW)
PUBLISH = Button("_publish", "Save and publish", "public", PublicationState.PUBLISHED)
LATER = Button(SCHEDULE, "Save and publish then", "schedule", PublicationState.IN_REVIEW)


class PublishableAdmin(Merges, Gated, Reviewing, Checking, GuardedAdmin):
    """Pages of records that are drafted, reviewed and published.

    Curators write drafts and submit them. Editors publish, or send back; from then on only they
    change the record. Whatever the road, a record becomes public only through
    `core.publishing.gate`, and if somebody else than its author has read it.
    """

    actions = [
        "submit_for_review",
        "publish",
        "mark_checked",
        "back_to_draft",
        "archive",
        "delete_selected",
    ]
    show_full_result_count = False  # what is found is counted, and not all there is besides

    def get_list_filter(self, request):
        return [Work, *super().get_list_filter(request), Changed]

    def is_editor(self, request):
        codename = get_permission_codename("publish", self.opts)
        return request.user.has_perm(f"{self.opts.app_label}.{codename}")

    def has_publish_permission(self, request, obj=None):
        """What Django asks before it offers or runs an action that says `permissions`."""
        return self.is_editor(request)

    @display(description="Publication", ordering="publication", label=COLOURS)
    def state(self, record):
        return record.publication, record.get_publication_display()

    @display(description="Changed", ordering="updated_at")
    def changed(self, record):
        return date_format(record.updated_at, "j M Y")

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "publication" and not self.is_editor(request):
            kwargs["choices"] = [(state.value, state.label) for state in OPEN_TO_CURATORS]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def get_fieldsets(self, request, obj=None):
        if draft_in(request):  # of what the record says, not of where it stands
            return super().get_fieldsets(request, obj)
        fields = ["publication"]
        if issubclass(self.model, Featurable):
            fields.append("featured")
        publication = ("Publication", {"fields": fields, "description": PUBLICATION})
        return [*super().get_fieldsets(request, obj), publication]

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return fields if self.is_editor(request) else [*fields, "featured"]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """A form that comes back says what was chosen in it, not what the button said."""
        response = super().changeform_view(request, object_id, form_url, extra_context)
        if hasattr(request, "chosen") and not isinstance(response, HttpResponseRedirect):
            request.POST["publication"] = request.chosen
        return response

    def state_asked(self, request):
        """The state that the form sends, or the button that was pressed."""
        for button in (SUBMIT, SEND, PUBLISH, LATER):
            if button.action_name in request.POST:
                return button.state
        return request.POST.get("publication")

    def press(self, request, record):
        request.refusals.extend(self.asked_of_review(request, record))
        state, chosen = self.state_asked(request), request.POST.get("publication")
        if state is not None and state != chosen:
            request.chosen = chosen or PublicationState.DRAFT
            request.POST = request.POST.copy()
            request.POST["publication"] = state

    def makes_public(self, request, record):
        """Now, or at a time that is said now."""
        asked = self.state_asked(request)
        is_to_be = asked == PublicationState.PUBLISHED or SCHEDULE in request.POST
        return is_to_be and not record.is_published

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if request.method == "POST" and obj is not None:  # what was sent is not saved
            initial = context["adminform"].form.initial
            obj.publication = initial.get("publication", PublicationState.DRAFT)
        if not context["is_popup"]:
            context["actions_submit_line"] = self.buttons(request, obj)
        has_reasons = obj and gate.reasons(self.model, [obj.pk])[obj.pk]
        answered = gate.judge(obj).answered if has_reasons else ()
        context["reasons"] = [reason for _, reason in answered]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def buttons(self, request, record):
        """The steps that this user can take next with the record, None while it is added."""
        if record and not self.has_change_permission(request, record):
            return []
        state = record.publication if record else PublicationState.DRAFT
        steps = [SUBMIT] if state == PublicationState.DRAFT else []
        if self.is_editor(request) and state == PublicationState.IN_REVIEW:
            steps.append(SEND)
        if self.is_editor(request) and state != PublicationState.PUBLISHED:
            steps.append(PUBLISH)
        return steps

    def settle(self, request, form, formsets):
        super().settle(request, form, formsets)
        record = form.instance
        self.complete(record)
        if record.is_published:
            self.pass_gate(request, record)
        self.follow(request, form, formsets)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if "publication" in form.changed_data:
            self.announce(request, form.instance)

    def complete(self, record):
        """Add what follows from what was entered."""

    def announce(self, request, record):
        """Say where the record stands now, and what its page will lack."""
        if SEND_BACK in request.POST:
            text = format_html("{} is sent back, and its author is told.", link_to(record))
            self.message_user(request, text, messages.SUCCESS)
        if record.publication == PublicationState.IN_REVIEW:
            for finding in findings_of(record):
                if finding.level != NOTE:
                    text = format_html("{}, before it is published: {}", link_to(record), finding)
                    self.message_user(request, text, messages.WARNING)
        if record.is_published:
            page = link("See it on the site.", record.get_absolute_url())
            text = format_html("{} is published. {}", link_to(record), page)
            self.message_user(request, text, messages.SUCCESS)
            for finding in gate.judge(record).notes:
                text = format_html("{}: {}", link_to(record), finding)
                self.message_user(request, text, messages.WARNING)

        if record.publication == PublicationState.ARCHIVED and record.first_published_at:
            told = link("See what readers are told.", list_url(PublicRecord))
            text = format_html("{} is archived. {}", link_to(record), told)
            self.message_user(request, text, messages.SUCCESS)

    def response_add(self, request, obj, post_url_continue=None):
        self.say_it_waits(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        self.say_it_waits(request, obj)
        return super().response_change(request, obj)

    def say_it_waits(self, request, record):
        """Say of what waits for an editor that it does, rather than that it was added."""
        if record.publication == PublicationState.IN_REVIEW:
            text = format_html(READ_SO if READ in request.POST else WAITS, link_to(record))
            request.instead_of_success = text

    def message_user(self, request, message, level=messages.INFO, *args, **kwargs):
        if level == messages.SUCCESS and hasattr(request, "instead_of_success"):
            message = request.instead_of_success
            del request.instead_of_success
        super().message_user(request, message, level, *args, **kwargs)

    def construct_change_message(self, request, form, formsets, add=False):
        """The log names the state that a record was given."""
        message = super().construct_change_message(request, form, formsets, add)
        if add and form.instance.publication != PublicationState.DRAFT:
            message.append({"changed": {"fields": [step_in_words(form.instance)]}})
        label = form.fields["publication"].label if "publication" in form.fields else None
        for part in message:
            fields = part.get("changed", {}).get("fields", [])
            if "name" not in part.get("changed", {}) and label in fields:
                fields[fields.index(label)] = step_in_words(form.instance)
        return message

    @asks_first("Submit for review", "They wait for an editor then.", "change")
    def submit_for_review(self, request, records):
        self.move(request, records, PublicationState.IN_REVIEW, {PublicationState.DRAFT})

    @asks_first("Publish", "Readers see them then, as they are now.", "publish", publishable)
    def publish(self, request, records):
        others = set(PublicationState) - {PublicationState.PUBLISHED}
        self.move(request, records, PublicationState.PUBLISHED, others)

    @asks_first("Back to draft", f"They can be changed and published again. {WITHDRAWN}", "change")
    def back_to_draft(self, request, records):
        others = set(PublicationState) - {PublicationState.DRAFT}
        self.move(request, records, PublicationState.DRAFT, others)

    @asks_first("Archive", f"They are kept, and can be published again. {WITHDRAWN}", "publish")
    def archive(self, request, records):
        self.move(request, records, PublicationState.ARCHIVED, {PublicationState.PUBLISHED})

    def move(self, request, records, state, sources):
        """Give the records another state, those that have one of `sources` and may have it."""
        moved, notes, keys = [], Notes(self, request), [record.pk for record in records]
        now, writers = versions(self.model, keys), authors(self.model, keys)
        to_public = state == PublicationState.PUBLISHED
        verdicts = verdicts_on(self, request, records) if to_public else {}
        for record in records:
            given = answers(request, verdicts[record.pk]) if to_public else []
            if record.publication not in sources:
                notes.add(messages.INFO, record, f"It is {record.get_publication_display()}.")
            elif not self.has_change_permission(request, record):
                notes.add(messages.ERROR, record, "Only an editor can change it.")
            elif open_questions := [finding for finding, reason in given if not reason]:
                text = f"Not published, since nobody says why. {in_one(open_questions)}"
                notes.add(messages.ERROR, record, text)
            elif to_public and not may_publish(
                request.user.pk, record, now[record.pk], writers[record.pk]
            ):
                notes.add(messages.ERROR, record, f"Not published. {ALONE}")
            else:
                record.publication = state
                record.save(update_fields=["publication", "updated_at"])
                moved.append(record)
                gate.keep(request.user, self.model, [(record.pk, *one) for one in given])
                for note in verdicts[record.pk].notes if to_public else ():
                    notes.add(messages.WARNING, record, note)
        if moved:
            now = versions(self.model, [record.pk for record in moved])
            note_all(STEPS[state], moved, request.user, versions=now)
            for record in moved:
                self.log_change(request, record, f"{step_in_words(record)}.")
            text = f"{counted(self.opts, len(moved))}: {PublicationState(state).label.lower()}."
            self.message_user(request, text, messages.SUCCESS)
        notes.send()


class FeaturableAdmin(PublishableAdmin):
    """Pages of records that can have a place on the home page."""

    actions = [*PublishableAdmin.actions, "put_on_home_page", "take_off_home_page"]

    @asks_first("Put on the home page", "They come after what stands there.", "publish")
    def put_on_home_page(self, request, records):
        last = self.model.objects.aggregate(last=Max("featured"))["last"] or 0
        placed, notes = 0, Notes(self, request)
        for record in records:
            if record.featured:
                notes.add(messages.INFO, record, "It is there already.")
            elif not record.is_published:
                notes.add(messages.ERROR, record, "Publish it first.")
            else:
                placed += 1
                self.feature(request, record, last + placed)
        if placed:
            text = f"{counted(self.opts, placed)}: on the home page."
            self.message_user(request, text, messages.SUCCESS)
        notes.send()

    @asks_first("Take off the home page", "They stay published.", "publish")
    def take_off_home_page(self, request, records):
        featured = [record for record in records if record.featured]
        for record in featured:
            self.feature(request, record, None)
        text = f"{counted(self.opts, len(featured))}: taken off the home page."
        self.message_user(request, text, messages.SUCCESS)

    def feature(self, request, record, place):
        record.featured = place
        record.save(update_fields=["featured", "updated_at"])
        self.log_change(request, record, f"Home page: {f'place {place}' if place else 'off'}.")


class Notes:
    """What an action has to say of single records: errors first, the first of each kind in full."""

    def __init__(self, desk, request):
        self.desk = desk
        self.request = request
        self.by_level = {}

    def add(self, level, record, text):
        self.by_level.setdefault(level, []).append((record, text))

    def send(self):
        for level, notes in sorted(self.by_level.items(), reverse=True):
            for record, text in notes[:MOST_MESSAGES]:
                note = format_html("{}: {}", link_to(record), text)
                self.desk.message_user(self.request, note, level)
            if len(notes) > MOST_MESSAGES:
                rest = f"The same kind of thing with {len(notes) - MOST_MESSAGES} more."
                self.desk.message_user(self.request, rest, level)


def step_in_words(record):
    """What the log says of a record's new state."""
    return f"{STEP}{record.get_publication_display().lower()}"
