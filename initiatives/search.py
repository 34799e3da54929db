"""How initiatives are searched: the facets, and the answer to a question.

This is the question asked of PostgreSQL, plainly: correct at any size, quick at a few thousand.
"""

from django.db.models import F, Q

from initiatives.models import (
    Country,
    CountryGroup,
    Initiative,
    InitiativeKind,
    Modality,
    Organization,
    Publication,
    Region,
    Stage,
    SustainableDevelopmentGoal,
    Theme,
)
from portal.search import Facet, Results


def named(queryset, key="slug", name="name"):
    """A function that gives the names of those of some values that exist."""

    def known(values):
        found = queryset.all().filter(**{f"{key}__in": values}).values_list(key, name)
        return {str(value): label for value, label in found}

    return known


def numbered(values):
    """The names of the goals among some numbers written as text."""
    numbers = [value for value in values if value.isascii() and value.isdigit() and len(value) < 3]
    return named(SustainableDevelopmentGoal.objects, "number")(numbers)


def choice(choices):
    """The same for values that a model lists itself."""
    labels = dict(choices)
    return lambda values: {value: labels[value] for value in values if value in labels}


FACETS = {
    facet.name: facet
    for facet in [
        Facet("theme", "Theme", "themes__slug", "themes__name", named(Theme.objects)),
        Facet(
            "country",
            "Country",
            "involvements__country__iso3",
            "involvements__country__name",
            named(Country.objects, "iso3"),
            folds=True,
        ),
        Facet(
            "region",
            "Region",
            "involvements__country__memberships__region__slug",
            "involvements__country__memberships__region__name",
            named(Region.objects.filter(parent__isnull=False)),
            folds=True,
        ),
        Facet(
            "group",
            "Country group",
            "involvements__country__groups__slug",
            "involvements__country__groups__name",
            named(CountryGroup.objects),
            folds=True,
        ),
        Facet(
            "stage",
            "Replication",
            "replications__stage__slug",
            "replications__stage__name",
            named(Stage.objects),
        ),
        Facet(
            "modality",
            "Cooperation",
            "modalities__slug",
            "modalities__name",
            named(Modality.objects),
        ),
        Facet("kind", "Kind", "kind__slug", "kind__name", named(InitiativeKind.objects)),
        Facet("status", "Status", "status", "", choice(Initiative.Status.choices)),
        Facet(
            "organization",
            "Organization",
            "partnerships__organization__slug",
            "partnerships__organization__name",
            named(Organization.objects.published()),
            visible=Q(partnerships__organization__publication=Publication.PUBLISHED),
            folds=True,
        ),
        Facet("sdg", "SDG", "sdgs__number", "sdgs__name", numbered, order="number", folds=True),
    ]
}

SORTS = {
    "relevance": "Best match",
    "replicated": "Most taken up",
    "newest": "Newest",
    "title": "Title",
}


def answer(initiatives, question):
    """Answer a question about initiatives.

    initiatives: the queryset that may be shown; question: cleaned values by parameter name: `q`
    (text), one list for each facet, `year_from` and `year_to` (integers), `sort` (one of SORTS).
    Values of one facet are OR-ed, facets are AND-ed. Returns Results.
    """
    text = question.get("q") or ""
    ranked = list(initiatives.matching_text(text).values_list("pk", flat=True)) if text else None
    scope = initiatives if ranked is None else initiatives.filter(pk__in=ranked)
    if question.get("year_from"):
        scope = scope.filter(start_year__gte=question["year_from"])
    if question.get("year_to"):
        scope = scope.filter(start_year__lte=question["year_to"])
    chosen = {name: question[name] for name in FACETS if question.get(name)}

    def narrowed(but=None):
        records = scope
        for name, values in chosen.items():
            if name != but:
                records = FACETS[name].narrow(records, values)
        return records

    def count_facets():
        return {
            name: facet.count(narrowed(but=name), chosen.get(name, []))
            for name, facet in FACETS.items()
        }

    ids = in_order(narrowed(), question.get("sort"), ranked)
    return Results(initiatives.for_cards(), ids, count_facets)


def in_order(records, sort, ranked):
    """Primary keys of the records in the order asked for; best match where there are words."""
    if ranked is not None and sort in ("", None, "relevance"):
        found = set(records.values_list("pk", flat=True))
        return [pk for pk in ranked if pk in found]
    if sort == "newest":
        records = records.order_by(F("start_year").desc(nulls_last=True), "title", "pk")
    elif sort == "title":
        records = records.order_by("title", "pk")
    else:
        records = records.most_taken_up()
    return list(records.values_list("pk", flat=True))
