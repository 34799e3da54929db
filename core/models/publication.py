"""From draft to public, the same way for every kind of record."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.functional import cached_property

from core.models.identity import Addressed, NaturalKeyQuerySet
from core.models.records import PublicRecord


class PublicationState(models.TextChoices):
    """Where a record stands on its way to the public."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in-review", "In review"
    PUBLISHED = "published", "Published"
    ARCHIVED = "archived", "Archived"


# What a user may be allowed to do with such a record; to publish includes to withdraw again.
PERMISSIONS = ("add", "change", "delete", "view", "publish")


class Demanded(models.CheckConstraint):
    """What a record has before readers see it, and may lack until then.

    texts: columns that are not empty; references: columns that name a record.
    """

    def __init__(self, *, name, texts=(), references=()):
        self.texts, self.references = tuple(texts), tuple(references)
        condition = models.Q()
        for column in self.texts:
            condition &= ~models.Q(**{column: ""})
        for column in self.references:
            condition &= models.Q(**{f"{column}__isnull": False})
        super().__init__(
            condition=~models.Q(publication=PublicationState.PUBLISHED.value) | condition,
            name=name,
            violation_error_message="Readers would miss what every published record has.",
        )

    def deconstruct(self):
        path = f"{type(self).__module__}.{type(self).__qualname__}"
        return path, (), {"name": self.name, "texts": self.texts, "references": self.references}

    def validate(self, model, instance, exclude=None, using=None):
        """Say at each field that it is missing, without asking the database."""
        if not instance.is_published:
            return
        faults = {
            name: f"It has no {model._meta.get_field(name).verbose_name}."
            for name in (*self.texts, *self.references)
            if name not in (exclude or ()) and is_empty(instance, name)
        }
        if faults:
            raise ValidationError(faults)


def is_empty(record, name):
    """Whether a column holds nothing, or blanks alone."""
    value = getattr(record, record._meta.get_field(name).attname)
    return value is None or not str(value).strip()


class PublishableQuerySet(NaturalKeyQuerySet):
    def published(self):
        """Records that the public may see: the only way public code reads, but for one page."""
        return self.filter(publication=PublicationState.PUBLISHED)

    def kept(self):
        """Records that are archived, and whose page an editor keeps readable."""
        told = PublicRecord.objects.of(self.model).archived().filter(row_id=OuterRef("pk"))
        return self.filter(Exists(told), publication=PublicationState.ARCHIVED)

    def readable(self):
        """Records whose page can be read: published ones, and those kept."""
        return self.published() | self.kept()


class Publishable(Addressed):
    """A record that a curator writes and submits, and an editor publishes and archives.

    Subclasses say in their Meta: default_permissions = PERMISSIONS.
    """

    publication = models.CharField(
        max_length=10,
        choices=PublicationState.choices,
        default=PublicationState.DRAFT,
        db_index=True,
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    # Written by the database alone, and never taken back; see `core.models.first_published`.
    first_published_at = models.DateTimeField(null=True, editable=False)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.updated_at = timezone.now()
        super().save(*args, **kwargs)

    @property
    def is_published(self):
        return self.publication == PublicationState.PUBLISHED

    @cached_property
    def archived(self):
        """What readers are told of it, as a PublicRecord, where it is archived and readable."""
        if self.publication != PublicationState.ARCHIVED:
            return None
        return PublicRecord.objects.of(type(self)).archived().filter(row_id=self.pk).first()
