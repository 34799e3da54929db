"""What of pages of initiatives, and of all that belongs to them, can be cited."""

from core.citations.answers import Cited, Claim, citable, found
from core.citations.model import Source
from core.dates import readable
from core.templatetags.values import rounded
from initiatives.models import Country, Organization, Replication, Resource, Theme
from initiatives.records import kept_initiative, published_initiative
from initiatives.records.claims import REPLICATIONS
from initiatives.records.organizations import ORGANIZATIONS
from initiatives.records.places import COUNTRIES
from initiatives.records.resources import RESOURCES
from initiatives.records.themes import THEMES


@citable("initiatives:detail")
def initiative(slug):
    """An initiative, and what single figures and milestones of it say."""
    record = published_initiative(slug) or kept_initiative(slug)
    if record is None:
        return None
    claims = {
        one.public_id: Claim("figure", said_by(one), source_of(one)) for one in record.figures
    }
    for one in record.milestones:
        says = f"{readable(one.date)}: {one.text}"
        claims[one.public_id] = Claim("milestone", says, source_of(one))
    return Cited(record, claims)


def said_by(figure):
    """A FigureRow as a sentence."""
    said = f"{rounded(figure.number)} {figure.unit}".strip()
    said = ": ".join(filter(None, [said, figure.label]))
    return f"{said}, {figure.year}." if figure.year else f"{said}."


def source_of(claim):
    """The Source of a claim's row."""
    label = claim.source
    return Source(
        title=label.title,
        title_language=label.title_language,
        publisher=label.publisher,
        year=label.year,
        url=label.url,
        copy_url=label.archived_url,
        is_dead=bool(label.dead_since),
    )


@citable("replications:detail")
def replication(public_id):
    """Who took up what from whom."""
    record = REPLICATIONS.first(Replication.objects.public().filter(public_id=public_id))
    return record and Cited(record, source=source_of(record))


@citable("organizations:detail")
def organization(slug):
    return found(ORGANIZATIONS, Organization, slug=slug)


@citable("resources:detail")
def resource(slug):
    """Our page about a document; not the document itself."""
    return found(RESOURCES, Resource, slug=slug)


@citable("themes:detail")
def theme(slug):
    return found(THEMES, Theme, slug=slug)


@citable("countries:detail")
def country(iso3):
    return found(COUNTRIES, Country, iso3=iso3)
