"""Sectors of the economy, in two levels."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q

from core.alphabet import Alphabetical
from core.models.identity import Addressed, slug_is_wellformed
from core.models.naming import Named
from initiatives.models.synonyms import Synonym
from initiatives.querysets.sectors import SectorQuerySet

ISIC = "^[A-U][0-9]{0,4}(-[A-U][0-9]{0,4})?$"


class Sector(Named, Addressed):
    """A part of the economy, after the ILO's industries and sectors; some hold narrower ones."""

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        help_text="The sector that holds it; empty for those of the first level.",
    )
    order = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1)], help_text="Its place among those beside it: 1, 2, 3 ..."
    )
    isic = models.CharField(
        "ISIC code",
        max_length=11,
        blank=True,
        validators=[RegexValidator(ISIC)],
        help_text="Of ISIC, revision 4, as narrow as it fits: A, A0127, or a range as C10-C12.",
    )

    objects = SectorQuerySet.as_manager()

    class Meta:
        ordering = [Alphabetical("name"), "pk"]
        constraints = [
            slug_is_wellformed("sector"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                name="sector_is_not_its_own_parent",
                violation_error_message="A sector does not lie within itself.",
            ),
            models.CheckConstraint(
                condition=Q(isic="") | Q(isic__regex=ISIC),
                name="sector_code_is_isic",
                violation_error_message="An ISIC code is a letter and digits, such as A or A0127.",
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """Refuse a third level."""
        super().clean()
        if not self.parent:
            return
        if self.parent.parent_id:
            raise ValidationError({"parent": f"{self.parent} lies within another sector itself."})
        if self.pk and self.children.exists():
            raise ValidationError({"parent": "It holds sectors itself, and stays at the top."})


class SectorSynonym(Synonym):
    """Another word for a sector: what people type in five languages."""

    NATURAL_KEY = ("sector__slug", "language", "text")

    sector = models.ForeignKey(Sector, models.CASCADE, related_name="synonyms")

    class Meta:
        ordering = ["sector", "language", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sector", "language", "text"],
                name="sector_synonym_stands_once",
                violation_error_message="This synonym stands there already.",
            ),
        ]


class SectorMembership(models.Model):
    """That a sector lies within another, or is that one itself. A view, not a table."""

    pk = models.CompositePrimaryKey("within_id", "sector_id")
    within = models.ForeignKey(Sector, models.DO_NOTHING, related_name="members")
    sector = models.ForeignKey(Sector, models.DO_NOTHING, related_name="memberships")

    class Meta:
        managed = False
        db_table = "initiatives_sector_membership"

    def __str__(self):
        return f"{self.sector_id} in {self.within_id}"
