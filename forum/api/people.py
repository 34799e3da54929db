"""People in the API: only what they did in public."""

from rest_framework import serializers

from core.api.fields import ApiUrl, PageUrl, RecordSerializer
from core.api.viewsets import RecordViewSet
from forum.models import Appearance, Person
from forum.records.people import PEOPLE, with_appearances
from forum.search.filters import PersonFilter
from initiatives.api.references import OrganizationReference, SessionReference, SourceReference


class PersonSummarySerializer(RecordSerializer):
    """Someone named in a public role, as a list shows it."""

    appearance_count = serializers.IntegerField(help_text="Parts in sessions of public forums.")
    api_url = ApiUrl("people")
    page_url = PageUrl()

    class Meta:
        model = Person
        fields = ["id", "slug", "name", "appearance_count", "modified", "api_url", "page_url"]


class PersonAppearanceSerializer(RecordSerializer):
    """A part in a session, with the job title and organization held at the time."""

    session = SessionReference()
    organization = OrganizationReference(allow_null=True, help_text="The one at the time.")

    class Meta:
        model = Appearance
        fields = ["session", "role", "title", "organization", "topic", "points"]


class PersonSerializer(PersonSummarySerializer):
    """Someone named in a public role, with what they said in which session."""

    appearances = PersonAppearanceSerializer(many=True, help_text="The latest first.")
    sources = SourceReference(many=True)

    class Meta:
        model = Person
        fields = [*PersonSummarySerializer.Meta.fields, "appearances", "sources"]


class PersonViewSet(RecordViewSet):
    """People who took part in public events, in the role they had there."""

    queryset = Person.objects.published().with_appearance_counts()
    reader = PEOPLE
    complete = staticmethod(with_appearances)
    serializer_class = PersonSummarySerializer
    detail_serializer_class = PersonSerializer
    filterset_class = PersonFilter
