"""Sources in the API, and which public records rest on them."""

from django.db.models import Prefetch
from rest_framework import serializers

from core.api.fields import ApiUrl, RecordSerializer, SomeRecords
from core.api.viewsets import RecordViewSet
from initiatives.api.references import (
    ForumReference,
    InitiativeReference,
    OrganizationReference,
    PersonReference,
    ResourceReference,
)
from initiatives.models import Source
from initiatives.search.filters import SourceFilter


class CitingRecords(SomeRecords):
    """The records at the end of a source's citations and claims, each once, by name."""

    def __init__(self, child, *relations):
        self.relations = relations
        super().__init__(child=child, source="*", read_only=True)

    def records(self, source):
        records, ways = set(), Source.objects.cited_by()
        for relation in self.relations:
            steps = ways[relation].split("__")
            for record in getattr(source, relation).all():
                for step in steps:
                    record = getattr(record, step)  # noqa: PLW2901
                records.add(record)
        return sorted(records, key=str)


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

    cited_by = CitedBy(source="*")
    api_url = ApiUrl("sources", "public_id")

    class Meta:
        model = Source
        fields = [
            "id",
            "title",
            "publisher",
            "year",
            "url",
            "accessed_on",
            "cited_by",
            "modified",
            "api_url",
        ]


def citations():
    """What public records cite, with those records."""
    sources = Source.objects.all()
    return [
        Prefetch(relation, sources.citing(relation).select_related(path))
        for relation, path in sources.cited_by().items()
    ]


class SourceViewSet(RecordViewSet):
    """Pages and documents on which public records rest.

    A source is known by its id; `?url=` finds it by where it was read.
    """

    lookup_field = "public_id"
    lookup_value_regex = "[0-9A-Fa-f]{12}"

    queryset = Source.objects.public().prefetch_related(*citations())
    serializer_class = SourceSerializer
    filterset_class = SourceFilter
