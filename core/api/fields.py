"""Serializers that read only, and addresses: how one record of the API points to another."""

from django.urls import reverse
from django.utils.functional import cached_property
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


def absolute(request, name):
    """The whole address of a view. DRF's reverse would carry ?format= along."""
    return request.build_absolute_uri(reverse(name))


def root_of(request):
    """Scheme and host by which the portal is asked: what stands before our addresses."""
    return request.build_absolute_uri("/").removesuffix("/")


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


class HowMany(serializers.IntegerField):
    """The length of a list."""

    def __init__(self, **kwargs):
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, records):
        return len(records)


@extend_schema_field({"type": "string", "format": "iri"})
class WebAddress(serializers.CharField):
    """An address elsewhere, as it was read: letters outside of ASCII may stand in it."""


@extend_schema_field({"type": "string"})
class WebAddressIfAny(WebAddress):
    """The same, or an empty text, which is no address: the schema cannot name a format."""


class SomeRecords(serializers.ListSerializer):
    """A list of records that are found in their own way."""

    def records(self, value):
        """The records of the field's value."""
        raise NotImplementedError

    def to_representation(self, value):
        return super().to_representation(self.records(value))


class Answer:
    """What is the same for all records of one answer. root: scheme and host of its addresses."""

    def __init__(self, root):
        self.root = root
        self._known = {}

    def once(self, function, argument):
        """What a function gives for an argument, asked once for the whole answer."""
        return self._kept(function, argument, argument)

    def said(self, say, label):
        """The same of a function that says something of a label in an Answer: in this one."""
        return self._kept(say, label, label, self)

    def _kept(self, function, known_by, *arguments):
        # Not known by the answer itself: it would have a hold of itself, and stay in memory.
        key = function, known_by
        if key not in self._known:
            self._known[key] = function(*arguments)
        return self._known[key]


class AnswerField(serializers.Field):
    """A field that says something of a whole record, by what its answer knows."""

    def __init__(self, **kwargs):
        super().__init__(source="*", read_only=True, **kwargs)

    def say(self, record, answer):
        """What it says of a record in an Answer."""
        raise NotImplementedError

    def to_representation(self, record):
        return self.say(record, Answer(root_of(self.context["request"])))


@extend_schema_field(OpenApiTypes.URI)
class Address(AnswerField):
    """An address that follows from a record."""

    def say(self, record, answer):
        return answer.root + self.path(record)

    def path(self, record):
        """The address without scheme and host."""
        raise NotImplementedError


class ApiUrl(Address):
    """The address of a record in the API: `ApiUrl("themes")`, `ApiUrl("countries", "iso3")`."""

    def __init__(self, collection, lookup="slug"):
        self.collection, self.lookup = collection, lookup
        super().__init__(help_text="The record's address in this API.")

    @cached_property
    def list_path(self):
        return reverse(f"api:{self.collection}-list")

    def path(self, record):
        return f"{self.list_path}{getattr(record, self.lookup)}/"


class PageUrl(Address):
    """The address of a record's page."""

    def __init__(self):
        super().__init__(help_text="The record's page, for people.")

    def path(self, record):
        return record.get_absolute_url()


class ListAddress(Address):
    """The address of a list, asked about one record: `ListAddress("replications", "theme")`."""

    def __init__(self, collection, parameter, lookup="slug"):
        self.collection, self.parameter, self.lookup = collection, parameter, lookup
        super().__init__()

    def path(self, record):
        address = reverse(f"api:{self.collection}-list")
        return f"{address}?{self.parameter}={getattr(record, self.lookup)}"
