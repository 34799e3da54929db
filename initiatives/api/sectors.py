"""Sectors of the economy in the API."""

from rest_framework import serializers

from core.api.fields import ApiUrl, ListAddress, RecordSerializer
from core.api.viewsets import RecordViewSet
from initiatives.api.counts import InitiativeCount
from initiatives.api.references import SectorReference
from initiatives.api.themes import SynonymSerializer
from initiatives.models import Sector
from initiatives.records.sectors import RELATED, SECTORS


class SectorSummarySerializer(RecordSerializer):
    """A sector of the economy as a list shows it."""

    names = serializers.DictField(
        child=serializers.CharField(), help_text="In French, Spanish, Portuguese and Arabic."
    )
    parent = SectorReference(allow_null=True, help_text="The sector that holds it.")
    isic = serializers.CharField(help_text="Code of ISIC, revision 4.")
    initiative_count = InitiativeCount(
        "sector", help_text="Public initiatives with it, or with a sector within it."
    )
    api_url = ApiUrl("sectors")

    class Meta:
        model = Sector
        fields = [
            "id",
            "slug",
            "name",
            "names",
            "parent",
            "order",
            "isic",
            "initiative_count",
            "modified",
            "api_url",
        ]


class SectorLists(serializers.Serializer):
    """The addresses of lists about a sector."""

    initiatives = ListAddress("initiatives", "sector")


class SectorSerializer(SectorSummarySerializer):
    """A sector of the economy, those within it, and what it is called elsewhere."""

    synonyms = SynonymSerializer(many=True)
    children = SectorReference(many=True, help_text="The sectors within it.")
    lists = SectorLists(source="*")

    class Meta:
        model = Sector
        fields = [*SectorSummarySerializer.Meta.fields, "synonyms", "children", "lists"]


class SectorViewSet(RecordViewSet):
    """Sectors of the economy in two levels, after the ILO's industries and sectors."""

    queryset = Sector.objects.in_levels()
    reader = SECTORS
    related = RELATED
    serializer_class = SectorSummarySerializer
    detail_serializer_class = SectorSerializer
