"""Pairs of records that may be of the same thing, as somebody still has to say.

For the desk alone: nothing of it is public, raises the revision, or counts as a change of a record.
"""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from core.models.publication import PublicationState, Publishable


class SuspectedPairQuerySet(models.QuerySet):
    """Pairs ..."""

    def of(self, model):
        """... of records of one model."""
        return self.filter(kind=model._meta.model_name)

    def open(self, kinds):
        """... of these models that still ask: one is published, and the other not archived.

        What is not published at all, as a source, asks for as long as it is there. So a pair is
        gone as soon as one of the two is, without anything having to follow.
        """
        condition = Q(pk__in=[])
        for model in kinds:
            one, other = standing(model, "row_id"), standing(model, "other_id")
            standing_both = Q(kind=model._meta.model_name) & Exists(one) & Exists(other)
            if issubclass(model, Publishable):
                public = {"publication": PublicationState.PUBLISHED}
                standing_both &= Exists(one.filter(**public)) | Exists(other.filter(**public))
            condition |= standing_both
        return self.filter(condition)

    def after(self, pair):
        """... with the one that comes after this first: each once, and not this one."""
        alike = Q(likelihood=pair.likelihood)
        later = Q(likelihood__lt=pair.likelihood) | alike & Q(kind__gt=pair.kind)
        later |= alike & Q(kind=pair.kind, pk__gt=pair.pk)
        is_later = models.Case(models.When(later, then=0), default=1)
        return self.exclude(pk=pair.pk).order_by(is_later, *self.model._meta.ordering)


class SuspectedPair(models.Model):
    """Two records of one kind of whose names a check says that they may be one.

    Only pairs of which nobody has said yet that they are two; `manage.py find_twins` keeps them so.
    """

    kind = models.CharField(max_length=30, help_text="Model name of both records.")
    row_id = models.BigIntegerField(help_text="The key of one in its own table, the lower one.")
    other_id = models.BigIntegerField(help_text="The key of the other.")
    likelihood = models.PositiveSmallIntegerField(
        default=100, db_default=100, help_text="How likely the two are one, of 100."
    )
    found_at = models.DateTimeField("found", default=timezone.now)

    objects = SuspectedPairQuerySet.as_manager()

    class Meta:
        verbose_name = "pair of possible twins"
        verbose_name_plural = "pairs of possible twins"
        default_permissions = ("view",)
        ordering = ["-likelihood", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "row_id", "other_id"], name="suspected_pair_stands_once"
            ),
            models.CheckConstraint(
                condition=Q(row_id__lt=F("other_id")), name="suspected_pair_lower_key_first"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.row_id} and {self.other_id}"

    @property
    def keys(self):
        return self.row_id, self.other_id


def standing(model, name):
    """The record that a pair names by this column, unless it is archived."""
    return not_archived(model).filter(pk=OuterRef(name))


def not_archived(model):
    """The records of a model but those that are archived, where its records can be."""
    records = model._base_manager.all()
    is_published = issubclass(model, Publishable)
    return records.exclude(publication=PublicationState.ARCHIVED) if is_published else records
