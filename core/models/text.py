"""The rule for text (`core.text`) as a constraint of every table, and as a migration brings it."""

from functools import reduce
from operator import and_

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import migrations, models
from django.db.models import BooleanField, CheckConstraint, F, Func, Q
from django.utils.text import camel_case_to_spaces

from core import text

KINDS = {  # of columns, by the class of their field
    models.CharField: "lines",
    models.FileField: "lines",
    models.TextField: "prose",
    ArrayField: "lists",
}
RULES = {  # by kind: the function of the database that holds it
    "lines": "is_readable_line",
    "prose": "is_readable_prose",
    "lists": "is_readable_list",
}


class ReadableText(CheckConstraint):
    """That the texts of a record hold what `core.text` allows.

    lines: columns that hold one line each; prose: several lines; lists: a list of such.
    """

    def __init__(self, *, name, **columns):
        self.columns = columns
        conditions = (
            Q(Func(F(column), function=RULES[kind], output_field=BooleanField()))
            for kind, names in columns.items()
            for column in names
        )
        super().__init__(
            condition=reduce(and_, conditions),
            name=name,
            violation_error_message="A text is too long, or holds signs that nobody can read.",
        )

    def deconstruct(self):
        path = f"{type(self).__module__}.{type(self).__qualname__}"
        return path, (), {"name": self.name, **self.columns}

    def validate(self, model, instance, exclude=None, using=None):
        """Say beside each field what is wrong with it, without asking the database."""
        faults = {
            name: f"It {fault}."
            for name, kind in self.kinds()
            if name not in (exclude or ()) and (fault := fault_of(getattr(instance, name), kind))
        }
        if faults:
            raise ValidationError(faults)

    def kinds(self):
        """Pairs of a column and its kind."""
        return [(name, kind) for kind, names in self.columns.items() for name in names]


def fault_of(value, kind):
    """What is wrong with the value of a column, in words, or None."""
    if kind == "lists":
        return next(filter(None, (fault_of(one, "prose") for one in value)), None)
    return text.fault(str(value), is_line=kind == "lines")


def tidied(value, kind):
    """The value of a column without what the rule forbids; empty where nothing can be seen."""
    if kind == "lists":
        return [tidied(one, "prose") for one in value]
    tidy = text.tidied(str(value), is_line=kind == "lines")
    return tidy if text.VISIBLE.search(tidy) else ""


def readable_text(model):
    """The constraint for all texts of a model; None where it has none."""
    columns = {}
    for field in model._meta.local_concrete_fields:
        if not field.editable:
            continue
        for field_class, kind in KINDS.items():
            if isinstance(field, field_class):
                columns.setdefault(kind, []).append(field.attname)
    if not columns:
        return None
    name = camel_case_to_spaces(model.__name__).replace(" ", "_")
    return ReadableText(name=f"{name}_text_is_readable", **columns)


class KeepReadable(migrations.AddConstraint):
    """Tidy the texts that stand in a table, then hold them to the rule.

    Where nothing of a text can be seen it becomes an empty one; if another rule wants a text
    there, that rule refuses, and names the row.
    """

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = to_state.apps.get_model(app_label, self.model_name)
        records = model._base_manager.using(schema_editor.connection.alias)
        for record in records.exclude(self.constraint.condition):
            for name, kind in self.constraint.kinds():
                setattr(record, name, tidied(getattr(record, name), kind))
            record.save()
        super().database_forwards(app_label, schema_editor, from_state, to_state)
