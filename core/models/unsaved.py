"""What somebody typed at the desk and could not save."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.utils import timezone

KEPT_FOR = timedelta(days=30)
MOST = 20  # of one person; the newest are kept


class UnsavedQuerySet(models.QuerySet):
    def of(self, user):
        """What this person typed, the newest first. It is for nobody else."""
        recent = self.filter(user=user, kept_at__gt=timezone.now() - KEPT_FOR)
        return recent.order_by("-kept_at", "-pk")

    def keep(self, user_id, path, name, post):
        """Keep what was sent to an address, and let the oldest go."""
        content = post.copy()
        content.pop("csrfmiddlewaretoken", None)
        kept = self.create(user_id=user_id, path=path, name=name, content=content.urlencode())
        newest = self.filter(user=user_id).order_by("-kept_at", "-pk").values("pk")[:MOST]
        self.filter(user=user_id).exclude(pk__in=newest).delete()
        self.filter(kept_at__lt=timezone.now() - KEPT_FOR).delete()
        return kept


class Unsaved(models.Model):
    """What one person sent from a form of the desk when it could not be saved any more."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    path = models.CharField(max_length=300)
    name = models.CharField(max_length=400, help_text="What the form was about.")
    content = models.TextField(help_text="The fields of the form, as browsers send them.")
    kept_at = models.DateTimeField(default=timezone.now)

    objects = UnsavedQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.name

    @property
    def post(self):
        """The fields of the form."""
        return QueryDict(self.content, mutable=True)
