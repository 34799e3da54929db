"""The words that classify records, in the API: each defined, sourced and named."""

import inspect

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api.fields import ApiUrl, RecordSerializer, WebAddress
from core.api.viewsets import RecordViewSet
from initiatives.models import InitiativeKind, Modality, OrganizationKind, PartnerRole, Stage
from initiatives.records.vocabularies import TERMS

FIELDS = ["id", "slug", "name", "names", "definition", "source", "modified", "api_url"]


class DefinitionSource(serializers.Serializer):
    """Where a definition comes from."""

    title = serializers.CharField()
    publisher = serializers.CharField()
    year = serializers.IntegerField(allow_null=True, help_text="Year of publication.")
    url = WebAddress(help_text="Where it was read.")


class TermSerializer(RecordSerializer):
    """One value of a vocabulary."""

    names = serializers.DictField(
        child=serializers.CharField(), help_text="In French, Spanish, Portuguese and Arabic."
    )
    source = serializers.SerializerMethodField(
        help_text="That of the definition; null where it is the editors' own."
    )

    @extend_schema_field(DefinitionSource(allow_null=True))
    def get_source(self, term):
        if not term.source_title:
            return None
        return {
            "title": term.source_title,
            "publisher": term.source_publisher,
            "year": term.source_year,
            "url": term.source_url,
        }


def viewset(list_name, schema_name, model, *own_fields):
    """The list of a vocabulary and its values, described as the model is."""
    description = inspect.getdoc(model)
    meta = type("Meta", (), {"model": model, "fields": [*FIELDS, *own_fields]})
    serializer = type(
        f"{schema_name}Serializer",
        (TermSerializer,),
        {"__doc__": description, "api_url": ApiUrl(list_name), "Meta": meta},
    )
    return type(
        f"{schema_name}ViewSet",
        (RecordViewSet,),
        {
            "__doc__": description,
            "queryset": model.objects.all(),
            "reader": TERMS[model],
            "serializer_class": serializer,
        },
    )


VOCABULARIES = {  # by the name of their list
    "kinds": viewset("kinds", "Kind", InitiativeKind),
    "modalities": viewset("modalities", "Modality", Modality),
    "stages": viewset("stages", "Stage", Stage, "order"),
    "partner-roles": viewset("partner-roles", "PartnerRole", PartnerRole, "scheme"),
    "organization-kinds": viewset("organization-kinds", "OrganizationKind", OrganizationKind),
}
