"""What becomes of answers: the last state of each address, in its table."""

from collections import Counter
from copy import copy
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from core.links.outcome import Outcome
from core.models.links import CheckedAddress

AT_ONCE = 50
ALONE = "Nobody else answered either: perhaps nothing can be reached from here."
COLUMNS = ["outcome", "said", "asked_at", "answered_at", "failed_at", "dead_since"]
COLUMNS += ["leads_to", "is_moved"]


@dataclass(frozen=True)
class Noted:
    """An address as it stands now, and as it stood before; None where it is new."""

    now: CheckedAddress
    before: CheckedAddress | None

    @property
    def died(self):
        return bool(self.now.dead_since) and not (self.before and self.before.dead_since)

    @property
    def revived(self):
        return bool(self.before and self.before.dead_since) and not self.now.dead_since

    @property
    def moved(self):
        return self.now.moved_to not in ("", self.before and self.before.moved_to)


class Notes:
    """Takes answers and writes them some at a time, so that whoever breaks off loses none.

    then: told of each list of Noted, in the same transaction. counts: how many were of which sort.
    """

    def __init__(self, then):
        self.then = then
        self.waiting, self.doubtful = [], []
        self.has_heard = False  # whether anybody has answered: else the fault is ours
        self.counts = Counter()

    def take(self, address, answer):
        """Note an Answer, now or a little later."""
        if answer.is_told_by_it and not self.has_heard:
            self.has_heard = True
            self.waiting += self.doubtful
            self.doubtful = []
        doubtful = answer.outcome == Outcome.FAILED and not self.has_heard
        (self.doubtful if doubtful else self.waiting).append((address, answer))
        if len(self.waiting) >= AT_ONCE:
            self.write()

    def close(self):
        """Write what is left. Where nobody has answered at all, nobody is said to have failed."""
        self.waiting += [
            (address, replace(answer, outcome=Outcome.UNCLEAR, said=ALONE))
            for address, answer in self.doubtful
        ]
        self.doubtful = []
        self.write()

    def write(self):
        """Write what waits."""
        for start in range(0, len(self.waiting), AT_ONCE):
            self.write_some(dict(self.waiting[start : start + AT_ONCE]))
        self.waiting = []

    def write_some(self, answers):
        now = timezone.now()
        with transaction.atomic():
            known = CheckedAddress.objects.select_for_update().in_bulk(answers, field_name="url")
            noted = []
            for url, answer in answers.items():
                checked = copy(known[url]) if url in known else CheckedAddress(url=url)
                checked.take(answer, now)
                noted.append(Noted(checked, known.get(url)))
            CheckedAddress.objects.bulk_create(
                [one.now for one in noted],
                update_conflicts=True,
                unique_fields=["url"],
                update_fields=COLUMNS,
            )
            self.then(noted)
        for one in noted:
            self.counts[one.now.outcome] += 1
            self.counts.update(name for name in ("died", "revived", "moved") if getattr(one, name))
