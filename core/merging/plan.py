"""What will be done when one record goes into another, before any of it is done."""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property

from core.merging.columns import Column, columns_to


@dataclass(frozen=True)
class Step:
    """What becomes of the rows that name the record that goes by one column.

    keys: of them all. equal: of those that say what a row of the other says, with that one's key;
    alike: of those that cannot stand beside a row of the other, which differs. parts: Plans for the
    records among them that are the same as one of the other's.
    """

    column: Column
    keys: tuple
    equal: dict
    alike: dict
    parts: tuple = ()


@dataclass
class Plan:
    """That one record goes into another of its kind, which stays."""

    goes: object
    stays: object
    steps: list = field(default_factory=list)

    @classmethod
    def of(cls, goes, stays):
        """The Plan as things are now."""
        plan = cls(goes, stays)
        for column in columns_to(type(goes)):
            keys = tuple(column.of(goes).values_list("pk", flat=True))
            if not keys:
                continue
            equal = column.equal(goes, stays)
            alike = column.alike(goes, stays) if column.has_rows else {}
            alike = {key: other for key, other in alike.items() if key not in equal}
            parts = ()
            if column.has_parts:
                parts, equal = parts_that_fit(column.model, equal), {}
            plan.steps.append(Step(column, keys, equal, alike, parts))
        return plan

    @property
    def columns(self):
        """All Columns by which such records are named."""
        return columns_to(type(self.stays))

    @property
    def own(self):
        """The Steps with what belongs to the record."""
        return [step for step in self.steps if step.column.is_own]

    @property
    def uses(self):
        """The Steps with what others say of it."""
        return [step for step in self.steps if not step.column.is_own]

    @cached_property
    def content(self):
        """All that it says, as plain values."""
        return [
            (
                str(step.column.field),
                step.keys,
                sorted(step.equal.items()),
                sorted(step.alike.items()),
                [(plan.goes.pk, plan.stays.pk, plan.content) for plan in step.parts],
            )
            for step in self.steps
        ]

    @property
    def mark(self):
        """A short text that is another one where anything else would be done."""
        said = repr((self.goes.pk, self.stays.pk, self.content))
        return hashlib.blake2b(said.encode(), digest_size=12).hexdigest()


def parts_that_fit(model, pairs):
    """Plans for the pairs of parts, by their keys, that become one without a question."""
    parts = model._base_manager.in_bulk({*pairs, *pairs.values()})
    plans, taken = [], set()
    for key, other in pairs.items():
        plan = Plan.of(parts[key], parts[other])
        if other not in taken and not any(step.alike for step in plan.steps):
            plans.append(plan)
            taken.add(other)
    return tuple(plans)
