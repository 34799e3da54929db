"""The rules of publishing: what keeps a record from the public, and what a reader will miss.

One place for the form, the actions and the desk's home page. The `publishing` of each app adds the
rules of its models.
"""

from dataclasses import dataclass
from functools import singledispatch

from django.db.models import CASCADE, ForeignKey

from core.models.publication import PublicationState, Publishable


@dataclass(frozen=True)
class Problem:
    """Why a record cannot be published, and the field of its form that this is about, if any."""

    text: str
    field: str | None = None

    def __str__(self):
        return self.text


@singledispatch
def problems(record):
    """The Problems that keep a saved record from being published."""
    return [] if record.citations.exists() else [Problem("It has no source.")]


@singledispatch
def warnings(record):
    """Sentences on what the page will lack, or leave out, though it can be published."""
    return []


def hidden(records):
    """For each record that the public cannot see: that pages which name it leave it out."""
    return [
        f"“{record}” is not published ({record.get_publication_display().lower()}): "
        "readers will not see it here."
        for record in sorted(records, key=str)
        if not record.is_published
    ]


def is_public(record):
    """Whether the public sees the record now."""
    return is_in_state(record, [PublicationState.PUBLISHED])


def is_settled(record):
    """Whether an editor has decided on the record: from then on only editors change it."""
    return is_in_state(record, [PublicationState.PUBLISHED, PublicationState.ARCHIVED])


def is_in_state(record, states):
    """Whether the record has one of these states, or belongs to a record that has.

    A row, such as a session, has the state of what it is deleted with. What records share, such
    as a source, counts as belonging to each of them.
    """
    if isinstance(record, Publishable):
        return record.publication in states
    path = publication_path(type(record))
    if path:
        return type(record).objects.filter(pk=record.pk, **{f"{path}__in": states}).exists()
    return any(
        relation.related_model.objects.filter(
            **{relation.field.name: record, f"{path}__in": states}
        ).exists()
        for relation in type(record)._meta.related_objects
        if (path := publication_path(relation.related_model))
    )


def publication_path(model):
    """The lookup from a row to the state of the record that it is deleted with, or None."""
    if issubclass(model, Publishable):
        return "publication"
    for field in model._meta.fields:
        if isinstance(field, ForeignKey) and field.remote_field.on_delete is CASCADE:
            path = publication_path(field.related_model)
            return path and f"{field.name}__{path}"
    return None
