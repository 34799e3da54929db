"""Countries, regions and groups of countries in the API."""

from rest_framework import serializers

from core.api.fields import ApiUrl, HowMany, ListAddress, PageUrl, RecordSerializer, WebAddress
from core.api.viewsets import RecordViewSet
from initiatives.api.counts import InitiativeCount
from initiatives.api.references import CountryGroupReference, CountryReference, RegionReference
from initiatives.models import Country, CountryGroup, Region
from initiatives.records.places import (
    COUNTRIES,
    COUNTRIES_RELATED,
    COUNTRY_GROUPS,
    REGIONS,
    REGIONS_RELATED,
)
from initiatives.search.filters import CountryFilter, CountryGroupFilter

COUNTED = "Public initiatives that began or take place there, or are replicated from or to there."


class CountrySummarySerializer(RecordSerializer):
    """A country or territory as a list shows it."""

    names = serializers.DictField(
        child=serializers.CharField(), help_text="In French, Spanish, Portuguese and Arabic."
    )
    region = RegionReference(help_text="The smallest M49 region that holds it.")
    initiative_count = InitiativeCount("country", "iso3", help_text=COUNTED)
    api_url = ApiUrl("countries", "iso3")
    page_url = PageUrl()

    class Meta:
        model = Country
        fields = [
            "id",
            "iso3",
            "iso2",
            "m49",
            "name",
            "names",
            "aliases",
            "region",
            "lat",
            "lon",
            "initiative_count",
            "modified",
            "api_url",
            "page_url",
        ]


class CountryLists(serializers.Serializer):
    """The addresses of lists about a country."""

    initiatives = ListAddress("initiatives", "country", "iso3")
    replications_given = ListAddress("replications", "from_country", "iso3")
    replications_received = ListAddress("replications", "to_country", "iso3")
    organizations = ListAddress("organizations", "country", "iso3")
    forums = ListAddress("forums", "country", "iso3")


class CountrySerializer(CountrySummarySerializer):
    """A country or territory, its groups, and where to read what concerns it."""

    groups = CountryGroupReference(many=True)
    lists = CountryLists(source="*")

    class Meta:
        model = Country
        fields = [*CountrySummarySerializer.Meta.fields, "groups", "lists"]


class CountryViewSet(RecordViewSet):
    """Countries and territories, known by their ISO 3166 alpha-3 codes in capitals."""

    lookup_field = "iso3"
    lookup_value_regex = "[A-Za-z]{3}"
    proper = staticmethod(str.upper)
    queryset = Country.objects.all()
    reader = COUNTRIES
    related = COUNTRIES_RELATED
    serializer_class = CountrySummarySerializer
    detail_serializer_class = CountrySerializer
    filterset_class = CountryFilter


class RegionSummarySerializer(RecordSerializer):
    """A region of the UN's M49 standard as a list shows it."""

    names = serializers.DictField(child=serializers.CharField())
    parent = RegionReference(
        source="part_of", allow_null=True, help_text="The region that holds it."
    )
    initiative_count = InitiativeCount("region", help_text=COUNTED)
    api_url = ApiUrl("regions")

    class Meta:
        model = Region
        fields = [
            "id",
            "slug",
            "code",
            "name",
            "names",
            "parent",
            "initiative_count",
            "modified",
            "api_url",
        ]


class RegionLists(serializers.Serializer):
    """The addresses of lists about a region."""

    initiatives = ListAddress("initiatives", "region")
    countries = ListAddress("countries", "region")


class RegionSerializer(RegionSummarySerializer):
    """A region, the regions in it, and where to read what concerns it."""

    children = RegionReference(many=True)
    lists = RegionLists(source="*")

    class Meta:
        model = Region
        fields = [*RegionSummarySerializer.Meta.fields, "children", "lists"]


class RegionViewSet(RecordViewSet):
    """Regions of the UN's M49 standard, below the world."""

    queryset = Region.objects.filter(parent__isnull=False)
    reader = REGIONS
    related = REGIONS_RELATED
    serializer_class = RegionSummarySerializer
    detail_serializer_class = RegionSerializer


class CountryGroupSource(serializers.Serializer):
    """Where the members of a group were read."""

    title = serializers.CharField(source="source_title")
    url = WebAddress(source="source_url")


class CountryGroupSummarySerializer(RecordSerializer):
    """A group of countries as a list shows it."""

    names = serializers.DictField(child=serializers.CharField())
    member_count = HowMany(source="members")
    source = CountryGroupSource(source="*")
    initiative_count = InitiativeCount("group", help_text=COUNTED)
    api_url = ApiUrl("country-groups")

    class Meta:
        model = CountryGroup
        fields = [
            "id",
            "slug",
            "name",
            "names",
            "kind",
            "as_of",
            "note",
            "source",
            "member_count",
            "initiative_count",
            "modified",
            "api_url",
        ]


class CountryGroupLists(serializers.Serializer):
    """The addresses of lists about a group of countries."""

    initiatives = ListAddress("initiatives", "group")
    countries = ListAddress("countries", "group")


class CountryGroupSerializer(CountryGroupSummarySerializer):
    """A group of countries with its members."""

    members = CountryReference(many=True)
    lists = CountryGroupLists(source="*")

    class Meta:
        model = CountryGroup
        fields = [*CountryGroupSummarySerializer.Meta.fields, "members", "lists"]


class CountryGroupViewSet(RecordViewSet):
    """Countries that act or are counted together: least developed countries, g7+, PALOP ..."""

    queryset = CountryGroup.objects.all()
    reader = COUNTRY_GROUPS
    serializer_class = CountryGroupSummarySerializer
    detail_serializer_class = CountryGroupSerializer
    filterset_class = CountryGroupFilter
