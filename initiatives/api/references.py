"""How one record names another: what identifies it, its name, where to read more."""

from collections import namedtuple

from rest_framework import serializers

from core.api.fields import ApiUrl, PublicId, WebAddress, WebAddressIfAny
from initiatives.models import Source

# What is said of a source.
TYPE = "What sort of evidence it is: the editors' reading."
COPY = "Whether the address is a copy on a document host, not the publisher's own."
READ = "When it was last read."
ARCHIVED = "A copy of it at the Internet Archive; empty where none is known."
DEAD = "Since when nothing answers at its address; null where something does, or nobody can tell."
TITLE_LANGUAGE = "Code of two letters, where the title is not in English; else empty."


def row_of(reference):
    """A type of rows with the fields of a record that a reference tells of.

    For lists that may have thousands: a reference says the same of a row as of the whole record.
    """
    return namedtuple("Row", [f.source for f in reference.fields.values() if f.source != "*"])


class Slugged(serializers.Serializer):
    """A record that is known by its slug and has a name."""

    slug = serializers.CharField()
    name = serializers.CharField()


class KindReference(Slugged):
    """A kind of initiative."""

    api_url = ApiUrl("kinds")


class ModalityReference(Slugged):
    """A way of cooperating."""

    api_url = ApiUrl("modalities")


class StageReference(Slugged):
    """How far a replication has come."""

    api_url = ApiUrl("stages")


class PartnerRoleReference(Slugged):
    """What a partner does."""

    api_url = ApiUrl("partner-roles")


class OrganizationKindReference(Slugged):
    """A kind of organization."""

    api_url = ApiUrl("organization-kinds")


class ThemeReference(Slugged):
    """A theme."""

    api_url = ApiUrl("themes")


class SectorReference(Slugged):
    """A sector of the economy."""

    api_url = ApiUrl("sectors")


class RegionReference(Slugged):
    """A region."""

    api_url = ApiUrl("regions")


class CountryGroupReference(Slugged):
    """A group of countries."""

    api_url = ApiUrl("country-groups")


class CountryReference(serializers.Serializer):
    """A country."""

    iso3 = serializers.CharField(help_text="ISO 3166 alpha-3 code.")
    name = serializers.CharField()
    api_url = ApiUrl("countries", "iso3")


class SdgReference(serializers.Serializer):
    """A Sustainable Development Goal."""

    number = serializers.IntegerField()
    name = serializers.CharField()
    api_url = ApiUrl("sdgs", "number")


class Called(serializers.Serializer):
    """A record with an address that may change, and a name."""

    id = PublicId()
    slug = serializers.CharField()
    name = serializers.CharField()


class OrganizationReference(Called):
    """An organization."""

    acronym = serializers.CharField()
    api_url = ApiUrl("organizations")


class Titled(serializers.Serializer):
    """A record with an address that may change, and a title."""

    id = PublicId()
    slug = serializers.CharField()
    title = serializers.CharField()


class InitiativeReference(Titled):
    """An initiative."""

    api_url = ApiUrl("initiatives")


class ResourceReference(Titled):
    """A document or page."""

    title_language = serializers.CharField(help_text=TITLE_LANGUAGE)
    kind = serializers.CharField()
    api_url = ApiUrl("resources")


class ForumReference(Titled):
    """A forum."""

    api_url = ApiUrl("forums")


class SessionReference(Titled):
    """A session of a forum."""

    forum = ForumReference()
    api_url = ApiUrl("sessions")


class PersonReference(Called):
    """Someone who had a public role at a forum."""

    api_url = ApiUrl("people")


class SourceReference(serializers.Serializer):
    """A source as it is cited."""

    id = PublicId()
    title = serializers.CharField()
    title_language = serializers.CharField(help_text=TITLE_LANGUAGE)
    publisher = serializers.CharField()
    year = serializers.IntegerField(allow_null=True, help_text="Year of publication.")
    url = WebAddress(help_text="Where it was read.")
    type = serializers.ChoiceField(Source.Type.choices, help_text=TYPE)
    copy = serializers.BooleanField(help_text=COPY)
    accessed_on = serializers.DateField(allow_null=True, help_text=READ)
    archived_url = WebAddressIfAny(help_text=ARCHIVED)
    dead_since = serializers.DateField(allow_null=True, help_text=DEAD)
    api_url = ApiUrl("sources", "public_id")
