"""Replications in the API: who took up what from whom."""

from initiatives.api.claims import ReplicationSerializer
from initiatives.api.questions import ReplicationQuestions
from initiatives.api.records import ListViewSet
from initiatives.models import Replication


class ReplicationViewSet(ListViewSet):
    """Who took up what from whom, or would like to; the furthest come first.

    A replication has no address of its own: initiative, countries and stage identify it.
    """

    queryset = Replication.objects.public().for_lists()
    serializer_class = ReplicationSerializer
    filterset_class = ReplicationQuestions
