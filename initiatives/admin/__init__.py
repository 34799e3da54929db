"""The curators' desk for initiatives and what describes them. One module for each subject."""

from initiatives.admin import (
    initiatives,
    organizations,
    places,
    resources,
    sectors,
    sources,
    themes,
    vocabulary,
)

__all__ = [
    "initiatives",
    "organizations",
    "places",
    "resources",
    "sectors",
    "sources",
    "themes",
    "vocabulary",
]
