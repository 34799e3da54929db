"""The entries of the API's list of initiatives, written without models and serializers.

A page of the list names some three hundred records, nearly all of the same few vocabularies. These
are kept; what is read of an initiative is its own columns and the keys of what it names. The
schema stays with InitiativeLineSerializer, which says the same of one record.
"""

from collections import defaultdict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from rest_framework.fields import DateTimeField

from initiatives.models import (
    Country,
    Initiative,
    InitiativeTheme,
    Modality,
    Replication,
    SustainableDevelopmentGoal,
    Theme,
)
from initiatives.models.initiatives import Path
from portal.api.fields import absolute
from portal.revision import kept

IDENTIFIERS = {"countries": "iso3", "sdgs": "number"}  # other lists know their records by slug
VOCABULARIES = {
    "modalities": Modality,
    "themes": Theme,
    "sdgs": SustainableDevelopmentGoal,
    "countries": Country,
}
MOMENT = DateTimeField()


def lines(request, keys):
    """The public initiatives with these primary keys as entries of the list, in this order."""
    keys = list(keys)
    references = References(request)
    steps = defaultdict(list)
    replications = Replication.objects.filter(initiative__in=keys).order_by()
    for pk, *step in replications.values_list(
        "initiative_id", "from_country_id", "to_country_id", "stage__slug"
    ):
        steps[pk].append(step)
    found = {row["pk"]: line(row, steps[row["pk"]], references) for row in ROWS.filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]


def line(row, steps, references):
    """One entry. row: of ROWS; steps: see Path.along, countries by their keys."""
    path = Path.along(row["origins"], steps)
    return {
        "slug": row["slug"],
        "title": row["title"],
        "acronym": row["acronym"],
        "local_title": row["local_title"],
        "kind": references.to("kinds", row["kind__slug"], row["kind__name"]),
        "summary": row["summary"],
        "start_year": row["start_year"],
        "end_year": row["end_year"],
        "status": row["status"],
        "modalities": references.in_order("modalities", row["cooperation"]),
        "themes": references.listed("themes", row["places"]),
        "sdgs": references.in_order("sdgs", row["goals"]),
        "origin_countries": references.in_order("countries", row["origins"]),
        "participating_countries": references.in_order("countries", row["participants"]),
        "taken_up": len(path.taken_up),
        "wanted": len(path.wanted),
        "updated_at": MOMENT.to_representation(row["updated_at"]),
        "api_url": references.address("initiatives", row["slug"]),
        "page_url": f"{references.pages}{row['slug']}/",
    }


def keys_of(rows, column):
    """An array of the values that a column has in the rows of an initiative."""
    return ArraySubquery(rows.filter(initiative=OuterRef("pk")).values(column))


COLUMNS = (
    "pk",
    "slug",
    "title",
    "acronym",
    "local_title",
    "summary",
    "start_year",
    "end_year",
    "status",
    "updated_at",
    "kind__slug",
    "kind__name",
)
KEYS = {
    "cooperation": keys_of(Initiative.modalities.through.objects, "modality_id"),
    "places": keys_of(InitiativeTheme.objects.order_by("position", "pk"), "theme_id"),
    "goals": keys_of(Initiative.sdgs.through.objects, "sustainabledevelopmentgoal_id"),
    "origins": keys_of(Initiative.origin_countries.through.objects, "country_id"),
    "participants": keys_of(Initiative.participating_countries.through.objects, "country_id"),
}
ROWS = Initiative.objects.published().order_by().values(*COLUMNS, **KEYS)


class References:
    """How the answer to one request names records: as the serializers of `references` do."""

    def __init__(self, request):
        self.known = vocabularies()
        self.root = absolute(request, "api:root")
        self.pages = absolute(request, "initiatives:list")

    def address(self, name, identifier):
        """The address of a record in the API, by the name of its list."""
        return f"{self.root}{name}/{identifier}/"

    def to(self, name, identifier, label):
        """A reference to a record."""
        return {
            IDENTIFIERS.get(name, "slug"): identifier,
            "name": label,
            "api_url": self.address(name, identifier),
        }

    def listed(self, name, keys):
        """References to records of a vocabulary, in the order of their keys.

        One that is newer than what is kept is left out, for the milliseconds until it is known.
        """
        known = self.known[name]
        return [self.to(name, *known[key][1:]) for key in keys if key in known]

    def in_order(self, name, keys):
        """The same in the order of the vocabulary."""
        known = self.known[name]
        return [self.to(name, *rest) for _, *rest in sorted(known[k] for k in keys if k in known)]


@kept
def vocabularies():
    """Of each vocabulary, by primary key: (place in its order, identifier, name)."""
    known = {}
    for name, model in VOCABULARIES.items():
        rows = model.objects.values_list("pk", IDENTIFIERS.get(name, "slug"), "name")
        known[name] = {pk: (place, *rest) for place, (pk, *rest) in enumerate(rows)}
    return known
