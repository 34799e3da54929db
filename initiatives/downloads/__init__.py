"""What of initiatives, and of all that belongs to them, can be taken away as files."""

from initiatives.downloads import (
    initiatives,
    organizations,
    places,
    replications,
    resources,
    themes,
)

__all__ = ["initiatives", "organizations", "places", "replications", "resources", "themes"]
