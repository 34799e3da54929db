"""Documents and pages in the API."""

from core.api.fields import ApiUrl, PageUrl, RecordSerializer
from core.api.viewsets import RecordViewSet
from initiatives.api.references import (
    ForumReference,
    InitiativeReference,
    OrganizationReference,
    SessionReference,
    SourceReference,
)
from initiatives.models import Resource
from initiatives.records.resources import RELATED, RESOURCES
from initiatives.search.filters import ResourceFilter


class ResourceSummarySerializer(RecordSerializer):
    """A document or page as a list shows it."""

    publishers = OrganizationReference(many=True)
    api_url = ApiUrl("resources")
    page_url = PageUrl()

    class Meta:
        model = Resource
        fields = [
            "id",
            "slug",
            "title",
            "title_language",
            "kind",
            "year",
            "date",
            "url",
            "publishers",
            "language",
            "summary",
            "modified",
            "api_url",
            "page_url",
        ]


class ResourceSerializer(ResourceSummarySerializer):
    """All that is known of a document or page."""

    initiatives = InitiativeReference(many=True)
    forums = ForumReference(many=True)
    sessions = SessionReference(many=True)
    sources = SourceReference(many=True)

    class Meta:
        model = Resource
        fields = [
            *ResourceSummarySerializer.Meta.fields,
            "initiatives",
            "forums",
            "sessions",
            "sources",
        ]


class ResourceViewSet(RecordViewSet):
    """Documents and pages that describe initiatives or came out of forums."""

    queryset = Resource.objects.published()
    reader = RESOURCES
    related = RELATED
    serializer_class = ResourceSummarySerializer
    detail_serializer_class = ResourceSerializer
    filterset_class = ResourceFilter
