"""The tables behind those who sign in: their sessions, and the access log."""

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils import timezone

LONGEST_NAME, LONGEST_TEXT = 200, 2_000


class BrowserSessionQuerySet(models.QuerySet):
    """Sessions ..."""

    def of(self, user):
        """... in which somebody is signed in, or half-way there, and which have not ended."""
        return self.filter(user=user, expire_date__gt=timezone.now())


class BrowserSessionManager(BaseSessionManager.from_queryset(BrowserSessionQuerySet)):
    pass


class BrowserSession(AbstractBaseSession):
    """A session, and whose it is. What it holds, `portal.accounts.sessions` says."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="browser_sessions"
    )

    objects = BrowserSessionManager()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"Session of {self.user}"

    @classmethod
    def get_session_store_class(cls):
        from portal.accounts.sessions import SessionStore  # noqa: PLC0415 which needs this table

        return SessionStore


class AccessEvent(models.Model):
    """One line of the access log. The database refuses to change one, or to delete one early.

    Names are texts: who is deleted is still named.
    """

    class Kind(models.TextChoices):
        SIGNED_IN = "signed-in", "Signed in"
        FAILED = "failed", "Sign-in failed"
        LOCKED_OUT = "locked-out", "Has to wait"
        SIGNED_OUT = "signed-out", "Signed out"
        CODE_FAILED = "code-failed", "Wrong code"
        RECOVERED = "recovered", "Recovery code used"
        SECOND_FACTOR_SET = "factor-set", "Second factor set up"
        SECOND_FACTOR_TAKEN = "factor-taken", "Second factor taken away"
        CODES_MADE = "codes-made", "Recovery codes made"
        SESSIONS_ENDED = "sessions-ended", "Sessions ended"
        RIGHTS = "rights", "Access or rights changed"
        INVITED = "invited", "Invited"
        PASSWORD_LINK = "password-link", "Link for a password made"
        LINK_MADE = "link-made", "Link to a preview made"
        EXPORTED = "exported", "Exported"
        IMPORTED = "imported", "Imported"
        SENDER_SEEN = "sender-seen", "Sender of a proposal looked at"

    at = models.DateTimeField("when", default=timezone.now, db_index=True)
    kind = models.CharField("what happened", max_length=20, choices=Kind.choices)
    by = models.CharField("who", max_length=LONGEST_NAME, blank=True)
    about = models.CharField("about", max_length=LONGEST_NAME, blank=True)
    said = models.CharField("more", max_length=LONGEST_TEXT, blank=True)
    address = models.CharField("network address", max_length=45, blank=True)

    class Meta:
        default_permissions = ("view",)
        ordering = ["-at", "-pk"]
        verbose_name = "line of the access log"
        verbose_name_plural = "access log"

    def __str__(self):
        return f"{self.get_kind_display()}: {self.by}"
