"""Addresses elsewhere on the web, as they were found when they were last asked.

For the desk alone: what is noted here with each check raises no revision and stands in no history.
Where it comes to something, that a source died or moved, the record of the source says so itself.
"""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.links.outcome import Outcome

DEAD_AFTER, WITHIN = 3, timedelta(days=7)  # so many failures, in so long a time
APART = timedelta(hours=20)  # of two failures that count as two
AGAIN = timedelta(days=6, hours=12)  # until what answers, is dead, or cannot be told is asked again


class CheckedAddressQuerySet(models.QuerySet):
    """Addresses ..."""

    def dead(self):
        """... that have failed three times in seven days, and not answered since."""
        return self.filter(dead_since__isnull=False)

    def failing(self):
        """... that have failed last, and are not dead yet."""
        return self.filter(dead_since=None, outcome=Outcome.FAILED)

    def unclear(self):
        """... of which nobody can tell whether they answer."""
        return self.filter(dead_since=None, outcome=Outcome.UNCLEAR)

    def moved(self):
        """... whose site says that the page is elsewhere for good."""
        return self.filter(is_moved=True)


class CheckedAddress(models.Model):
    """One address, whoever in the catalogue names it, and what came of asking it.

    asked_at: last; answered_at: when it last answered; failed_at: the failures since then that
    count, the last three at most; dead_since: the day of the first of three in seven days.
    """

    OUTCOMES = [
        (Outcome.ANSWERED.value, "It answers"),
        (Outcome.FAILED.value, "It has failed"),
        (Outcome.UNCLEAR.value, "Cannot tell"),
    ]

    url = models.CharField("address", max_length=500, unique=True)
    outcome = models.CharField(max_length=10, choices=OUTCOMES)
    said = models.CharField("what was found", max_length=300, blank=True)
    asked_at = models.DateTimeField("last asked")
    answered_at = models.DateTimeField("last answered", null=True)
    failed_at = ArrayField(models.DateTimeField(), default=list)
    dead_since = models.DateField(null=True)
    leads_to = models.CharField(max_length=500, blank=True)
    is_moved = models.BooleanField("has moved", default=False)

    objects = CheckedAddressQuerySet.as_manager()

    class Meta:
        verbose_name = "checked address"
        verbose_name_plural = "checked addresses"
        default_permissions = ()
        ordering = ["url"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_moved=False) | ~Q(leads_to=""),
                name="checked_address_moved_somewhere",
            ),
        ]

    def __str__(self):
        return self.url

    @property
    def moved_to(self):
        """Where its site says that it is now, for good; nothing where it says nothing."""
        return self.leads_to if self.is_moved else ""

    def take(self, answer, now):
        """Become what an Answer says of it."""
        self.outcome, self.said, self.asked_at = answer.outcome, answer.said[:300], now
        if answer.outcome == Outcome.ANSWERED:
            self.answered_at, self.failed_at, self.dead_since = now, [], None
            self.leads_to, self.is_moved = answer.leads_to, answer.is_moved
        elif answer.outcome == Outcome.FAILED:
            self.count_failure(now)

    def count_failure(self, now):
        """Note that it failed; two failures of one night are one."""
        counted = [at for at in self.failed_at if at > now - WITHIN]
        if not counted or counted[-1] <= now - APART:
            counted.append(now)
        self.failed_at = counted[-DEAD_AFTER:]
        if len(counted) >= DEAD_AFTER and self.dead_since is None:
            self.dead_since = timezone.localdate(counted[0])
