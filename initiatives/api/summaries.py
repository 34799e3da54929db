"""The entries of the API's list of initiatives, written without models and serializers.

They say what a card says, which the index keeps. The schema stays with InitiativeSummarySerializer,
which says the same of one record.
"""

from rest_framework.fields import DateTimeField

from core.api.fields import absolute
from core.search.worker import worker
from initiatives.search.answer import cards

IDENTIFIERS = {"countries": "iso3", "sdgs": "number"}  # other lists know their records by slug
MOMENT = DateTimeField()


def summaries(request, keys):
    """The public initiatives with these primary keys as entries of the list, in this order."""
    found, names = cards(keys, worker.catalogue())
    references = References(request, names)
    return [summary(card, references) for card in found]


def summary(card, references):
    """One entry, of a Card."""
    return {
        "id": card.public_id,
        "slug": card.slug,
        "title": card.title,
        "acronym": card.acronym,
        "local_title": card.local_title,
        "kind": references.known("kinds", "kind", [card.kind])[0],
        "summary": card.summary,
        "start_year": card.start_year,
        "end_year": card.end_year,
        "status": card.status,
        "modalities": references.known("modalities", "modality", card.modalities),
        "themes": references.known("themes", "theme", [slug for slug, _ in card.themes]),
        "sdgs": references.known("sdgs", "sdg", card.sdgs),
        "origin_countries": references.known("countries", "country", card.origins),
        "participating_countries": references.known("countries", "country", card.participants),
        "taken_up": len(card.path.taken_up),
        "wanted": len(card.path.wanted),
        "modified": MOMENT.to_representation(card.modified),
        "api_url": references.address("initiatives", card.slug),
        "page_url": references.page("initiatives", card.slug),
    }


class References:
    """How the answer to one request names records: as the serializers of `references` do.

    names: by facet, value to name.
    """

    def __init__(self, request, names):
        self.names = names
        self.root = absolute(request, "api:root")
        self.pages = {
            name: absolute(request, f"{name}:list") for name in ("initiatives", "replications")
        }

    def address(self, name, identifier):
        """The address of a record in the API, by the name of its list."""
        return f"{self.root}{name}/{identifier}/"

    def page(self, name, identifier):
        """The address of a record's page."""
        return f"{self.pages[name]}{identifier}/"

    def to(self, name, identifier, label):
        """A reference to a record."""
        return {
            IDENTIFIERS.get(name, "slug"): identifier,
            "name": label,
            "api_url": self.address(name, identifier),
        }

    def known(self, name, facet, identifiers):
        """References to records of a list that are values of a facet, too, which knows their names.

        One that is newer than the names is left out, for the milliseconds until it is known.
        """
        labels = self.names[facet]
        return [self.to(name, one, labels[str(one)]) for one in identifiers if str(one) in labels]
