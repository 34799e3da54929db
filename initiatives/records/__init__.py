"""What readers see of initiatives: typed, immutable records and the labels of what they name.

Whatever shows a whole initiative (its page, the comparison, the API) is made of an InitiativeRecord
and reads no model: what is not in it cannot be shown.
"""

from initiatives.records.initiatives import (
    InitiativeRecord,
    kept_initiative,
    published_initiative,
    read_initiatives,
)

__all__ = [
    "InitiativeRecord",
    "kept_initiative",
    "published_initiative",
    "read_initiatives",
]
