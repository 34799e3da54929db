"""Sources in the API, and which public records rest on them."""

from collections import defaultdict

from msgspec.structs import replace
from rest_framework import serializers

from core.alphabet import alphabetically
from core.api.fields import ApiUrl, RecordSerializer, SomeRecords, WebAddressIfAny
from core.api.viewsets import RecordViewSet
from initiatives.api.references import (
    ARCHIVED,
    COPY,
    DEAD,
    TYPE,
    ForumReference,
    InitiativeReference,
    OrganizationReference,
    PersonReference,
    ResourceReference,
    row_of,
)
from initiatives.models import Source
from initiatives.records.sources import SOURCES
from initiatives.search.filters import SourceFilter

MOVED = "Where its site says that it is now; empty where it says nothing of the kind."


class CitingRecords(SomeRecords):
    """The records at the end of a source's citations and claims, each once, by name.

    They are read once for all sources of an answer: some are cited by hundreds.
    """

    def __init__(self, child, *relations):
        self.relations = relations
        super().__init__(child=child, source="*", read_only=True)

    def records(self, source):
        return source.citing[self.relations]

    def read(self, sources):
        """By the key of a source what cites it, as far as a reference tells of it."""
        row = row_of(self.child)
        pairs, found = Source.objects.who_cite(sources, self.relations, row._fields)
        name = row._fields.index("title" if "title" in row._fields else "name")
        ordered = sorted(found, key=lambda key: (alphabetically(found[key][name]), key))
        places = {key: place for place, key in enumerate(ordered)}
        citing = defaultdict(list)
        for source, key in pairs:
            if key in places:
                citing[source].append(key)
        return {
            source: [row._make(found[key]) for key in sorted(keys, key=places.get)]
            for source, keys in citing.items()
        }


class CitedBy(serializers.Serializer):
    """The public records that rest on a source."""

    initiatives = CitingRecords(
        InitiativeReference(), "initiativecitations", "figures", "milestones", "replications"
    )
    organizations = CitingRecords(OrganizationReference(), "organizationcitations")
    resources = CitingRecords(ResourceReference(), "resourcecitations")
    forums = CitingRecords(ForumReference(), "forumcitations", "sessionfigures")
    people = CitingRecords(PersonReference(), "personcitations")


class SourceSerializer(RecordSerializer):
    """A page or document that was read, and what rests on it."""

    type = serializers.ChoiceField(Source.Type.choices, help_text=TYPE)
    copy = serializers.BooleanField(help_text=COPY)
    archived_url = WebAddressIfAny(help_text=ARCHIVED)
    dead_since = serializers.DateField(allow_null=True, help_text=DEAD)
    moved_to = WebAddressIfAny(help_text=MOVED)
    cited_by = CitedBy(source="*")
    api_url = ApiUrl("sources", "public_id")

    class Meta:
        model = Source
        fields = [
            "id",
            "title",
            "title_language",
            "publisher",
            "year",
            "url",
            "type",
            "copy",
            "accessed_on",
            "archived_url",
            "dead_since",
            "moved_to",
            "cited_by",
            "modified",
            "api_url",
        ]


def with_citing(sources):
    """SourceRecords with `citing`: what cites each, by the relations of CitedBy's fields."""
    keys = [source.pk for source in sources]
    fields = CitedBy().fields.values()
    found = {field.relations: field.read(keys) for field in fields}
    return [
        replace(
            source,
            citing={relations: citing.get(source.pk, []) for relations, citing in found.items()},
        )
        for source in sources
    ]


class SourceViewSet(RecordViewSet):
    """Pages and documents on which public records rest.

    A source is known by its id; `?url=` finds it by where it was read.
    """

    lookup_field = "public_id"
    lookup_value_regex = "[0-9A-Fa-f]{12}"

    queryset = Source.objects.public()
    reader = SOURCES
    complete = staticmethod(with_citing)
    serializer_class = SourceSerializer
    filterset_class = SourceFilter
