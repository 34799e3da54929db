"""Relations between records, and what goes with what."""

from django.db import models


class ManyToMany(models.ManyToManyField):
    """Many to many, where what others have chosen is not deleted under them.

    Django would take the choice away from each of them without a word. The record that chooses may
    go at any time; what it chose only when nothing has it any more. The database refuses the rest.
    """

    def contribute_to_class(self, cls, name, **kwargs):
        super().contribute_to_class(cls, name, **kwargs)
        if not cls._meta.abstract:
            *_, end = self.remote_field.through._meta.fields
            end.remote_field.on_delete = models.PROTECT

    def deconstruct(self):
        """For migrations it is Django's own: the tables are the same."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.ManyToManyField", args, kwargs
