"""Sessions of forums in the API, with who appeared in them."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api.fields import ApiUrl, PageUrl, RecordSerializer
from core.api.viewsets import RecordViewSet
from forum.models import Appearance, Session, SessionFigure
from forum.records.sessions import SESSIONS
from forum.search.filters import SessionFilter
from initiatives.api.claims import FigureSerializer
from initiatives.api.references import (
    ForumReference,
    InitiativeReference,
    OrganizationReference,
    PersonReference,
    ResourceReference,
    ThemeReference,
)


@extend_schema_field({"type": "string", "pattern": r"^\d\d:\d\d$"})
class ClockField(serializers.TimeField):
    """Hours and minutes; `format: time` of JSON Schema would ask for seconds and an offset."""


class AppearanceSerializer(RecordSerializer):
    """A person's part in a session, with the job title and organization held at the time."""

    person = PersonReference()
    organization = OrganizationReference(allow_null=True, help_text="The one at the time.")

    class Meta:
        model = Appearance
        fields = ["person", "role", "title", "organization", "topic", "points"]


class SessionFigureSerializer(FigureSerializer):
    """A number that was given in a session."""

    class Meta(FigureSerializer.Meta):
        model = SessionFigure


class SessionSummarySerializer(RecordSerializer):
    """A session of a forum as a list shows it."""

    forum = ForumReference()
    themes = ThemeReference(many=True)
    start_time = ClockField(format="%H:%M", allow_null=True, help_text="Local time.")
    end_time = ClockField(format="%H:%M", allow_null=True, help_text="Local time.")
    api_url = ApiUrl("sessions")
    page_url = PageUrl()

    class Meta:
        model = Session
        fields = [
            "id",
            "slug",
            "title",
            "forum",
            "order",
            "date",
            "start_time",
            "end_time",
            "summary",
            "themes",
            "modified",
            "api_url",
            "page_url",
        ]


class SessionSerializer(SessionSummarySerializer):
    """All that is known of a session."""

    initiatives = InitiativeReference(many=True, help_text="Those that were shown.")
    appearances = AppearanceSerializer(many=True)
    figures = SessionFigureSerializer(many=True)
    resources = ResourceReference(many=True)

    class Meta:
        model = Session
        fields = [
            *SessionSummarySerializer.Meta.fields,
            "key_messages",
            "initiatives",
            "appearances",
            "figures",
            "resources",
        ]


class SessionViewSet(RecordViewSet):
    """Sessions of forums: what was shown and said, and by whom."""

    queryset = Session.objects.public().order_by("-forum__start_date", "forum", "order", "pk")
    reader = SESSIONS
    serializer_class = SessionSummarySerializer
    detail_serializer_class = SessionSerializer
    filterset_class = SessionFilter
