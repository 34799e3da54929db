"""Noting what is done and said on a record's way to the public, and telling those it concerns."""

from django.utils import timezone

from core.admin.authors import authors
from core.models import Check, Notice, Remark, Review, ReviewStep

Action = ReviewStep.Action
ENDS = (Action.PUBLISHED, Action.ARCHIVED)  # nobody is at it any more
SETTLES = (Action.SUBMITTED, Action.PUBLISHED)  # what was asked for has been dealt with
UNSCHEDULES = (Action.SENT_BACK, Action.DRAFTED, Action.NOT_PUBLISHED, Action.UNSCHEDULED)
TO_WHOM_IT_IS_GIVEN = (Action.SUBMITTED, Action.ASSIGNED)  # it tells nobody else
LONGEST_NAME = 400


def note(action, record, user, **said):
    """Note one step with one record, as `note_all` does; the ReviewStep."""
    return note_all(action, [record], user, **said)[0]


def note_all(action, records, user, text="", versions=None):
    """Note that somebody, or nobody, has taken a step with records of one model.

    Whoever wrote them since they were last public, submitted them, or has taken them on, is told.
    versions: those that the step was about, by the records' ids.
    """
    if not records:
        return []
    model, versions = type(records[0]), versions or {}
    steps = ReviewStep.objects.bulk_create(
        ReviewStep(
            kind=model._meta.model_name,
            row_id=record.pk,
            action=action,
            user=user,
            text=text,
            version=versions.get(record.pk, ""),
        )
        for record in records
    )
    tell(records, steps)
    keys = [record.pk for record in records]
    reviews = Review.objects.of(model).filter(row_id__in=keys)
    if action == Action.PUBLISHED and user:
        kind = model._meta.model_name  # whoever publishes a record has read it
        Check.objects.bulk_create(Check(kind=kind, row_id=key, user=user) for key in keys)
    if action in ENDS:
        reviews.delete()
    elif action in UNSCHEDULES:
        reviews.update(publish_at=None, version="", scheduled_by=None)
    if action in SETTLES:
        kind = model._meta.model_name
        asked = Remark.objects.open().filter(step__kind=kind, step__row_id__in=keys)
        who = user if action == Action.SUBMITTED else None  # who publishes need not have mended it
        asked.update(dealt_with_at=timezone.now(), dealt_with_by=who)
    return steps


def tell(records, steps):
    """Leave a notice of each step to those it concerns, but not to whoever took it."""
    model, keys = type(records[0]), [record.pk for record in records]
    writers, submitted = authors(model, keys), submitters(model, keys)
    at_it = {review.row_id: review for review in Review.objects.of(model).filter(row_id__in=keys)}
    notices = []
    for record, step in zip(records, steps, strict=True):
        review = at_it.get(record.pk)
        concerned = {review.assigned_to_id} if review else set()
        if step.action not in TO_WHOM_IT_IS_GIVEN:
            concerned |= {*writers[record.pk], submitted.get(record.pk)}
            concerned.add(review and review.scheduled_by_id)
        for user in sorted(concerned - {None, step.user_id}):
            notices.append(Notice(user_id=user, step=step, name=str(record)[:LONGEST_NAME]))
    Notice.objects.bulk_create(notices)


def submitters(model, keys):
    """Who last submitted these records, by their ids."""
    steps = ReviewStep.objects.of(model).filter(row_id__in=keys, action=Action.SUBMITTED)
    return dict(steps.order_by("at", "pk").values_list("row_id", "user_id"))
