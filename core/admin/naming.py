"""What forms send, in words: labels of fields, names of choices, titles of rows."""

from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.utils.text import Truncator, capfirst

from core.admin.keys import key_in

EMPTY = "(empty)"  # of a field: no word that might stand in it
LONGEST = 60  # characters of a row's title
DECIDED_APART = ("publication", "featured")  # by buttons: where a record stands, not what it says
LABELS = {"slug": "Last part of the address"}  # of fields whose names are for programmers


def name_of(record):
    """What a form is about, as its user finds it among others."""
    return f"{record._meta.verbose_name} “{record}”"


def label_of_field(model, name):
    """What the form calls a field."""
    if name in LABELS:
        return LABELS[name]
    try:
        return capfirst(str(model._meta.get_field(name).verbose_name))
    except FieldDoesNotExist:
        return name


def readable(model, name, texts):
    """What a field sends as a person reads it: names of records, labels of choices."""
    field = model._meta.get_field(name)
    if field.is_relation:
        keys = {key_in(text) for text in texts} - {None}
        records = field.related_model._default_manager.in_bulk(keys)
        texts = sorted(map(str, records.values()))
    labels = dict(field.flatchoices)
    lines = (line for text in texts for line in labels.get(text, text).splitlines())
    return "\n".join(lines) or EMPTY


def names_of_rows(desk, model):
    """What the desk calls one row of this model in a record's form, and several."""
    inlines = [inline for inline in desk.inlines if inline.model is model]
    one = next((inline.verbose_name for inline in inlines), None)
    several = next((inline.verbose_name_plural for inline in inlines), None)
    opts = model._meta
    return str(one or opts.verbose_name), str(several or opts.verbose_name_plural)


def nouns_of(model):
    """What the forms of the desk call several rows of this model."""
    desks = admin.site._registry.values()
    desk = next((one for one in desks if any(row.model is model for row in one.inlines)), None)
    return names_of_rows(desk, model)[1] if desk else str(model._meta.verbose_name_plural)


def in_words_of_forms(numbers):
    """Numbers of records by the names of their models, by what the desk's forms call them."""
    rows = {inline.model for desk in admin.site._registry.values() for inline in desk.inlines}
    called = {str(model._meta.verbose_name_plural): nouns_of(model) for model in rows}
    return {called.get(str(name), name): number for name, number in numbers.items()}


def title_of_row(noun, model, row):
    """What kind of row it is, and the beginning of what it says."""
    said = [
        readable(model, name, texts)
        for name, texts in row.items()
        if name not in ("position", "id", "DELETE") and any(texts) and is_field(model, name)
    ]
    return f"{capfirst(noun)} “{Truncator(', '.join(said)).chars(LONGEST)}”"


def is_field(model, name):
    """Whether the model has a field of this name."""
    return any(field.name == name for field in model._meta.get_fields())
