"""The words that classify records, in the API: each defined, sourced and named."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api.fields import ApiUrl, RecordSerializer
from core.api.viewsets import RecordViewSet
from initiatives.api.references import SourceReference
from initiatives.models import InitiativeKind, Modality, OrganizationKind, PartnerRole, Stage

FIELDS = ["slug", "name", "names", "definition", "source", "api_url"]


class TermSerializer(RecordSerializer):
    """One value of a vocabulary."""

    names = serializers.DictField(
        child=serializers.CharField(), help_text="In French, Spanish, Portuguese and Arabic."
    )
    source = serializers.SerializerMethodField(
        help_text="That of the definition; null where it is the editors' own."
    )

    @extend_schema_field(SourceReference(allow_null=True))
    def get_source(self, term):
        if not term.source_title:
            return None
        return {
            "title": term.source_title,
            "publisher": term.source_publisher,
            "year": term.source_year,
            "url": term.source_url,
        }


class KindSerializer(TermSerializer):
    """What an initiative is."""

    api_url = ApiUrl("kinds")

    class Meta:
        model = InitiativeKind
        fields = FIELDS


class ModalitySerializer(TermSerializer):
    """How partners cooperate."""

    api_url = ApiUrl("modalities")

    class Meta:
        model = Modality
        fields = FIELDS


class StageSerializer(TermSerializer):
    """How far a replication has come."""

    api_url = ApiUrl("stages")

    class Meta:
        model = Stage
        fields = [*FIELDS, "order"]


class PartnerRoleSerializer(TermSerializer):
    """What a partner does."""

    api_url = ApiUrl("partner-roles")

    class Meta:
        model = PartnerRole
        fields = [*FIELDS, "scheme"]


class OrganizationKindSerializer(TermSerializer):
    """What an organization is."""

    api_url = ApiUrl("organization-kinds")

    class Meta:
        model = OrganizationKind
        fields = FIELDS


class KindViewSet(RecordViewSet):
    """What initiatives are: project, programme, network, agreement ..."""

    queryset = InitiativeKind.objects.all()
    serializer_class = KindSerializer


class ModalityViewSet(RecordViewSet):
    """How partners cooperate: South-South, triangular, fragile-to-fragile ..."""

    queryset = Modality.objects.all()
    serializer_class = ModalitySerializer


class StageViewSet(RecordViewSet):
    """How far a replication has come, from mere interest to replicated."""

    queryset = Stage.objects.all()
    serializer_class = StageSerializer


class PartnerRoleViewSet(RecordViewSet):
    """What partners do: lead, implementer, funder, facilitating partner ..."""

    queryset = PartnerRole.objects.all()
    serializer_class = PartnerRoleSerializer


class OrganizationKindViewSet(RecordViewSet):
    """What organizations are: government, workers' organization, cooperative ..."""

    queryset = OrganizationKind.objects.all()
    serializer_class = OrganizationKindSerializer
