"""The questions with which somebody's day at the desk begins, as filters of lists.

The home page counts by the same conditions, so a number there leads to what it counts.
"""

from datetime import timedelta

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast
from django.utils import timezone
from unfold.contrib.filters.admin import CheckboxFilter, RadioFilter

from core.admin.ageing import for_a_year, for_two_years
from core.admin.versions import still_as_read
from core.models import PublicationState, Review, ReviewStep

Action, State = ReviewStep.Action, PublicationState
LATELY = timedelta(days=7)
GOES_ON = (Action.SUBMITTED, Action.DRAFTED, Action.PUBLISHED, Action.ARCHIVED)


def written_by(model, user):
    """The condition that somebody has changed a record at the desk, or submitted it."""
    kind = ContentType.objects.get_for_model(model)
    entries = LogEntry.objects.order_by().filter(user=user, content_type=kind)
    keys = entries.annotate(key=Cast("object_id", BigIntegerField())).values("key")
    submitted = ReviewStep.objects.of(model).filter(user=user, action=Action.SUBMITTED)
    return Q(pk__in=keys) | Q(pk__in=submitted.row_ids())


def drafts_of(model, user):
    return Q(publication=State.DRAFT) & written_by(model, user)


def sent_back_to(model, user):
    """The condition that a record was sent back to somebody, who has not submitted it again."""
    later = ReviewStep.objects.filter(
        kind=OuterRef("kind"), row_id=OuterRef("row_id"), pk__gt=OuterRef("pk"), action__in=GOES_ON
    )
    sent = ReviewStep.objects.of(model).filter(~Exists(later), action=Action.SENT_BACK)
    return drafts_of(model, user) & Q(pk__in=sent.row_ids())


def taken_on_by(model, user):
    return Q(pk__in=Review.objects.of(model).filter(assigned_to=user).row_ids())


def scheduled(model, user):
    """The condition that a record will be published, since it is as it was when that was said."""
    as_read = RawSQL(still_as_read(model), [model._meta.model_name])  # noqa: S611 of names we know
    return Q(pk__in=as_read)


def published_lately(model, user):
    since = timezone.now() - LATELY
    steps = ReviewStep.objects.of(model).filter(action=Action.PUBLISHED, at__gt=since)
    return Q(publication=State.PUBLISHED) & Q(pk__in=steps.row_ids())


QUESTIONS = {  # by the value in the address: what a list says, and the condition
    "drafts": ("Drafts that you wrote at", drafts_of),
    "sent-back": ("Sent back to you", sent_back_to),
    "taken-on": ("Taken on by you", taken_on_by),
    "scheduled": ("To be published at a set time", scheduled),
    "published": ("Published in the last 7 days", published_lately),
    "year": ("Not checked for a year", lambda model, user: for_a_year(model)),
    "two-years": ("Not checked for two years", lambda model, user: for_two_years(model)),
}


class Work(CheckboxFilter):
    """Records by what is to be done with them; several ticks narrow the list further."""

    title = "what is to be done"
    parameter_name = "work"

    def __init__(self, request, *args, **kwargs):
        self.user = request.user
        super().__init__(request, *args, **kwargs)

    def lookups(self, request, model_admin):
        return [(name, text) for name, (text, _) in QUESTIONS.items()]

    def queryset(self, request, queryset):
        for name in self.value():
            if name in QUESTIONS:
                queryset = queryset.filter(QUESTIONS[name][1](queryset.model, self.user))
        return queryset


class Changed(RadioFilter):
    """Records by how lately anybody changed them."""

    title = "when it was changed"
    parameter_name = "changed"
    PERIODS = {"1": "Today or yesterday", "7": "In the last 7 days", "30": "In the last 30 days"}

    def lookups(self, request, model_admin):
        return list(self.PERIODS.items())

    def queryset(self, request, queryset):
        if self.value() not in self.PERIODS:
            return queryset
        since = timezone.localdate() - timedelta(days=int(self.value()))
        return queryset.filter(updated_at__date__gte=since)
