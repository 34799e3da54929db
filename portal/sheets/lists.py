"""What a cell can be chosen from, where that is a vocabulary."""

from core.models.publication import Publishable
from portal.exchange.keys import Link, Many
from portal.exchange.special_keys import Listed, Series, SourceNumber
from portal.exchange.values import Choice, Truth
from portal.sheets.cells import read_choice
from portal.sheets.names import Names

LANGUAGES = ("en", "fr", "es", "pt", "ar")


def target_of(key):
    """The model and the column of the records that a key names, or None."""
    if isinstance(key, Listed):
        return key.link.target, key.link.by
    if isinstance(key, Many) or (
        isinstance(key, Link) and not isinstance(key, Series | SourceNumber)
    ):
        return key.target, key.by
    return None


def takes_several(key):
    """Whether a cell may name several records."""
    return isinstance(key, Many | Listed)


def choices_of(column):
    """What may stand in the cells of a column, as a tuple of texts; empty if anything may.

    Records of the catalogue are too many, and come and go: they are named, not chosen.
    """
    key = column.key
    target = target_of(key)
    if target:
        model, by = target
        if issubclass(model, Publishable) or model._meta.model_name == "initiative":
            return ()
        names = Names()
        values = model._base_manager.values_list(by, flat=True).order_by(*model._meta.ordering)
        return tuple(dict.fromkeys(str(names.label(model, by, value)) for value in values))
    value = getattr(key, "value", None)
    if isinstance(value, Choice):
        return tuple(label_of(key, choice) for choice in value.choices)
    if isinstance(value, Truth):
        return ("yes",)
    return LANGUAGES if "language" in column.name else ()


def label_of(key, value):
    """How people read one of a few words, if reading it gives the same."""
    label = dict(key.model._meta.get_field(key.column).flatchoices).get(value, value)
    return str(label) if read_choice(key, None, str(label)) == value else value
