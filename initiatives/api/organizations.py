"""Organizations in the API."""

from collections import defaultdict
from typing import NamedTuple

from rest_framework import serializers

from core.alphabet import Alphabetical
from core.api.fields import ApiUrl, PageUrl, RecordSerializer
from core.api.viewsets import RecordViewSet
from initiatives.api.references import (
    CountryReference,
    ForumReference,
    InitiativeReference,
    OrganizationKindReference,
    PartnerRoleReference,
    ResourceReference,
    SourceReference,
    row_of,
)
from initiatives.models import Organization, OrganizationLink, Partnership
from initiatives.records.organizations import ORGANIZATIONS, RELATED, with_counts
from initiatives.search.filters import OrganizationFilter


class OrganizationSummarySerializer(RecordSerializer):
    """An organization as a list shows it."""

    kind = OrganizationKindReference()
    country = CountryReference(
        allow_null=True, help_text="For national bodies and those tied to one host country."
    )
    initiative_count = serializers.IntegerField(help_text="Public initiatives it is a partner of.")
    api_url = ApiUrl("organizations")
    page_url = PageUrl()

    class Meta:
        model = Organization
        fields = [
            "id",
            "slug",
            "name",
            "acronym",
            "kind",
            "country",
            "summary",
            "url",
            "initiative_count",
            "modified",
            "api_url",
            "page_url",
        ]


class OrganizationLinkSerializer(RecordSerializer):
    """A channel of an organization's own."""

    class Meta:
        model = OrganizationLink
        fields = ["kind", "url"]


class InRole(NamedTuple):
    """What is told of a partnership: rows of the initiative and of the role."""

    initiative: tuple
    role: tuple


class PartnershipSerializer(RecordSerializer):
    """An initiative and what the organization does in it."""

    initiative = InitiativeReference()
    role = PartnerRoleReference()

    class Meta:
        model = Partnership
        fields = ["initiative", "role"]


class InRoles:
    """The public partnerships of organizations, of which one may have thousands."""

    def of_each(self, keys):
        """Those of the organizations with some keys, as InRoles, by these. One query."""
        initiative, role = (row_of(PartnershipSerializer().fields[name]) for name in InRole._fields)
        paths = [f"initiative__{name}" for name in initiative._fields]
        paths += [f"role__{name}" for name in role._fields]
        partnerships = Partnership.objects.filter(organization__in=keys).in_public_initiative()
        rows = partnerships.values_list("organization", *paths).order_by(
            Alphabetical("role__name"), Alphabetical("initiative__title"), "pk"
        )
        size = 1 + len(initiative._fields)
        found = defaultdict(list)
        for row in rows:
            in_role = InRole(initiative._make(row[1:size]), role._make(row[size:]))
            found[row[0]].append(in_role)
        return found


class OrganizationSerializer(OrganizationSummarySerializer):
    """All that is known of an organization."""

    links = OrganizationLinkSerializer(many=True)
    partnerships = PartnershipSerializer(many=True)
    publications = ResourceReference(
        many=True, source="documents", help_text="Documents it published."
    )
    forums_organized = ForumReference(many=True)
    sources = SourceReference(many=True)

    class Meta:
        model = Organization
        fields = [
            *OrganizationSummarySerializer.Meta.fields,
            "links",
            "partnerships",
            "publications",
            "forums_organized",
            "sources",
        ]


class OrganizationViewSet(RecordViewSet):
    """Partners, funders, publishers, organizers."""

    queryset = Organization.objects.published().with_initiative_counts()
    reader = ORGANIZATIONS
    related = RELATED | {"partnerships": InRoles()}
    complete = staticmethod(with_counts)
    serializer_class = OrganizationSummarySerializer
    detail_serializer_class = OrganizationSerializer
    filterset_class = OrganizationFilter
