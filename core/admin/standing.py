"""Where a record stands on its way to the public, in words, as the box above its form says it."""

from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst, get_text_list

from core.admin.ageing import age_of
from core.admin.authors import authors, is_vouched_for
from core.admin.naming import nouns_of
from core.models import Check, PublicationState, Remark, Review, ReviewStep

Action, State = ReviewStep.Action, PublicationState
BROUGHT_HERE = {  # by which steps a record can have come to its state
    State.DRAFT: (Action.SENT_BACK, Action.DRAFTED),
    State.IN_REVIEW: (Action.SUBMITTED,),
    State.PUBLISHED: (Action.PUBLISHED,),
    State.ARCHIVED: (Action.ARCHIVED,),
}
LONGEST_LABEL = 200
NEXT = {
    State.DRAFT: "Next, whoever may change it, a curator or an editor, submits it for review.",
    State.IN_REVIEW: "Next, an editor reads it, and publishes it or sends it back with a comment.",
    State.PUBLISHED: "Readers see it. Next, an editor changes or archives it when its time has "
    "come; a curator writes a draft of changes.",
    State.ARCHIVED: "Readers do not find it. An editor can publish it again, or take it back to "
    "draft.",
}


@dataclass
class Standing:
    """What the box says of a record, and what it offers to this user."""

    record: object
    steps: list
    review: Review | None
    is_editor: bool
    may_change: bool
    assign: str  # where it is posted who takes the record on
    remarks: list = field(default_factory=list)  # that nobody has dealt with
    writers: list = field(default_factory=list)  # names of those who may not publish it alone
    may_vouch: bool = False
    people: list = field(default_factory=list)  # to whom it can be given
    places: list = field(default_factory=list)  # what remarks can be about
    is_changed_since: bool = False  # since it was said when it is to be published
    checked: str = ""  # where it is posted that it is still true
    version: str = ""
    last_checked: object = None
    time_zone: str = field(default_factory=timezone.get_current_timezone_name)

    @classmethod
    def of(cls, desk, request, record, context):
        """Of the record of a form, for its user; `context` is that of the form."""
        name = f"admin:{desk.opts.app_label}_{desk.opts.model_name}_assign"
        reviews = Review.objects.about(record).select_related("assigned_to", "scheduled_by")
        standing = cls(
            record=record,
            steps=list(ReviewStep.objects.about(record).select_related("user")),
            review=reviews.first(),
            is_editor=desk.is_editor(request),
            may_change=desk.has_change_permission(request, record),
            assign=reverse(name, args=[record.pk]),
        )
        standing.add_remarks()
        if standing.may_change and standing.is_open:
            standing.people = list(desk.people())
        version = getattr(request, "version", None) or desk.version_of(str(record.pk))
        if desk.ages and record.is_published:
            standing.add_checks(desk, request, version)
        if standing.is_in_review:
            standing.is_changed_since = standing.is_scheduled and standing.review.version != version
            standing.add_writers(request.user, version)
        if standing.may_send_back:
            standing.places = list(places_in(context))
        return standing

    def add_checks(self, desk, request, version):
        """When somebody last checked it, and where that can be said anew."""
        checks = Check.objects.about(self.record).select_related("user")
        self.last_checked = checks.order_by("checked_on", "pk").last()
        if desk.has_change_permission(request):
            name = f"admin:{desk.opts.app_label}_{desk.opts.model_name}_checked"
            self.checked, self.version = reverse(name, args=[self.record.pk]), version

    def add_remarks(self):
        """What was asked for at single places, with the step that asked; and what is open of it."""
        by_step = {step.pk: step for step in self.steps}
        for step in self.steps:
            step.asked = []
        if any(step.action == Action.SENT_BACK for step in self.steps):
            remarks = Remark.objects.about(self.record).select_related("dealt_with_by")
            for remark in remarks:
                remark.step = by_step[remark.step_id]
                remark.step.asked.append(remark)
                if remark.dealt_with_at is None:
                    self.remarks.append(remark)

    def add_writers(self, user, version):
        """Who may not publish it alone, and whether this user can help by reading it."""
        if settings.PUBLISH_ALONE:
            return
        writers = authors(type(self.record), [self.record.pk])[self.record.pk]
        stopped = [one for one in writers if not is_vouched_for(self.steps, one, version)]
        names = {person.pk: person for person in self.people}
        names |= get_user_model().objects.in_bulk(set(stopped) - names.keys())
        self.writers = [names[one].get_username() for one in stopped]
        self.may_vouch = self.may_change and any(one != user.pk for one in stopped)

    @property
    def is_open(self):
        """Whether it is still on its way, so that somebody can be at it."""
        return self.record.publication in (State.DRAFT, State.IN_REVIEW)

    @property
    def is_in_review(self):
        return self.record.publication == State.IN_REVIEW

    @property
    def is_scheduled(self):
        return bool(self.review and self.review.publish_at)

    @property
    def may_send_back(self):
        return self.is_editor and self.is_in_review and self.may_change

    @property
    def may_schedule(self):
        return self.is_editor and self.is_open and self.may_change

    @property
    def sent(self):
        """The step that sent it back, as long as its author has not submitted it again."""
        step = self.brought_here
        return step if step and step.action == Action.SENT_BACK else None

    @property
    def brought_here(self):
        """The step by which it came to where it stands, if it is known."""
        ways = BROUGHT_HERE[self.record.publication]
        return next((one for one in reversed(self.steps) if one.action in ways), None)

    @property
    def since(self):
        """Since when it stands there, and by whom."""
        if step := self.brought_here:
            return f"{step.get_action_display()} on {day(step.at)}{by(step.user)}."
        if self.record.publication == State.DRAFT:
            return f"Begun on {day(self.record.created_at)}."
        if self.record.publication == State.PUBLISHED and self.record.first_published_at:
            return f"Readers first saw it on {day(self.record.first_published_at)}."
        return ""

    @property
    def next(self):
        """What comes next, and who can do it."""
        if self.is_scheduled:
            return self.later
        sentence = NEXT[self.record.publication]
        if self.writers:
            names = get_text_list(self.writers, "or")
            sentence += f" Not {names} alone, who wrote it: somebody else has to have read it."
        return sentence

    @property
    def later(self):
        """When it will be published, and whether that still holds."""
        review = self.review
        sentence = (
            f"It will be published on {moment(review.publish_at)} ({self.time_zone}), as"
            f" {review.scheduled_by or 'an editor'} has read it."
        )
        if self.is_changed_since:
            sentence += (
                " But it has been changed since, and so it will not: an editor has to read it"
                " again, and to say again when."
            )
        return sentence

    @property
    def checked_on(self):
        """The day on which it counts as checked."""
        if self.last_checked:
            return self.last_checked.checked_on
        return timezone.localdate(self.record.first_published_at)

    @property
    def age(self):
        return age_of(self.checked_on)

    @property
    def at_it(self):
        """Who has taken it on, or None."""
        return self.review.assigned_to if self.review else None


def day(time):
    return date_format(timezone.localtime(time), "j F Y")


def moment(time):
    return date_format(timezone.localtime(time), "j F Y, H:i")


def by(user):
    return f" by {user}" if user else ""


def places_in(context):
    """Places that a form shows: pairs of a name and what the form calls it."""
    formsets = [inline.formset for inline in context["inline_admin_formsets"]]
    return places(context["adminform"].form, formsets)


def places(form, formsets):
    """Places of a form that a remark can be about: pairs of a name and what the form calls it."""
    for name, form_field in form.fields.items():
        if name not in ("publication", "featured"):
            yield name, str(form_field.label or capfirst(name))
    for formset in formsets:
        nouns = capfirst(nouns_of(formset.model))
        yield formset.prefix, nouns
        for row in formset.rows():
            yield f"{formset.prefix}-{row.pk}", f"{nouns}: {row}"[:LONGEST_LABEL]
