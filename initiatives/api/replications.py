"""Replications in the API: who took up what from whom."""

from core.api.viewsets import ListViewSet
from initiatives.api.claims import ReplicationSerializer
from initiatives.models import Replication
from initiatives.search.filters import ReplicationFilter


class ReplicationViewSet(ListViewSet):
    """Who took up what from whom, or would like to; the furthest come first.

    A replication has no address of its own: initiative, countries and stage identify it.
    """

    queryset = Replication.objects.public().for_lists()
    serializer_class = ReplicationSerializer
    filterset_class = ReplicationFilter
