"""Short lists of records of all kinds on the home page of the desk: one question each."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import admin
from django.db.models import CharField, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast
from django.urls import reverse

from core.admin.work import drafts_of, published_lately
from core.admin.work import scheduled as is_scheduled
from core.models import PublicationState, Review, ReviewStep

SHOWN = 8  # records in each list


@dataclass(frozen=True)
class Line:
    """One record in a list: what it is called, where the desk has it, when what was by whom."""

    name: str
    kind: str
    url: str
    when: datetime
    who: str


def waiting(models):
    """Records in review, the last changed first, with who has taken them on."""
    reviews = review_of("assigned_to__username")
    return lines(models, in_state(PublicationState.IN_REVIEW), changed, reviews)


def drafts(models, user):
    """Drafts that somebody has written at, the last changed first."""
    return lines(models, lambda model: drafts_of(model, user), changed, nobody)


def scheduled(models):
    """Records that have a time, the next first, with who has set it."""
    when, who = review_of("publish_at"), review_of("scheduled_by__username")
    return lines(models, lambda model: is_scheduled(model, None), when, who, order="when")


def published(models):
    """Records published lately, the newest first, with who has done it."""
    when, who = step_of("at"), step_of("user__username")
    return lines(models, lambda model: published_lately(model, None), when, who)


def lines(models, condition, when, who, order="-when"):
    """The first records for which a condition holds, of all models together.

    condition, when, who: functions of a model, to a Q and to expressions.
    """
    parts = [
        model.objects.filter(condition(model))
        .annotate(
            of_kind=Value(model._meta.model_name, CharField()),
            called=Cast(F(admin.site.get_model_admin(model).search_fields[0]), CharField()),
            when=when(model),
            who=who(model),
        )
        .order_by(order, "pk")[:SHOWN]
        .values_list("of_kind", "pk", "called", "when", "who")
        for model in models
    ]
    if not parts:
        return []
    by_name = {model._meta.model_name: model._meta for model in models}
    rows = parts[0]
    if len(parts) > 1:
        rows = rows.union(*parts[1:], all=True).order_by(order)[:SHOWN]
    return [line(by_name[kind], *row) for kind, *row in rows]


def line(opts, key, name, when, who):
    url = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[key])
    return Line(name, str(opts.verbose_name), url, when, who)


def in_state(state):
    return lambda model: Q(publication=state)


def changed(model):
    return F("updated_at")


def nobody(model):
    return Value("", CharField())


def review_of(path):
    """A function to the expression of what the review of a record says."""
    return lambda model: Subquery(
        Review.objects.of(model).filter(row_id=OuterRef("pk")).values(path)[:1]
    )


def step_of(path):
    """A function to the expression of what the last publishing of a record says."""
    published = ReviewStep.objects.filter(action=ReviewStep.Action.PUBLISHED)
    return lambda model: Subquery(
        published.of(model).filter(row_id=OuterRef("pk")).order_by("-at").values(path)[:1]
    )
