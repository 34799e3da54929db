"""Replications in the API: who took up what from whom."""

from core.api.pagination import Pagination, page_schema
from core.api.viewsets import RecordViewSet
from initiatives.api.claims import ReplicationSerializer
from initiatives.api.understood import UNDERSTOOD_SCHEMA, in_full
from initiatives.models import Replication
from initiatives.records.claims import REPLICATIONS
from initiatives.search.filters import ReplicationFilter


class ReplicationPagination(Pagination):
    """Pages of replications, which say how the words of the question were understood."""

    def get_paginated_response_schema(self, schema):
        return page_schema(schema, understood=UNDERSTOOD_SCHEMA)


class ReplicationViewSet(RecordViewSet):
    """Who took up what from whom, learnt from it or wants it; the newest first.

    A replication is known by its id, which stays when what it says is corrected.
    """

    lookup_field = "public_id"
    lookup_value_regex = "[0-9A-Fa-f]{12}"

    queryset = Replication.objects.public()
    reader = REPLICATIONS
    pagination_class = ReplicationPagination
    serializer_class = ReplicationSerializer
    filterset_class = ReplicationFilter

    def records_of(self, found):
        return found

    def page_of(self, found):
        response = super().page_of(found)
        if understood := self.filterset.understood:
            response.data["understood"] = in_full(understood, found.count(), understood.notes)
        return response

    @staticmethod
    def name_of(data):
        ends = f"{data['from_country']['name']} to {data['to_country']['name']}"
        return f"{data['initiative']['title']}, from {ends}"
