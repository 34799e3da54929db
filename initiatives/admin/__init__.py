"""The curators' desk for initiatives and what describes them. One module for each subject."""

from initiatives.admin import (
    glossary,
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
    "glossary",
    "initiatives",
    "organizations",
    "places",
    "resources",
    "sectors",
    "sources",
    "themes",
    "vocabulary",
]
