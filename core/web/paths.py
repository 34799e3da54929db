"""Addresses of records: a page has hundreds of links, and `reverse` takes its time for each."""

from functools import lru_cache

from django.urls import register_converter, reverse
from django.urls.converters import StringConverter
from django.utils.translation import get_language

PLACE = "000000000000"  # a key that every pattern of a record's address takes


def path_of(name, *keys):
    """What `reverse` gives for the keys of a record: slugs, codes, ids, all fit for an address."""
    first, *others = _parts(name, len(keys), get_language())
    return first + "".join([key + part for key, part in zip(keys, others, strict=True)])


@lru_cache(100)
def _parts(name, keys, language):
    """The address of a view, cut where the keys stand; language: it may be part of the address."""
    return reverse(name, args=[PLACE] * keys).split(PLACE)


def register_endings(name, endings):
    """Let addresses end in one of some words: `<name:form>` takes these, and nothing else."""
    converter = type("Ending", (StringConverter,), {"regex": "|".join(endings)})
    register_converter(converter, name)
