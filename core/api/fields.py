"""Serializers that read only, and addresses: how one record of the API points to another."""

from django.urls import reverse
from django.utils.functional import cached_property
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


def absolute(request, name):
    """The whole address of a view. DRF's reverse would carry ?format= along."""
    return request.build_absolute_uri(reverse(name))


class PublicId(serializers.CharField):
    """What a record is known by, whatever becomes of its name: in exports, too."""

    def __init__(self):
        super().__init__(source="public_id", read_only=True, help_text="Never changes.")


class RecordSerializer(serializers.ModelSerializer):
    """A record, read only. `Meta.fields` names every field: what is not named is not public."""

    id = PublicId()
    modified = serializers.DateTimeField(
        read_only=True, help_text="When what it says itself last changed: no name of another."
    )

    def get_extra_kwargs(self):
        return {name: {"read_only": True} for name in self.Meta.fields}


@extend_schema_field({"type": "string", "format": "iri"})
class WebAddress(serializers.CharField):
    """An address elsewhere, as it was read: letters outside of ASCII may stand in it."""


@extend_schema_field(OpenApiTypes.URI)
class ApiUrl(serializers.Field):
    """The address of a record in the API: `ApiUrl("themes")`, `ApiUrl("countries", "iso3")`."""

    def __init__(self, collection, lookup="slug"):
        self.collection, self.lookup = collection, lookup
        super().__init__(source="*", read_only=True, help_text="The record's address in this API.")

    @cached_property
    def base(self):
        """The address of the list; a field lives as long as one request, and so does this."""
        return absolute(self.context["request"], f"api:{self.collection}-list")

    def to_representation(self, record):
        return f"{self.base}{getattr(record, self.lookup)}/"


@extend_schema_field(OpenApiTypes.URI)
class PageUrl(serializers.Field):
    """The address of a record's page."""

    def __init__(self):
        super().__init__(source="*", read_only=True, help_text="The record's page, for people.")

    def to_representation(self, record):
        return self.context["request"].build_absolute_uri(record.get_absolute_url())


@extend_schema_field(OpenApiTypes.URI)
class ListAddress(serializers.Field):
    """The address of a list, asked about one record: `ListAddress("replications", "theme")`."""

    def __init__(self, collection, parameter, lookup="slug"):
        self.collection, self.parameter, self.lookup = collection, parameter, lookup
        super().__init__(source="*", read_only=True)

    def to_representation(self, record):
        address = absolute(self.context["request"], f"api:{self.collection}-list")
        return f"{address}?{self.parameter}={getattr(record, self.lookup)}"
