"""Themes and Sustainable Development Goals in the API."""

from rest_framework import serializers

from core.api.fields import ApiUrl, ListAddress, PageUrl, RecordSerializer
from core.api.viewsets import RecordViewSet
from initiatives.api.counts import InitiativeCount
from initiatives.models import (
    Convention,
    SustainableDevelopmentGoal,
    Target,
    Theme,
    ThemeSynonym,
)
from initiatives.records.themes import GOALS, THEMES
from initiatives.search.filters import ThemeFilter

COUNTED = "Public initiatives with it."


class ThemeSummarySerializer(RecordSerializer):
    """A subject of decent work as a list shows it."""

    names = serializers.DictField(
        child=serializers.CharField(), help_text="In French, Spanish, Portuguese and Arabic."
    )
    initiative_count = InitiativeCount("theme", help_text=COUNTED)
    api_url = ApiUrl("themes")
    page_url = PageUrl()

    class Meta:
        model = Theme
        fields = [
            "id",
            "slug",
            "name",
            "names",
            "pillar",
            "description",
            "initiative_count",
            "modified",
            "api_url",
            "page_url",
        ]


class SynonymSerializer(RecordSerializer):
    """Another word for the same: an abbreviation, a narrower term, a name in another language."""

    class Meta:
        model = ThemeSynonym
        fields = ["language", "text"]


class TargetSerializer(RecordSerializer):
    """A target of a Sustainable Development Goal, in few words."""

    class Meta:
        model = Target
        fields = ["code", "name"]


class ConventionSerializer(RecordSerializer):
    """An international labour convention of the ILO."""

    class Meta:
        model = Convention
        fields = ["id", "number", "title", "year"]


class ThemeLists(serializers.Serializer):
    """The addresses of lists about a theme."""

    initiatives = ListAddress("initiatives", "theme")
    replications = ListAddress("replications", "theme")
    forums = ListAddress("forums", "theme")
    sessions = ListAddress("sessions", "theme")


class ThemeSerializer(ThemeSummarySerializer):
    """A subject of decent work, what it is called elsewhere, and what it rests on."""

    synonyms = SynonymSerializer(many=True)
    targets = TargetSerializer(many=True, help_text="Targets of the 2030 Agenda.")
    conventions = ConventionSerializer(many=True)
    lists = ThemeLists(source="*")

    class Meta:
        model = Theme
        fields = [
            *ThemeSummarySerializer.Meta.fields,
            "synonyms",
            "targets",
            "conventions",
            "lists",
        ]


class ThemeViewSet(RecordViewSet):
    """Subjects of decent work, each under one of the ILO's pillars."""

    queryset = Theme.objects.all()
    reader = THEMES
    serializer_class = ThemeSummarySerializer
    detail_serializer_class = ThemeSerializer
    filterset_class = ThemeFilter


class SdgSummarySerializer(RecordSerializer):
    """One of the seventeen goals of the 2030 Agenda as a list shows it."""

    names = serializers.DictField(child=serializers.CharField())
    initiative_count = InitiativeCount("sdg", "number", help_text=COUNTED)
    api_url = ApiUrl("sdgs", "number")

    class Meta:
        model = SustainableDevelopmentGoal
        fields = [
            "id",
            "number",
            "name",
            "names",
            "color",
            "initiative_count",
            "modified",
            "api_url",
        ]


class SdgLists(serializers.Serializer):
    """The addresses of lists about a goal."""

    initiatives = ListAddress("initiatives", "sdg", "number")


class SdgSerializer(SdgSummarySerializer):
    """One of the seventeen goals of the 2030 Agenda with its targets."""

    targets = TargetSerializer(many=True)
    lists = SdgLists(source="*")

    class Meta:
        model = SustainableDevelopmentGoal
        fields = [*SdgSummarySerializer.Meta.fields, "targets", "lists"]


class SdgViewSet(RecordViewSet):
    """The Sustainable Development Goals, known by their numbers."""

    lookup_field = "number"
    lookup_value_regex = "[0-9]{1,2}"
    proper = staticmethod(lambda number: str(int(number)))
    queryset = SustainableDevelopmentGoal.objects.all()
    reader = GOALS
    serializer_class = SdgSummarySerializer
    detail_serializer_class = SdgSerializer
