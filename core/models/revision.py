"""What the database notes of changes to the catalogue; triggers write it, see `revision`."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Revision(models.Model):
    """The revision of the catalogue: one row, and its value rises with every change committed."""

    value = models.BigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.value)


class Change(models.Model):
    """What a revision changed: the ids of initiatives, NULL for all of them. The newest are kept.

    An id may be that of an initiative which is gone, or which is not public.
    """

    revision = models.BigIntegerField(primary_key=True)
    initiatives = ArrayField(models.BigIntegerField(), null=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.revision)


class PendingChange(models.Model):
    """What a transaction has changed so far. Nobody else sees its rows: they go when it ends."""

    subject = models.CharField(max_length=20)
    ids = ArrayField(models.BigIntegerField())

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.subject} {self.ids}"
