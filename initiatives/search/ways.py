"""The ways of replications: which country took up how much from which other."""

from core.revision import cached_per_revision
from initiatives.models import Replication


@cached_per_revision
def all_ways():
    """The ways of all public replications, as the queryset counts them.

    Kept, because the home page and nearly every list of replications count the same: some
    thousands of short rows, in a third of the time of such a page.
    """
    return Replication.objects.public().ways()
