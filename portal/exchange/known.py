"""The records that references can name: those of the files in hand and those of the database."""

from functools import cached_property

from core.models.identity import FormerSlug
from portal.exchange.catalogue import FILES
from portal.exchange.keys import Children
from portal.exchange.values import MISSING


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
        if isinstance(value, type_due) and not isinstance(value, bool):
            if value in self.values(model, by):
                return value
            current = self.former.get((model._meta.model_name, value)) if by == "slug" else None
            if current:
                location.report(location.words.former(value, current))
                return MISSING
        location.report(location.words.unknown(self, model, by, value))
        return MISSING


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
