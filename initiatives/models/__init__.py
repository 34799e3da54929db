"""Initiatives, and all that describes them. One module for each subject."""

from initiatives.models.claims import (
    Figure,
    FigureBase,
    Milestone,
    Partnership,
    Replication,
    Reply,
)
from initiatives.models.glossary import GlossaryTerm
from initiatives.models.initiatives import (
    CountryTotals,
    Initiative,
    InitiativeCitation,
    InitiativeSector,
    InitiativeTheme,
    Involvement,
)
from initiatives.models.organizations import (
    Organization,
    OrganizationCitation,
    OrganizationLink,
)
from initiatives.models.places import Country, CountryGroup, Region, RegionMembership
from initiatives.models.resources import Resource, ResourceCitation
from initiatives.models.sectors import Sector, SectorMembership, SectorSynonym
from initiatives.models.sources import Citation, Source
from initiatives.models.synonyms import Synonym
from initiatives.models.themes import (
    Convention,
    SustainableDevelopmentGoal,
    Target,
    Theme,
    ThemeSynonym,
)
from initiatives.models.vocabulary import (
    InitiativeKind,
    Modality,
    OrganizationKind,
    PartnerRole,
    Stage,
)

__all__ = [
    "Citation",
    "Convention",
    "Country",
    "CountryGroup",
    "CountryTotals",
    "Figure",
    "FigureBase",
    "GlossaryTerm",
    "Initiative",
    "InitiativeCitation",
    "InitiativeKind",
    "InitiativeSector",
    "InitiativeTheme",
    "Involvement",
    "Milestone",
    "Modality",
    "Organization",
    "OrganizationCitation",
    "OrganizationKind",
    "OrganizationLink",
    "PartnerRole",
    "Partnership",
    "Region",
    "RegionMembership",
    "Replication",
    "Reply",
    "Resource",
    "ResourceCitation",
    "Sector",
    "SectorMembership",
    "SectorSynonym",
    "Source",
    "Stage",
    "SustainableDevelopmentGoal",
    "Synonym",
    "Target",
    "Theme",
    "ThemeSynonym",
]
