"""How a record is known: natural keys, permanent addresses."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.signals import class_prepared
from django.dispatch import receiver
from django.utils.functional import cached_property
from django.utils.text import camel_case_to_spaces

from core.models.records import PublicRecord
from core.models.text import readable_text

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
SLUG_LENGTH = 70
RESERVED = (
    "This address is that of a record that was deleted, and stays its own. Bring that record back, "
    "or choose another address."
)


class NaturalKeyQuerySet(models.QuerySet):
    """Finds records by what identifies them outside one database."""

    def get_by_natural_key(self, *key):
        return self.get(**dict(zip(self.model.NATURAL_KEY, key, strict=True)))

    def dated(self):
        """... with `modified`: when what the public reads of each last changed."""
        return self.annotate(modified=PublicRecord.objects.of(self.model).modified())

    def related(self, name):
        """All records at the other end of a relation, to be narrowed for a prefetch or subquery.

        So a queryset asks in the words of the records there, whichever app declares the relation.
        """
        return self.model._meta.get_field(name).related_model._default_manager.all()


class NaturalKeyModel(models.Model):
    """A record with an identity that every database shares: the lookups in NATURAL_KEY.

    The database keeps its texts readable: see `core.models.text`.
    """

    NATURAL_KEY = ("slug",)

    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        abstract = True

    def natural_key(self):
        """The values of NATURAL_KEY, as fixtures write them."""
        key = []
        for path in self.NATURAL_KEY:
            value = self
            for step in path.split("__"):
                value = getattr(value, step)
            key.append(value)
        return tuple(key)


class PublicIdModel(NaturalKeyModel):
    """A record that is known outside by its `public_id`, whatever becomes of its name.

    The database gives it, and lets nobody change it: see `core.models.public_id`.
    """

    public_id = models.CharField(max_length=12, unique=True, editable=False, db_default="")

    class Meta:
        abstract = True

    @cached_property
    def modified(self):
        """When what the public reads of it last changed; None where it never was public."""
        known = PublicRecord.objects.of(type(self)).filter(row_id=self.pk)
        return known.values_list("modified", flat=True).first()


@receiver(class_prepared)
def add_constraints(sender, **kwargs):
    """Give each such model, after those that its Meta lists, the constraints for texts and id."""
    if not issubclass(sender, NaturalKeyModel):
        return
    meta = sender._meta
    added = [readable_text(sender)]
    if issubclass(sender, PublicIdModel):
        name = camel_case_to_spaces(sender.__name__).replace(" ", "_")
        added.append(public_id_is_wellformed(name))
    if added := [constraint for constraint in added if constraint]:
        meta.constraints = meta.original_attrs["constraints"] = [*meta.constraints, *added]


PUBLIC_ID = "[0-9a-f]{12}"


def public_id_is_wellformed(name):
    """A check constraint: twelve hexadecimal digits. name: of the model, as constraints have it."""
    return models.CheckConstraint(
        condition=Q(public_id__regex=f"^{PUBLIC_ID}$"), name=f"{name}_public_id_is_wellformed"
    )


def validate_slug(text):
    """Raise ValidationError unless text is lower-case words joined by single hyphens."""
    if not re.fullmatch(SLUG, text):
        raise ValidationError(
            "Use lower-case letters and digits, joined by single hyphens.", code="invalid_slug"
        )


class SlugField(models.CharField):
    """The last part of a record's address; permanent, since others link to it."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", SLUG_LENGTH)
        kwargs.setdefault("unique", True)
        kwargs.setdefault(
            "help_text", "The last part of the address. A former one keeps leading here."
        )
        super().__init__(*args, **kwargs)
        self.validators.append(validate_slug)


def slug_is_wellformed(model_name):
    """A check constraint for the slug of a model."""
    return models.CheckConstraint(
        condition=Q(slug__regex=SLUG),
        name=f"{model_name}_slug_is_wellformed",
        violation_error_message="Use lower-case letters and digits, joined by single hyphens.",
    )


class FormerSlugQuerySet(NaturalKeyQuerySet):
    def current(self, model, slug):
        """The present slug of the record of this model that once had the slug given, or None."""
        return self.present(model._meta.model_name, [slug]).get(slug)

    def present(self, kind, slugs):
        """The present slugs of records of a kind, by those of some slugs that they once had."""
        return dict(self.filter(kind=kind, slug__in=slugs).values_list("slug", "current"))


class FormerSlug(NaturalKeyModel):
    """An address that a record had once, and the slug it has now.

    A database trigger keeps the rows (see the migrations), so that no way of renaming a record,
    raw SQL included, can break an address. A former address leads to one record alone, and no
    other record can take it.
    """

    NATURAL_KEY = ("kind", "slug")

    kind = models.CharField(max_length=30, help_text="Model name of the record.")
    slug = models.CharField(max_length=SLUG_LENGTH)
    current = models.CharField(max_length=SLUG_LENGTH)

    objects = FormerSlugQuerySet.as_manager()

    class Meta:
        db_table = "initiatives_formerslug"  # where the triggers that keep it have always written
        ordering = ["kind", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "slug"],
                name="former_slug_leads_to_one_record",
                violation_error_message="This address already leads to a record.",
            ),
            models.CheckConstraint(
                condition=~Q(slug=F("current")),
                name="former_slug_differs_from_current",
                violation_error_message="A former address differs from the current one.",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.slug} → {self.current}"


class ReservedSlugQuerySet(models.QuerySet):
    def successors(self, kind, slugs):
        """The slugs of what some deleted records of a kind went into, by each that they had."""
        merged = PublicRecord.objects.filter(kind=kind, public_id=models.OuterRef("public_id"))
        now = models.Subquery(merged.values("replaced_by__slug")[:1])
        found = self.filter(kind=kind, slug__in=slugs).annotate(now=now)
        return dict(found.exclude(now=None).values_list("slug", "now"))


class ReservedSlug(models.Model):
    """An address that a deleted record had; a trigger keeps the rows, see the migrations.

    No other record takes it, for links in the world lead to it. The record itself does, by its key
    or its public id, when it comes back: then its former addresses lead to it again.
    """

    kind = models.CharField(max_length=30, help_text="Model name of the record.")
    slug = models.CharField(max_length=SLUG_LENGTH)
    row_id = models.BigIntegerField()
    public_id = models.CharField(max_length=12)

    objects = ReservedSlugQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "slug"],
                name="reserved_slug_is_of_one_record",
                violation_error_message=RESERVED,
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.slug}"


class Addressed(PublicIdModel):
    """A record with a page of its own."""

    slug = SlugField()

    class Meta:
        abstract = True

    def clean(self):
        """Refuse a slug that still leads to another record, or did until that was deleted."""
        super().clean()
        reserved = ReservedSlug.objects.filter(kind=self._meta.model_name, slug=self.slug)
        if reserved.exclude(row_id=self.pk or 0).exists():
            raise ValidationError({"slug": RESERVED})
        leads_to = FormerSlug.objects.current(type(self), self.slug)
        if leads_to and not type(self).objects.filter(pk=self.pk, slug=leads_to).exists():
            raise ValidationError({"slug": f"This address still leads to {leads_to}."})
