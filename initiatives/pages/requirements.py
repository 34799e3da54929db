"""What it takes to take an initiative up, part by part; what nobody has told is said as a gap."""

from dataclasses import dataclass

from initiatives.models import Initiative
from initiatives.pages.figures import costs_of

MONEY = "money_needed"
LABELS = {name: Initiative._meta.get_field(name).verbose_name for name in Initiative.REQUIREMENTS}
UNKNOWN = "not known"
NOT_APART = "not described separately"  # where what it takes is told in general, and may hold it


@dataclass(frozen=True)
class Requirement:
    """One part of what it takes.

    costs: rows of figures, of the part that tells of money; gap: what is said instead of a text.
    """

    label: str
    text: str
    costs: list
    gap: str

    @property
    def is_told(self):
        return bool(self.text or self.costs)


@dataclass(frozen=True)
class Requirements:
    """What it takes: general, a text; and every part, told or not."""

    general: str
    parts: list[Requirement]

    @property
    def told(self):
        return [part for part in self.parts if part.is_told]

    @property
    def missing(self):
        return [part for part in self.parts if not part.is_told]

    def __bool__(self):
        return bool(self.general or self.told)


def requirements_of(initiative):
    """The Requirements of an InitiativeRecord."""
    gap = NOT_APART if initiative.replicability else UNKNOWN
    costs = costs_of(initiative.figures)
    parts = [
        Requirement(label, getattr(initiative, name), costs if name == MONEY else [], gap)
        for name, label in LABELS.items()
    ]
    return Requirements(initiative.replicability, parts)
