"""Which models the tables of the history belong to, and records made of the rows it has."""

from functools import cache

from django.apps import apps
from django.db.models import CASCADE, ForeignKey

from core.models.identity import Addressed, FormerSlug, NaturalKeyModel


@cache
def models_by_table():
    """All models of stored rows, by their tables; those between two models included."""
    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: model for model in models if model._meta.managed}


@cache
def models_by_kind():
    """The models of records, by what the history calls their kind."""
    models = (model for model in apps.get_models() if issubclass(model, NaturalKeyModel))
    return {model._meta.model_name: model for model in models if model is not FormerSlug}


@cache
def own_parts(model):
    """Pairs of a model whose records belong to one of this, and the column that says so.

    Only where they are records themselves, with pages and a history: the sessions of a forum.
    """
    return [
        (other, field.column)
        for other in models_by_kind().values()
        if issubclass(other, Addressed)
        for field in foreign_keys(other)
        if field.related_model is model and field.remote_field.on_delete is CASCADE
    ]


def foreign_keys(model):
    """The columns of a model that name another record."""
    return [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]


def columns_of(model):
    """The fields of a model that a row holds, by their columns."""
    return {field.column: field for field in model._meta.concrete_fields if not field.generated}


def made(model, row):
    """A record of a row as the history has it; columns that are gone since are left out."""
    columns = columns_of(model)
    values = {
        columns[name].attname: columns[name].to_python(value)
        for name, value in row.items()
        if name in columns
    }
    return model(**values)
