"""Why something was published although a check asked about it."""

from django.conf import settings
from django.db import models
from django.utils import timezone

LONGEST_REASON = 300


class KeptReason(models.Model):
    """An editor's answer to one finding about one record, for colleagues. Never public.

    It holds while the digest of the finding is the same: until what it is about changes.
    """

    kind = models.CharField(max_length=30, help_text="Model name of the record.")
    row_id = models.BigIntegerField(help_text="The key of the record in its own table.")
    check_name = models.CharField("check", max_length=60)
    finding = models.TextField(help_text="What the check said.")
    digest = models.CharField(max_length=24)
    reason = models.CharField(max_length=LONGEST_REASON)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["given_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "row_id", "digest"], name="reason_is_given_once"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="reason_says_something"),
        ]

    def __str__(self):
        return self.reason
