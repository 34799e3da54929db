"""The words that classify records, each defined, sourced and named in five languages."""

from django.db import models

from core.alphabet import Alphabetical
from core.models.identity import Addressed, slug_is_wellformed
from core.models.naming import Named
from initiatives.models.sources import WebAddressField, YearField


class Term(Named, Addressed):
    """One value of a vocabulary; the source is that of the definition, where it rests on one."""

    definition = models.TextField()
    source_title = models.CharField(max_length=300, blank=True)
    source_publisher = models.CharField(max_length=200, blank=True)
    source_year = YearField()
    source_url = WebAddressField("source address", blank=True)

    class Meta:
        abstract = True
        ordering = [Alphabetical("name"), "pk"]

    def __str__(self):
        return self.name


class InitiativeKind(Term):
    """What an initiative is: project, programme, network, agreement ..."""

    class Meta(Term.Meta):
        verbose_name = "kind of initiative"
        verbose_name_plural = "kinds of initiative"
        constraints = [slug_is_wellformed("initiative_kind")]


class Modality(Term):
    """How partners cooperate: South-South, triangular, fragile-to-fragile ..."""

    class Meta(Term.Meta):
        verbose_name = "cooperation modality"
        verbose_name_plural = "cooperation modalities"
        constraints = [slug_is_wellformed("modality")]


class Stage(Term):
    """How far a replication has come: interested, exchange, adapting, replicated."""

    order = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        ordering = ["order"]
        verbose_name = "stage of replication"
        verbose_name_plural = "stages of replication"
        constraints = [slug_is_wellformed("stage")]


class PartnerRole(Term):
    """What a partner does: lead, implementer, funder, facilitating partner ..."""

    class Scheme(models.TextChoices):
        GENERAL = "general", "General"
        TRIANGULAR = "triangular-cooperation", "Triangular cooperation"

    scheme = models.CharField(max_length=25, choices=Scheme.choices, default=Scheme.GENERAL)

    class Meta(Term.Meta):
        constraints = [slug_is_wellformed("partner_role")]


class OrganizationKind(Term):
    """What an organization is: government, workers' organization, cooperative ..."""

    class Meta(Term.Meta):
        verbose_name = "kind of organization"
        verbose_name_plural = "kinds of organization"
        constraints = [slug_is_wellformed("organization_kind")]
