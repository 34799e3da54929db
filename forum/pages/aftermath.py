"""From the podium to the field: what is dated later of the initiatives that were shown.

Later, no more: that something came after a session does not say that it came of it.
"""

from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from core.records.reading import read_labels
from initiatives.models import Initiative, Replication
from initiatives.records.claims import REPLICATIONS, ReplicationRecord
from initiatives.records.labels import MilestoneLabel

SHOWN = 12  # of what came after, before the rest is folded


@dataclass(frozen=True)
class Later:
    """A replication or a milestone that is dated later. date: partial, ISO 8601."""

    date: str
    replication: ReplicationRecord | None = None
    milestone: MilestoneLabel | None = None

    @property
    def source(self):
        return (self.replication or self.milestone).source


class Aftermath:
    """What came after initiatives were shown, the oldest first.

    shown: the date of it, as exact as is known ("2014-11-19", "2014"), by the key of an initiative.
    """

    def __init__(self, shown):
        self.shown = shown

    @classmethod
    def of_sessions(cls, sessions):
        """After the forums of some SessionRecords; what several showed counts from the first."""
        shown = {}
        for session in sessions:
            date = session.forum.end_date or session.forum.start_date
            for initiative in session.initiatives:
                shown[initiative.pk] = min(shown.get(initiative.pk, date), date)
        return cls(shown)

    @cached_property
    def later(self):
        """All of it as Later. At most three queries."""
        if not self.shown:
            return []
        of_shown = {"initiative__in": list(self.shown)}
        dated = Replication.objects.public().beyond_wanting()
        dated = dated.filter(**of_shown, year__isnull=False)
        found = [
            Later(str(replication.year), replication=replication)
            for replication in REPLICATIONS.read(dated.order_by("year", "pk"))
            if self._is_later(replication.initiative, str(replication.year))
        ]
        milestones = Initiative.objects.related("milestones").public().filter(**of_shown)
        found += [
            Later(milestone.date, milestone=milestone)
            for milestone in read_labels(milestones.order_by("date", "pk"))
            if self._is_later(milestone.initiative, milestone.date)
        ]
        return sorted(found, key=attrgetter("date"))

    def _is_later(self, initiative, date):
        """Whether a date is later for certain: what is of the same year or month may be earlier."""
        shown = self.shown[initiative.pk]
        return date[: len(shown)] > shown

    @property
    def first(self):
        return self.later[:SHOWN]

    @property
    def rest(self):
        return self.later[SHOWN:]

    @cached_property
    def sources(self):
        """The sources of all of it, each once."""
        return list(dict.fromkeys(later.source for later in self.later))
