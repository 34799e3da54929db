"""A preview of what is half written: what it lacks stands on the page in square brackets.

For a rehearsal alone, of which nothing is kept: the database would refuse such a record as public.
"""

from functools import partial

from django.db.models import ForeignKey

from core.models.publication import Demanded, is_empty
from core.publishing.checks import is_text

NOT_YET = "[{}: not yet]"


def fill_gaps(record):
    """Have a stored record say of all that it lacks, and its rows lack, that it is not there yet.

    The names of fields that no words can stand for, such as dates and choices, are returned.
    """
    said, left = {}, []
    for rule in record._meta.constraints:
        if not isinstance(rule, Demanded):
            continue
        for name in filter(partial(is_empty, record), (*rule.texts, *rule.references)):
            field = record._meta.get_field(name)
            if name in rule.references:
                said[name] = term(field)
            elif is_text(field):
                said[name] = NOT_YET.format(field.verbose_name)[: field.max_length]
            else:
                left.append(field.verbose_name)
    if said:
        type(record).objects.filter(pk=record.pk).update(**said)
    fill_rows(record)
    return left


def fill_rows(record):
    """The same for its rows: their sources, and the summaries of sessions."""
    for relation in record._meta.related_objects:
        rows = relation.related_model
        if not relation.one_to_many or relation.field.null:
            continue
        own = rows._base_manager.filter(**{relation.field.name: record})
        source = next((one for one in rows._meta.fields if is_source(one)), None)
        if source and source.null and (lacking := own.filter(source=None)).exists():
            lacking.update(source=a_source(source.related_model))
        if any(one.name == "summary" for one in rows._meta.fields):
            own.filter(summary="").update(summary=NOT_YET.format("summary"))
            for row in own:
                fill_rows(row)


def is_source(field):
    return isinstance(field, ForeignKey) and field.name == "source"


def term(field):
    """What stands in the place of a term of a vocabulary: one that says so."""
    name = NOT_YET.format(field.verbose_name)
    return field.related_model.objects.create(name=name, slug=f"no-{field.name}-yet")


def a_source(sources):
    """What stands in the place of a source."""
    return sources.objects.create(
        title=NOT_YET.format("source"), publisher="nobody", url="https://example.org/not-yet"
    )
