"""What uses a record: the ways in which others name it, and the records that do.

A theme stands in initiatives, an organization in partnerships, a source under figures. What is used
is not deleted: each way is a column of rows that the database keeps from pointing at nothing. A row
is told as the record that has it, as the desk knows it: a partnership as its initiative.
"""

from dataclasses import dataclass
from functools import cached_property

from django.contrib import admin
from django.db.models import CASCADE, PROTECT, Exists, ForeignKey, OuterRef, Q

from core.admin.choices import state_of
from core.admin.columns import change_url
from core.admin.versions import owned

NAMED = 50  # records that a page names of each way


@dataclass(frozen=True)
class Way:
    """One way to use records of a model: the column of the rows that do."""

    field: ForeignKey

    @property
    def rows(self):
        """All rows that use some record in this way."""
        return self.field.model._base_manager.order_by("pk")

    @cached_property
    def path(self):
        """The names of the columns that lead from a row to the record that has it."""
        names, model = [], self.field.model
        while not admin.site.is_registered(model):
            owner = next(field for field in model._meta.fields if is_owner(field))
            names.append(owner.name)
            model = owner.related_model
        return tuple(names)

    @cached_property
    def owner(self):
        """The model of the records that have the rows."""
        model = self.field.model
        for name in self.path:
            model = model._meta.get_field(name).related_model
        return model

    @cached_property
    def desk(self):
        """The pages of the records that have the rows."""
        return admin.site.get_model_admin(self.owner)

    @property
    def label(self):
        """What the form of such a record calls the place where the other stands."""
        model = self.field.model
        if not self.path:
            return str(self.field.verbose_name)
        if model._meta.auto_created:
            choices = model._meta.auto_created._meta.many_to_many
            return str(
                next(one for one in choices if one.remote_field.through is model).verbose_name
            )
        inlines = [inline for inline in self.desk.inlines if inline.model is model]
        names = [inline.verbose_name_plural for inline in inlines]
        label = str(next(filter(None, names), model._meta.verbose_name_plural))
        alike = [one for one in model._meta.fields if one.related_model is self.field.related_model]
        return f"{label}: {self.field.verbose_name}" if len(alike) > 1 else label

    def of(self, record):
        """The rows that use a record."""
        return self.rows.filter(**{self.field.name: record})

    def owners_of(self, rows):
        """The records that have these rows."""
        keys = rows.values("__".join(self.path) or "pk")
        return self.owner._base_manager.filter(pk__in=keys)


@dataclass(frozen=True)
class Use:
    """One way in which a record is used, and the records that use it so."""

    way: Way
    number: int
    first: list  # records, where each is, and its state

    @property
    def name(self):
        opts = self.way.owner._meta
        return opts.verbose_name if self.number == 1 else opts.verbose_name_plural

    @property
    def more(self):
        return self.number - len(self.first)


def is_owner(field):
    """Whether a column names the record that its row is deleted with."""
    return isinstance(field, ForeignKey) and field.remote_field.on_delete is CASCADE


def ways_to(model):
    """The ways in which records of a model are used."""
    relations = model._meta.get_fields(include_hidden=True)
    fields = [
        relation.field
        for relation in relations
        if relation.auto_created and not relation.concrete and relation.on_delete is PROTECT
    ]
    return [Way(field) for field in sorted(fields, key=str)]


def uses_of(record):
    """All Uses of a record, in the ways that there are."""
    found = []
    for way in ways_to(type(record)):
        owners = way.owners_of(way.of(record))
        number = owners.count()
        if number:
            named = owners.order_by(*way.owner._meta.ordering)[:NAMED]
            first = [(owner, change_url(owner), state_of(owner)) for owner in named]
            found.append(Use(way, number, first))
    return found


def used(model, keys):
    """The ids among these of which records are used, or something that would go with them."""
    condition = Q(pk__in=[])
    for rows, lookup in lookups_to(model):
        condition |= Q(Exists(rows._base_manager.filter(**{lookup: OuterRef("pk")})))
    found = model._base_manager.filter(condition, pk__in=keys)
    return set(found.values_list("pk", flat=True))


def lookups_to(model):
    """The models of rows that use a record, or what is deleted with it, each with the lookup."""
    for way in ways_to(model):
        yield way.field.model, way.field.name
    for rows, column in owned(model):
        for user, lookup in lookups_to(rows):
            yield user, f"{lookup}__{column}"


def used_parts(record):
    """What would be deleted with a record, has pages of its own, and is used."""
    parts = []
    for model, column in owned(type(record)):
        if admin.site.is_registered(model) and ways_to(model):
            keys = model._base_manager.filter(**{column: record.pk}).values_list("pk", flat=True)
            parts += model._base_manager.filter(pk__in=used(model, keys))
    return parts
