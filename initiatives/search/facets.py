"""The facets of initiatives, and those that lists of several kinds have."""

from django.db.models import Q

from core.models.publication import PublicationState
from core.search.facets import ByName, Facet, choice, listed, named, spelled
from initiatives.models import (
    Country,
    CountryGroup,
    Initiative,
    InitiativeKind,
    Modality,
    Organization,
    Region,
    Sector,
    Source,
    Stage,
    SustainableDevelopmentGoal,
    Theme,
)
from initiatives.search.parts import MORE_FACETS
from initiatives.uptake import Uptake, uptake_at, uptake_of


def numbered(values=None):
    """The names of the goals among some numbers written as text, or of all."""
    if values is None:
        return named(SustainableDevelopmentGoal.objects, "number")()
    numbers = [value for value in values if value.isascii() and value.isdigit() and len(value) < 3]
    return named(SustainableDevelopmentGoal.objects, "number")(numbers)


def countries_by(path):
    """A function that gives pairs of what countries have at a path, and their codes."""
    return lambda: Country.objects.filter(**{f"{path}__isnull": False}).values_list(path, "iso3")


def one_of(name, label, choices, path="", **further):
    """The facet of the choices of a model; path: where the field is, unless it has the name."""
    further.setdefault("help", f"One of {', '.join(choices.values)}.")
    further["value_schema"] = listed(choices.values)
    return Facet(name, label, path or name, "", choice(choices.choices), **further)


def uptakes_and_stages():
    """Pairs of an Uptake and the slug of a stage that comes to it."""
    return [(uptake_of(stage), stage) for stage in Stage.objects.values_list("slug", flat=True)]


REGIONS = Region.objects.filter(parent__isnull=False)  # those below the world

FACETS = {
    facet.name: facet
    for facet in [
        Facet.related(
            "theme", "Theme", "themes", Theme.objects, all_of="themes", help="Slug of a theme."
        ),
        Facet.related(
            "sector",
            "Sector",
            "sectors__memberships__within",
            Sector.objects,
            folds=True,
            all_of="sectors",
            help="Slug of a sector; one of the first level finds those within it too.",
        ),
        Facet.related(
            "country",
            "Country",
            "involvements__country",
            Country.objects,
            key="iso3",
            folds=True,
            help="ISO 3166 alpha-3 code of a country where it began, that takes part, that took "
            "it up, learnt from it or wants it.",
        ),
        Facet.related(
            "region",
            "Region",
            "involvements__country__memberships__region",
            REGIONS,
            folds=True,
            of="country",
            members=countries_by("memberships__region__slug"),
            help="Slug of a region that holds such a country.",
        ),
        Facet.related(
            "group",
            "Country group",
            "involvements__country__groups",
            CountryGroup.objects,
            folds=True,
            of="country",
            members=countries_by("groups__slug"),
            help="Slug of a group of countries with such a country.",
        ),
        one_of(
            "uptake",
            "Uptake",
            Uptake,
            annotations={"uptake": uptake_at("replications__stage__slug")},
            of="stage",
            members=uptakes_and_stages,
            help=f"What one of its replications comes to: one of {', '.join(Uptake.values)}.",
        ),
        Facet.related(
            "stage",
            "Stage of replication",
            "replications__stage",
            Stage.objects,
            help="Slug of the stage of a replication.",
            is_offered=False,
        ),
        Facet.related(
            "modality", "Cooperation", "modalities", Modality.objects, help="Slug of a modality."
        ),
        Facet.related("kind", "Kind", "kind", InitiativeKind.objects, help="Slug of a kind."),
        one_of("status", "Status", Initiative.Status),
        one_of(
            "evidence",
            "Based on",
            Source.Type,
            path="citations__source__type",
            help=f"Of one of its sources: one of {', '.join(Source.Type.values)}.",
        ),
        Facet.related(
            "organization",
            "Organization",
            "partnerships__organization",
            Organization.objects.published(),
            visible=Q(partnerships__organization__publication=PublicationState.PUBLISHED),
            folds=True,
            help="Slug of a partner.",
        ),
        Facet(
            "sdg",
            "Sustainable Development Goal (SDG)",
            "sdgs__number",
            "sdgs__name",
            numbered,
            order="number",
            folds=True,
            all_of="SDGs",
            help="Number of a Sustainable Development Goal.",
            value_schema=spelled("^[1-9][0-9]?$", 2),
        ),
        *MORE_FACETS,
    ]
}


def by_country(path="country", name="country", label="Country", **further):
    """The facet of the countries at the end of a path, in the order of the alphabet."""
    further.setdefault("help", "ISO 3166 alpha-3 code, as ECU.")
    return ByName.related(name, label, path, Country.objects, key="iso3", **further)


def by_theme(path="themes", **further):
    """The facet of the themes at the end of a path, in the order of the alphabet."""
    further |= {"help": "Slug of a theme.", "all_of": FACETS["theme"].all_of}
    return ByName.related("theme", "Theme", path, Theme.objects, **further)
