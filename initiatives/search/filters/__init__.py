"""What can be asked of initiatives and of what describes them: one filterset for each kind."""

from initiatives.search.filters.documents import ResourceFilter, SourceFilter
from initiatives.search.filters.initiatives import InitiativeFilter
from initiatives.search.filters.organizations import OrganizationFilter
from initiatives.search.filters.places import CountryFilter, CountryGroupFilter, CountryQuestion
from initiatives.search.filters.replications import ReplicationFilter
from initiatives.search.filters.themes import ThemeFilter

__all__ = [
    "CountryFilter",
    "CountryGroupFilter",
    "CountryQuestion",
    "InitiativeFilter",
    "OrganizationFilter",
    "ReplicationFilter",
    "ResourceFilter",
    "SourceFilter",
    "ThemeFilter",
]
