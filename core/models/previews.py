"""Links by which somebody outside sees a page before it is public."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import models
from django.utils import timezone

from core.models.drafts import DraftVersion
from core.models.reviews import AboutRecord, AboutRecordsQuerySet

USER = settings.AUTH_USER_MODEL
MOST_DAYS = 365  # for which a link leads somewhere
signer = signing.Signer(salt="core.models.previews")


def expiry():
    return timezone.now() + timedelta(days=settings.PREVIEW_DAYS)


def name_of_link():
    return secrets.token_urlsafe(16)


class PreviewLinkQuerySet(AboutRecordsQuerySet):
    """Links ..."""

    def valid(self):
        """... that still lead somewhere."""
        return self.filter(expires_at__gt=timezone.now(), withdrawn_at=None)

    def with_token(self, token):
        """... with the token that its address has: the one that is valid, or None."""
        try:
            name = signer.unsign(token)
        except signing.BadSignature:
            return None
        return self.valid().filter(name=name).select_related("version__draft").first()


class PreviewLink(AboutRecord):
    """Lets whoever has it see the page of a record, or of a version of a draft, for some days."""

    row_id = models.BigIntegerField(
        null=True, help_text="The key of the record in its own table; none for a new one."
    )
    version = models.ForeignKey(DraftVersion, models.CASCADE, null=True, related_name="links")
    name = models.CharField(max_length=32, unique=True, default=name_of_link)
    made_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=expiry)
    withdrawn_at = models.DateTimeField(null=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return f"Preview of {self.kind} {self.row_id} until {self.expires_at}"

    @property
    def token(self):
        """What its address has."""
        return signer.sign(self.name)

    @property
    def is_valid(self):
        return self.withdrawn_at is None and self.expires_at > timezone.now()
