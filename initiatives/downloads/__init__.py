"""What of initiatives, and of all that belongs to them, can be taken away as files."""

from initiatives.downloads import (
    comparison,
    initiatives,
    organizations,
    places,
    replications,
    resources,
    themes,
)

__all__ = [
    "comparison",
    "initiatives",
    "organizations",
    "places",
    "replications",
    "resources",
    "themes",
]
