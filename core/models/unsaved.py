"""What somebody typed at the desk and has not saved, and who has which form open."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.utils import timezone

KEPT_FOR = timedelta(days=30)
MOST = 20  # of one person; the newest are kept
LONGEST = 2_000_000  # characters of one form; the largest have a tenth of that
OPEN_FOR = timedelta(seconds=150)  # after a sign of life; a hidden window gives one a minute
TOKENS = "csrfmiddlewaretoken"


def name_of_form():
    """A name for one form in one window, from when it is shown until it is saved."""
    return secrets.token_hex(8)


class UnsavedQuerySet(models.QuerySet):
    def of(self, user):
        """What this person typed, the newest first. It is for nobody else."""
        recent = self.filter(user=user, kept_at__gt=timezone.now() - KEPT_FOR)
        return recent.order_by("-kept_at", "-pk")

    def keep(self, user_id, form, path, name, post):
        """Keep what a form holds in place of what it held before, and let the oldest go.

        None if it is too long to be kept.
        """
        content = post.copy()
        content.pop(TOKENS, None)
        content = content.urlencode()
        if len(content) > LONGEST:
            return None
        now = {"path": path, "name": name, "content": content, "kept_at": timezone.now()}
        kept, _ = self.update_or_create(user_id=user_id, form=form, defaults=now)
        newest = self.filter(user=user_id).order_by("-kept_at", "-pk").values("pk")[:MOST]
        self.filter(user=user_id).exclude(pk__in=newest).delete()
        self.filter(kept_at__lt=timezone.now() - KEPT_FOR).delete()
        return kept


class Unsaved(models.Model):
    """What one person typed into a form of the desk that has not been saved."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    form = models.CharField(max_length=32, default=name_of_form)
    path = models.CharField(max_length=300)
    name = models.CharField(max_length=400, help_text="What the form was about.")
    content = models.TextField(help_text="The fields of the form, as browsers send them.")
    kept_at = models.DateTimeField(default=timezone.now)

    objects = UnsavedQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "form"], name="unsaved_form_is_kept_once")
        ]

    def __str__(self):
        return self.name

    @property
    def post(self):
        """The fields of the form."""
        return QueryDict(self.content, mutable=True)


class PresenceQuerySet(models.QuerySet):
    def beat(self, user, path, *, has_typed):
        """Note that somebody has the form at an address open, and typed there if she has."""
        now = timezone.now()
        said = {"seen_at": now} | ({"typed_at": now} if has_typed else {})
        self.filter(seen_at__lt=now - OPEN_FOR).delete()
        self.update_or_create(user=user, path=path, defaults=said)

    def left(self, user, path):
        """Note that somebody has closed the form at an address."""
        self.filter(user=user, path=path).delete()

    def others(self, user, path):
        """Who else has the form at an address open."""
        open_now = self.filter(path=path, seen_at__gt=timezone.now() - OPEN_FOR)
        return open_now.exclude(user=user).select_related("user").order_by("user__username")


class Presence(models.Model):
    """Somebody has a form of the desk open."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    path = models.CharField(max_length=300)
    seen_at = models.DateTimeField(help_text="When her browser last said so.")
    typed_at = models.DateTimeField(null=True, help_text="When it last sent something new.")

    objects = PresenceQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["path", "user"], name="presence_is_one")]

    def __str__(self):
        return f"{self.user} at {self.path}"
