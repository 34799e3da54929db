"""Who sees a record: whether it is public, was ever, or an editor has decided on it.

A row, such as a session, stands where the record stands that it belongs to.
"""

from django.db.models import CASCADE, Exists, ForeignKey, OuterRef, Q

from core.models.publication import PublicationState, Publishable

SETTLED = (PublicationState.PUBLISHED, PublicationState.ARCHIVED)  # an editor has decided


def is_public(record):
    """Whether the public sees the record now."""
    return is_in_state(record, [PublicationState.PUBLISHED])


def is_settled(record):
    """Whether an editor has decided on the record: from then on only editors change it."""
    return is_in_state(record, SETTLED)


def was_public(record):
    """Whether the public sees the record now, or ever saw it."""
    return type(record).objects.filter(ever_public(type(record)), pk=record.pk).exists()


def now_public(model):
    """The condition that the public sees a record of the model now."""
    return of_owner(model, "publication", PublicationState.PUBLISHED)


def ever_public(model):
    """The condition that the public sees a record of the model now, or ever saw it."""
    return of_owner(model, "first_published_at__isnull", False)


def is_in_state(record, states):
    """Whether the record has one of these states, or belongs to a record that has."""
    if isinstance(record, Publishable):
        return record.publication in states
    condition = of_owner(type(record), "publication__in", states)
    return type(record).objects.filter(condition, pk=record.pk).exists()


def of_owner(model, lookup, value):
    """The condition that a lookup holds for a record, or for one that it belongs to.

    A row, such as a session, belongs to what it is deleted with. What records share, such as a
    source, counts as belonging to each of them.
    """
    path = owner_path(model)
    if path is not None:
        return Q(**{f"{path}{lookup}": value})
    shared = Q(pk__in=[])
    for relation in model._meta.related_objects:
        path = owner_path(relation.related_model)
        if path is not None:
            rows = relation.related_model.objects.filter(**{relation.field.name: OuterRef("pk")})
            shared |= Q(Exists(rows.filter(**{f"{path}{lookup}": value})))
    return shared


def owner_path(model):
    """The beginning of lookups from a row to the record that it is deleted with, or None."""
    if issubclass(model, Publishable):
        return ""
    for field in model._meta.fields:
        if isinstance(field, ForeignKey) and field.remote_field.on_delete is CASCADE:
            path = owner_path(field.related_model)
            return None if path is None else f"{field.name}__{path}"
    return None


def owner_model(model):
    """The model of the records that `owner_path` leads to."""
    for name in filter(None, owner_path(model).split("__")):
        model = model._meta.get_field(name).related_model
    return model
