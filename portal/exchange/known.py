"""The records that references can name: those of the files in hand and those of the database."""

from difflib import get_close_matches
from functools import cached_property

from core.models.identity import FormerSlug
from portal.exchange.catalogue import FILES
from portal.exchange.keys import Children
from portal.exchange.values import MISSING, kind_of, shown

FEW = 30  # values of a vocabulary that a message can list
MANY = 5000  # values among which a like one is looked for


class Known:
    """What identifies records, by model and column; built once for a run."""

    def __init__(self, documents):
        """documents: lists of records as read, sound or not, by the name of their file."""
        self.documents = documents
        self._values = {}

    def values(self, model, by):
        """All values of a column that identifies records of a model."""
        if (model, by) not in self._values:
            values = set(model.objects.values_list(by, flat=True))
            for file in FILES:
                values.update(in_records(file.shape, self.documents.get(file.name, []), model, by))
            self._values[model, by] = values
        return self._values[model, by]

    @cached_property
    def former(self):
        """Present slugs by model name and former slug."""
        return {(former.kind, former.slug): former.current for former in FormerSlug.objects.all()}

    def clean(self, model, by, value, location):
        """The value if a record has it; otherwise MISSING, with a fault reported."""
        type_due = int if by == "number" else str
        if not isinstance(value, type_due) or isinstance(value, bool):
            due = "a whole number" if type_due is int else "a text"
            location.report(f"is {kind_of(value)}; {due} is due")
            return MISSING
        if value in self.values(model, by):
            return value
        location.report(self._missing(model, by, value))
        return MISSING

    def _missing(self, model, by, value):
        """That no record has the value, with what may be meant."""
        name = model._meta.verbose_name
        current = self.former.get((model._meta.model_name, value)) if by == "slug" else None
        if current:
            return f"{shown(value)} is a former slug of {shown(current)}; write that"
        values = self.values(model, by)
        text = f"{shown(value)} is no {name} of the files or the database"
        if len(values) <= FEW:
            return f"{text}; those are {', '.join(map(str, sorted(values)))}"
        if len(values) > MANY:
            return text
        alike = get_close_matches(str(value), map(str, values), n=1, cutoff=0.8)
        return f"{text}; {shown(alike[0])} is" if alike else text


def in_records(shape, records, model, by):
    """The values of a column in records of one shape and in the lists within them."""
    if not isinstance(records, list):
        return
    records = [record for record in records if isinstance(record, dict)]
    for key in shape.keys:
        if shape.model is model and key.column == by:
            for record in records:
                value = record.get(key.name)
                if isinstance(value, str | int):
                    yield value
        elif isinstance(key, Children):
            for record in records:
                yield from in_records(key.shape, record.get(key.name), model, by)
