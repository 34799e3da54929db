"""Orders that a reader may choose for a list, and what the alphabet says of names."""

import unicodedata
from dataclasses import dataclass

from django.contrib.postgres.lookups import Unaccent
from django.db.models.functions import Lower

RELEVANCE = "relevance"  # the order of the words' matches, where there are words
BEST_MATCH = "Best match"


@dataclass(frozen=True)
class Order:
    """An order that a reader may choose; `fields` as order_by takes them, the key at the end."""

    label: str
    fields: tuple


def folded(text):
    """A text without case and accents, for putting names in order: Élise before Maria."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).casefold()


def alphabetical(field):
    """The same for a field in a query, whatever order the database gives to letters."""
    return Lower(Unaccent(field))
