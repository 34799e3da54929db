"""What curators put on the home page."""

from django.core.validators import MinValueValidator
from django.db import models


class FeaturableQuerySet(models.QuerySet):
    def featured(self):
        """Records with a place on the home page, in the order of their places."""
        return self.filter(featured__isnull=False).order_by("featured", "pk")


class Featurable(models.Model):
    """A record that can have a place on the home page."""

    featured = models.PositiveSmallIntegerField(
        "place on the home page",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="1 comes first; leave it empty to keep the record off the home page.",
    )

    class Meta:
        abstract = True
