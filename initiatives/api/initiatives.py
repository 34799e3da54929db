"""Initiatives in the API: the list with its facets, and the whole record."""

from rest_framework.exceptions import ValidationError

from core.api.components import NAME
from core.api.described import names_of, written
from core.api.fields import ApiUrl, HowMany, PageUrl, RecordSerializer
from core.api.nearest import did_you_mean
from core.api.pagination import CURSOR, Pagination, page_schema
from core.api.viewsets import RecordViewSet
from core.search.full_text import is_one_of
from initiatives.api.claims import (
    FigureSerializer,
    InitiativeReplicationSerializer,
    MilestoneSerializer,
    PartnerSerializer,
    ReplySerializer,
)
from initiatives.api.references import (
    CountryReference,
    KindReference,
    ModalityReference,
    ResourceReference,
    SdgReference,
    SectorReference,
    SessionReference,
    SourceReference,
    ThemeReference,
)
from initiatives.api.understood import UNDERSTOOD_SCHEMA, WORDS_SCHEMA, in_full
from initiatives.models import Initiative
from initiatives.records import published_initiative, read_initiatives
from initiatives.records.initiatives import RELATED
from initiatives.search.answer import labelled_cards
from initiatives.search.facets import FACETS as BY_NAME
from initiatives.search.filters import InitiativeFilter
from initiatives.search.filters.initiatives import COUNTED

FACETS = "facets"
FACETS_PARAMETER = written(
    FACETS,
    f"^(yes|no|{names_of(BY_NAME)})?$",
    500,
    "Which facets are counted: `yes` for those that the page has, `no`, or names of parameters "
    "separated by commas. By default those of the page, and on the first page alone.",
)


class InitiativeSummarySerializer(RecordSerializer):
    """An initiative as a list shows it."""

    kind = KindReference()
    modalities = ModalityReference(many=True)
    themes = ThemeReference(many=True, help_text="The leading one first: the editors' reading.")
    sectors = SectorReference(
        many=True, help_text="Sectors of the economy, the leading one first: the editors' reading."
    )
    sdgs = SdgReference(many=True, help_text="The editors' reading.")
    origin_countries = CountryReference(many=True, help_text="Where the solution comes from.")
    participating_countries = CountryReference(
        many=True, help_text="Every country that takes part, those of origin included."
    )
    taken_up = HowMany(
        source="path.taken_up",
        help_text="How many countries adapt or run it, those apart where it began.",
    )
    learnt_from = HowMany(
        source="path.learnt_from",
        help_text="How many countries learnt from it and have not taken it up, those apart where "
        "it began: visits, training, missions.",
    )
    wanted = HowMany(
        source="path.wanted",
        help_text="How many countries have no more than said they want it, those apart where it "
        "began.",
    )
    api_url = ApiUrl("initiatives")
    page_url = PageUrl()

    class Meta:
        model = Initiative
        fields = [
            "id",
            "slug",
            "title",
            "acronym",
            "local_title",
            "kind",
            "summary",
            "start_year",
            "end_year",
            "status",
            "modalities",
            "themes",
            "sectors",
            "sdgs",
            "origin_countries",
            "participating_countries",
            "taken_up",
            "learnt_from",
            "wanted",
            "modified",
            "api_url",
            "page_url",
        ]


class InitiativeSerializer(InitiativeSummarySerializer):
    """All that is known of an initiative, each claim with its source. Texts are Markdown."""

    status_source = SourceReference(
        allow_null=True, help_text="The one that settles the status, where it was looked for."
    )
    partners = PartnerSerializer(many=True, source="partnerships")
    replications = InitiativeReplicationSerializer(many=True)
    figures = FigureSerializer(many=True)
    milestones = MilestoneSerializer(many=True)
    replies = ReplySerializer(many=True, help_text="Of ministries and organizations, in full.")
    resources = ResourceReference(many=True)
    sessions = SessionReference(many=True, help_text="Sessions of forums where it was shown.")
    sources = SourceReference(many=True, help_text="In the order of the page's footnotes.")

    class Meta:
        model = Initiative
        fields = [
            *InitiativeSummarySerializer.Meta.fields,
            "local_title_language",
            *Initiative.PROSE,
            "status_note",
            "status_source",
            "partners",
            "replications",
            "figures",
            "milestones",
            "replies",
            "resources",
            "sessions",
            "sources",
        ]


FACETS_SCHEMA = {
    "type": "object",
    "description": (
        "By parameter: what each value would find, under all parameters but this one; of `theme`, "
        "`sector` and `sdg`, unless `match=any` is asked for, together with the values chosen. "
        "Only on the first page, unless `facets` asks for them; left out with `facets=no`."
    ),
    "additionalProperties": {
        NAME: "Facet",
        "type": "object",
        "required": ["label", "values"],
        "properties": {
            "label": {"type": "string", "description": "What the facet is called."},
            "values": {
                "type": "array",
                "description": "Its values, in the order of the page.",
                "items": {
                    NAME: "FacetValue",
                    "type": "object",
                    "required": ["value", "label", "count", "selected"],
                    "properties": {
                        "value": {"type": "string", "description": "What stands in the address."},
                        "label": {"type": "string", "description": "What the value is called."},
                        "count": {"type": "integer", "description": "What it would find."},
                        "selected": {
                            "type": "boolean",
                            "description": "Whether the question asks for it.",
                        },
                    },
                },
            },
        },
    },
}


class FacetedPagination(Pagination):
    """Pages of the keys of a core.search.Results, which comes with its facets."""

    def in_order(self, results):
        return results.ids

    def get_paginated_response_schema(self, schema):
        return page_schema(
            schema, words=WORDS_SCHEMA, understood=UNDERSTOOD_SCHEMA, facets=FACETS_SCHEMA
        )


class InitiativeViewSet(RecordViewSet):
    """Initiatives, with all that is known of them.

    Different parameters narrow the question. Values of one parameter (repeat it) widen it; those of
    `theme`, `sector` and `sdg` narrow it, unless `match=any` asks for any of them. `facets` counts
    what each value would find: beside the chosen ones where they narrow, else in their place.
    """

    queryset = Initiative.objects.published()
    pagination_class = FacetedPagination
    serializer_class = InitiativeSummarySerializer
    detail_serializer_class = InitiativeSerializer
    filterset_class = InitiativeFilter

    related = RELATED

    def described_parameters(self):
        described = super().described_parameters()
        return described if self.detail else [*described, FACETS_PARAMETER]

    def record_of(self, key):
        return published_initiative(key)

    def records_with(self, keys):
        """The public initiatives with some keys, as far as they are asked for."""
        if not self.says_all:
            return labelled_cards(keys)
        records = read_initiatives(self.get_queryset().filter(is_one_of(keys)))
        found = {record.pk: record for record in records}
        return [found[key] for key in keys if key in found]

    def page_of(self, found):
        asked = facets_asked(self.request.query_params)
        page = self.paginate_queryset(found)
        response = self.get_paginated_response(self.said_of(self.records_with(page)))
        if matches := found.matches:
            understood = matches.understood
            response.data["words"] = {
                "searched_for": understood.searched_for,
                "did_you_mean": understood.offered,
                "notes": found.notes,
            }
            response.data["understood"] = in_full(understood, found.complete, found.notes)
        if asked:
            response.data[FACETS] = {
                facet.name: {
                    "label": facet.label,
                    "values": [
                        {
                            "value": value.value,
                            "label": value.label,
                            "count": value.count,
                            "selected": value.selected,
                        }
                        for value in values
                    ],
                }
                for facet, values in self.filterset.facets(asked)
            }
        return response


def facets_asked(query):
    """The names of the facets that an answer counts; ValidationError for what is none.

    Without the parameter those of the first page: they are the same on all others.
    """
    text = query.get(FACETS, "").strip()
    if text in ("", "yes", "no"):
        is_first = query.get("page") in (None, "", "1") and not query.get(CURSOR)
        return COUNTED if text == "yes" or (not text and is_first) else []
    names = [name.strip() for name in text.split(",")]
    if unknown := [name for name in names if name not in BY_NAME]:
        known = ["yes", "no", *BY_NAME]
        said = [f"Unknown value: {one[:60]!r}. {did_you_mean(one, known)}" for one in unknown]
        raise ValidationError({FACETS: said})
    return list(dict.fromkeys(names))
