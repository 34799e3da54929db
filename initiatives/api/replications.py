"""Replications in the API: who took up what from whom."""

from core.api.viewsets import RecordViewSet
from initiatives.api.claims import ReplicationSerializer
from initiatives.models import Replication
from initiatives.records.claims import REPLICATIONS
from initiatives.search.filters import ReplicationFilter


class ReplicationViewSet(RecordViewSet):
    """Who took up what from whom, learnt from it or wants it; the newest first.

    A replication is known by its id, which stays when what it says is corrected.
    """

    lookup_field = "public_id"
    lookup_value_regex = "[0-9A-Fa-f]{12}"

    queryset = Replication.objects.public()
    reader = REPLICATIONS
    serializer_class = ReplicationSerializer
    filterset_class = ReplicationFilter

    def records_of(self, found):
        return found

    @staticmethod
    def name_of(data):
        ends = f"{data['from_country']['name']} to {data['to_country']['name']}"
        return f"{data['initiative']['title']}, from {ends}"
