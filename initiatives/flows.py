"""Replications as arcs on a map."""

from portal.worldmap import Arc, Place


def place(country):
    """A country as a place on a map, linked to its page."""
    return Place(
        code=country.m49,
        label=country.name,
        lat=country.lat,
        lon=country.lon,
        url=country.get_absolute_url(),
    )


def arcs(replications, with_details=True):
    """Replications, each with its initiative and the initiative's themes, as arcs.

    Details are the initiative's title and address: too heavy for a map of all the catalogue.
    """
    return [
        Arc(
            origin=place(replication.from_country),
            target=place(replication.to_country),
            pillar=pillar(replication.initiative),
            stage=replication.stage.slug,
            label=replication.initiative.title if with_details else "",
            url=replication.initiative.get_absolute_url() if with_details else None,
        )
        for replication in replications
    ]


def pillar(initiative):
    """The pillar of the leading theme; cross-cutting where there is none."""
    theme = initiative.leading_theme
    return theme.pillar if theme else "cross-cutting"
