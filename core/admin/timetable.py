"""Publishing what an editor has said is to be public at a time that has come.

The same rules hold as when she presses the button, and what is published is what she had read. What
cannot be published stays in review, and she is told why.
"""

from dataclasses import dataclass, field

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_permission_codename
from django.db import IntegrityError, connection, transaction

from core.admin.authors import ALONE, authors, may_publish
from core.admin.noting import note
from core.admin.publication import step_in_words
from core.admin.saving import lock, message_of
from core.admin.versions import log_since, versions
from core.history import recorded
from core.models import Edit, PublicationState, Publishable, Review, ReviewStep
from core.publishing import gate

Action = ReviewStep.Action
AS_SET = "Published at the time that was set."
NOT_IN_REVIEW = "It is not in review any more."
NO_EDITOR = "Whoever set the time may not publish it any more."
CHANGED = "It has been changed since it was read for this."


@dataclass(frozen=True)
class Outcome:
    """What became of a record whose time had come; without reasons it is published."""

    record: object
    reasons: list = field(default_factory=list)


def publish_due():
    """Publish each record whose time has come, in a transaction of its own; the Outcomes."""
    for key in Review.objects.due().values_list("pk", flat=True):
        with transaction.atomic():
            outcome = publish(key)
        if outcome:
            yield outcome


def publish(key):
    """Publish the record of a Review; None if it is gone, or somebody has decided otherwise."""
    review = Review.objects.get(pk=key)
    model = kinds()[review.kind]
    record = model.objects.filter(pk=review.row_id).first()
    if record is None or not lock(record):
        review.delete()
        return None
    review = Review.objects.due().select_related("scheduled_by").filter(pk=key).first()
    if review is None:
        return None
    record = model.objects.get(pk=record.pk)
    with recorded(Edit.Way.COMMAND, user=review.scheduled_by, what=AS_SET):
        reasons = what_forbids(record, review) or refused_by_database(record)
    if reasons:
        note(Action.NOT_PUBLISHED, record, None, text=" ".join(reasons))
        return Outcome(record, reasons)
    editor, now = review.scheduled_by, versions(model, [record.pk])
    note(Action.PUBLISHED, record, editor, text=AS_SET, versions=now)
    said = f"{step_in_words(record)}, at the time that was set."
    LogEntry.objects.log_actions(editor.pk, [record], CHANGE, said, single_object=True)
    return Outcome(record)


def kinds():
    """The models whose records the desk publishes, by their names."""
    return {
        model._meta.model_name: model
        for model in admin.site._registry
        if issubclass(model, Publishable)
    }


def what_forbids(record, review):
    """Why a record cannot be published now as an editor has read it, in sentences."""
    model, editor = type(record), review.scheduled_by
    codename = get_permission_codename("publish", record._meta)
    if record.publication != PublicationState.IN_REVIEW:
        return [NOT_IN_REVIEW]
    if editor is None or not editor.has_perm(f"{record._meta.app_label}.{codename}"):
        return [NO_EDITOR]
    version = versions(model, [record.pk])[record.pk]
    if version != review.version:
        return [CHANGED, *changes_since(record)]
    writers = authors(model, [record.pk])[record.pk]
    if not may_publish(editor.pk, record, version, writers):
        return [ALONE]
    verdict = gate.judge(record)
    return list(map(str, [*verdict.errors, *verdict.asked]))


def changes_since(record):
    """What the log says was done with a record since it was said when it is to be published."""
    set_at = ReviewStep.objects.about(record).filter(action=Action.SCHEDULED).last()
    return log_since(type(record), [record.pk], set_at.at).get(record.pk, []) if set_at else []


def refused_by_database(record):
    """Store it as published; what the database says if it does not take that, in a list."""
    try:
        with transaction.atomic():
            record.publication = PublicationState.PUBLISHED
            record.save(update_fields=["publication", "updated_at"])
            connection.check_constraints()
    except IntegrityError as error:
        return [message_of(type(record), error)]
    return []
