"""All that is known of one initiative, written without models and serializers.

The schema stays with InitiativeSerializer, which says the same.
"""

from initiatives.api.summaries import References, summary
from initiatives.models import (
    Figure,
    Initiative,
    InitiativeCitation,
    Milestone,
    Partnership,
    Replication,
    Resource,
)
from initiatives.search.answer import present_card

SOURCE = (
    "source_id",
    "source__public_id",
    "source__title",
    "source__publisher",
    "source__year",
    "source__url",
)


def initiative_record(request, slug):
    """The public initiative with this slug, or None."""
    row = Initiative.objects.published().filter(slug=slug).values("pk", *Initiative.PROSE).first()
    card, names = present_card(row["pk"]) if row else (None, {})
    if card is None:
        return None
    references = References(request, names)
    figures, milestones, replications = claims_of(card.pk)
    return {
        **summary(card, references),
        **{name: row[name] for name in Initiative.PROSE},
        "partners": partners_of(card.pk, references),
        "replications": [replication(claim, references) for claim in replications],
        "figures": [figure(claim, references) for claim in figures],
        "milestones": [milestone(claim, references) for claim in milestones],
        "resources": resources_of(card.pk, references),
        "sessions": sessions_of(card.pk, references),
        "sources": sources_of(card.pk, [*figures, *milestones, *replications], references),
    }


def claims_of(pk):
    """The figures, milestones and replications of an initiative, as rows with their sources."""
    return (
        Figure.objects.filter(initiative=pk).values(
            "public_id", "value", "unit", "label", "year", *SOURCE
        ),
        Milestone.objects.filter(initiative=pk).values("public_id", "date", "text", *SOURCE),
        Replication.objects.filter(initiative=pk).values(
            "public_id",
            "from_country_id",
            "from_country__iso3",
            "from_country__name",
            "to_country_id",
            "to_country__iso3",
            "to_country__name",
            "stage__slug",
            "stage__name",
            "year",
            "note",
            *SOURCE,
        ),
    )


def source(row, references):
    """A source as it is cited."""
    return {
        "id": row["source__public_id"],
        "title": row["source__title"],
        "publisher": row["source__publisher"],
        "year": row["source__year"],
        "url": row["source__url"],
        "api_url": references.address("sources", row["source__public_id"]),
    }


def figure(row, references):
    return {
        "id": row["public_id"],
        "value": float(row["value"]),
        "unit": row["unit"],
        "label": row["label"],
        "year": row["year"],
        "source": source(row, references),
    }


def milestone(row, references):
    return {
        "id": row["public_id"],
        "date": row["date"],
        "text": row["text"],
        "source": source(row, references),
    }


def replication(row, references):
    def country(end):
        return references.to("countries", row[f"{end}__iso3"], row[f"{end}__name"])

    return {
        "id": row["public_id"],
        "from_country": country("from_country"),
        "to_country": country("to_country"),
        "stage": references.to("stages", row["stage__slug"], row["stage__name"]),
        "year": row["year"],
        "note": row["note"],
        "source": source(row, references),
        "api_url": references.address("replications", row["public_id"]),
        "page_url": references.page("replications", row["public_id"]),
    }


def partners_of(pk, references):
    """Public partners of an initiative, and what each does."""
    rows = Partnership.objects.public().filter(initiative=pk)
    return [
        {
            "organization": {
                "id": public_id,
                "slug": slug,
                "name": name,
                "acronym": acronym,
                "api_url": references.address("organizations", slug),
            },
            "role": references.to("partner-roles", *role),
        }
        for public_id, slug, name, acronym, *role in rows.values_list(
            "organization__public_id",
            "organization__slug",
            "organization__name",
            "organization__acronym",
            "role__slug",
            "role__name",
        )
    ]


def resources_of(pk, references):
    """Public documents of an initiative."""
    rows = Resource.objects.published().filter(initiatives=pk)
    return [
        {"id": row.pop("public_id"), **row, "api_url": references.address("resources", row["slug"])}
        for row in rows.values("public_id", "slug", "title", "kind")
    ]


def sessions_of(pk, references):
    """Sessions of public forums in which an initiative was shown."""
    sessions = Initiative.objects.related("sessions").public().filter(initiatives=pk)
    return [
        {
            "id": public_id,
            "slug": slug,
            "title": title,
            "forum": {
                "id": forum_id,
                "slug": forum,
                "title": forum_title,
                "api_url": references.address("forums", forum),
            },
            "api_url": references.address("sessions", slug),
        }
        for public_id, slug, title, forum_id, forum, forum_title in (
            sessions.oldest_first().values_list(
                "public_id", "slug", "title", "forum__public_id", "forum__slug", "forum__title"
            )
        )
    ]


def sources_of(pk, claims, references):
    """Every source once: those of the initiative, then those of its claims."""
    cited = InitiativeCitation.objects.filter(initiative=pk).values(*SOURCE)
    sources = {}
    for row in [*cited, *claims]:
        sources.setdefault(row["source_id"], source(row, references))
    return list(sources.values())
