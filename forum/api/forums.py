"""Forums in the API."""

from rest_framework import serializers

from core.api.fields import ApiUrl, PageUrl, RecordSerializer
from core.api.viewsets import RecordViewSet
from forum.models import Forum, ForumSeries, Session
from forum.records.forums import FORUMS, RELATED, with_counts
from forum.search.filters import ForumFilter
from initiatives.api.references import (
    CountryReference,
    OrganizationReference,
    ResourceReference,
    SourceReference,
    ThemeReference,
)


class ForumSeriesSerializer(RecordSerializer):
    """A series of forums, or the larger event that hosted one."""

    class Meta:
        model = ForumSeries
        fields = ["id", "slug", "name"]


class ForumSummarySerializer(RecordSerializer):
    """A forum as a list shows it."""

    series = ForumSeriesSerializer(allow_null=True)
    country = CountryReference(allow_null=True, help_text="Null for meetings online.")
    session_count = serializers.IntegerField()
    initiative_count = serializers.IntegerField(help_text="Public initiatives that were shown.")
    person_count = serializers.IntegerField(help_text="People who appeared.")
    api_url = ApiUrl("forums")
    page_url = PageUrl()

    class Meta:
        model = Forum
        fields = [
            "id",
            "slug",
            "title",
            "series",
            "edition",
            "start_date",
            "end_date",
            "city",
            "country",
            "venue",
            "theme",
            "summary",
            "session_count",
            "initiative_count",
            "person_count",
            "modified",
            "api_url",
            "page_url",
        ]


class ProgrammeSerializer(RecordSerializer):
    """A session in the programme of its forum."""

    api_url = ApiUrl("sessions")

    class Meta:
        model = Session
        fields = ["id", "slug", "title", "order", "date", "api_url"]


class ForumSerializer(ForumSummarySerializer):
    """All that is known of a forum; each session has a record of its own."""

    themes = ThemeReference(many=True)
    organizers = OrganizationReference(many=True)
    sessions = ProgrammeSerializer(many=True)
    resources = ResourceReference(many=True)
    sources = SourceReference(many=True)

    class Meta:
        model = Forum
        fields = [
            *ForumSummarySerializer.Meta.fields,
            "themes",
            "organizers",
            "sessions",
            "resources",
            "sources",
        ]


class ForumViewSet(RecordViewSet):
    """Events at which solutions were shown, the latest first."""

    queryset = Forum.objects.published()
    reader = FORUMS
    related = RELATED
    complete = staticmethod(with_counts)
    serializer_class = ForumSummarySerializer
    detail_serializer_class = ForumSerializer
    filterset_class = ForumFilter
