"""Orders that a reader may choose for a list."""

from dataclasses import dataclass

RELEVANCE = "relevance"  # the order of the words' matches, where there are words
BEST_MATCH = "Best match"


@dataclass(frozen=True)
class Order:
    """An order that a reader may choose; `fields` as order_by takes them, the key at the end."""

    label: str
    fields: tuple
