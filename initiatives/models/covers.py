"""The file of a cover: under a name that nobody guesses, and gone once no document names it."""

import secrets
from functools import partial
from pathlib import PurePosixPath

from django.db import models, transaction
from django.db.models import signals

FOLDER = "covers"


class CoverField(models.ImageField):
    """A picture. A file that is replaced, cleared or left by its document is deleted at commit.

    Not before: after a rollback the document still has it.
    """

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("upload_to", f"{FOLDER}/")
        super().__init__(*args, **kwargs)

    def generate_filename(self, instance, filename):
        return f"{FOLDER}/{secrets.token_hex(16)}{PurePosixPath(filename).suffix}"

    def contribute_to_class(self, cls, name, **kwargs):
        super().contribute_to_class(cls, name, **kwargs)
        if not cls._meta.abstract:
            signals.pre_save.connect(self.look_at_replaced, sender=cls)
            signals.post_delete.connect(self.look_at_deleted, sender=cls)

    def look_at_replaced(self, sender, instance, using, **kwargs):
        before = sender._base_manager.using(using).filter(pk=instance.pk)
        self.look_at(sender, before.values_list(self.name, flat=True).first(), using)

    def look_at_deleted(self, sender, instance, using, **kwargs):
        self.look_at(sender, getattr(instance, self.name).name, using)

    def look_at(self, model, file, using):
        """Delete the file at commit if no record names it then."""
        if file:
            transaction.on_commit(partial(self.delete_unnamed, model, file), using, robust=True)

    def delete_unnamed(self, model, file):
        if not model._base_manager.filter(**{self.name: file}).exists():
            self.storage.delete(file)
