"""Replications as arcs on a map."""

from core.worldmap import Arc, Hue, MapPoint
from initiatives.models import Country, Theme
from initiatives.querysets.claims import INTERESTED

HUES = {  # each pillar has its own
    value: Hue(value, label, rank) for rank, (value, label) in enumerate(Theme.Pillar.choices)
}
NO_THEME = Theme.Pillar.CROSS_CUTTING  # the pillar of what has no theme
MOST = 200  # arcs of an overview; the busiest are drawn


def place(country):
    """A country as a place on a map, linked to its page."""
    return MapPoint(
        code=country.m49,
        label=country.name,
        lat=country.lat,
        lon=country.lon,
        url=country.get_absolute_url(),
    )


def arcs(replications):
    """Replications, each with its initiative and the initiative's themes, as arcs with links."""
    return [
        Arc(
            origin=place(replication.from_country),
            target=place(replication.to_country),
            hue=HUES[pillar(replication.initiative)],
            is_dashed=replication.stage.slug == INTERESTED,
            label=replication.initiative.title,
            url=replication.initiative.get_absolute_url(),
        )
        for replication in replications
    ]


def overview(replications):
    """A queryset of replications as arcs that count, for a map of all of them."""
    rows = list(replications.flows(MOST))
    ends = {row[end] for row in rows for end in ("from_country_id", "to_country_id")}
    places = {country.pk: place(country) for country in Country.objects.filter(pk__in=ends)}
    return [
        Arc(
            origin=places[row["from_country_id"]],
            target=places[row["to_country_id"]],
            hue=HUES[row["pillar"] or NO_THEME],
            is_dashed=row["stage_slug"] == INTERESTED,
            count=row["count"],
        )
        for row in rows
    ]


def pillar(initiative):
    """The pillar of the leading theme; cross-cutting where there is none."""
    theme = initiative.leading_theme
    return theme.pillar if theme else NO_THEME
