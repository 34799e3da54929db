"""What a form showed when somebody opened it, and what its record holds now.

A browser sends every field of a form, touched or not. So the form carries a mark of each value that
it showed, and with it the server tells what was typed from what merely stood there.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.contrib.admin.utils import flatten_fieldsets
from django.core import signing
from django.forms import CheckboxInput, FileField
from django.utils import timezone

from core.admin.choices import unwrapped
from core.models.unsaved import name_of_form

SALT = "core.admin.opened"
PLACE = "position"  # of a row; it is not typed


@dataclass(frozen=True)
class Opened:
    """A form as it was shown: to whom, of which record in which version, with which values.

    It travels through a hidden field of the form, signed, so that it says what we said.
    """

    user: int | None = None
    name: str = ""
    version: str | None = None
    moment: str = ""
    fields: dict = field(default_factory=dict)  # marks by name
    rows: dict = field(default_factory=dict)  # marks by name, by the row's id, by prefix
    form: str = ""  # its name, as long as it is not saved

    @classmethod
    def read(cls, text):
        """What `str` wrote; a form that showed nothing to nobody if it is something else."""
        try:
            return cls(**signing.loads(text, salt=SALT))
        except signing.BadSignature:
            return cls()

    @classmethod
    def now(cls, request, name, version, values, form=""):
        """A form that shows these Values now; form: its name, if it has been shown before."""
        return cls(
            user=request.user.pk,
            name=name,
            version=version,
            moment=timezone.now().isoformat(),
            fields=marks(values.fields),
            rows={
                prefix: {str(key): marks(row) for key, row in rows.items()}
                for prefix, rows in values.rows.items()
            },
            form=form or name_of_form(),
        )

    def __str__(self):
        return signing.dumps(asdict(self), salt=SALT, compress=True)

    @property
    def at(self):
        """When it was shown."""
        return datetime.fromisoformat(self.moment)


@dataclass
class Values:
    """What a form sends if nobody touches it: texts by name, and so for each row."""

    fields: dict
    rows: dict  # by the row's id, by prefix

    @classmethod
    def of(cls, form, formsets):
        """Of a form and its rows that are not bound to anything sent."""
        return cls(
            texts_of(form),
            {
                formset.prefix: {
                    row.instance.pk: texts_of(row, but=(formset.fk.name, "id"))
                    for row in formset.initial_forms
                }
                for formset in formsets
            },
        )

    @classmethod
    def held(cls, desk, request, record):
        """Of a record as the database holds it now, in the form that this user has."""
        fields = flatten_fieldsets(desk.get_fieldsets(request, record))
        form = desk.get_form(request, record, change=True, fields=fields)(instance=record)
        formsets = [
            formset(
                instance=record,
                prefix=formset.get_default_prefix(),
                queryset=inline.get_queryset(request),
            )
            for formset, inline in desk.get_formsets_with_inlines(request, record)
        ]
        return cls.of(form, formsets)


def texts_of(form, but=()):
    """The texts that each field of a form would send, but for files and these."""
    return {
        name: sent_by(form[name])
        for name, form_field in form.fields.items()
        if name not in (*but, "DELETE") and not isinstance(form_field, FileField)
    }


def sent_by(bound):
    """The texts that a field would send as it stands, in a list."""
    widget, value = unwrapped(bound.field.widget), bound.value()
    if isinstance(widget, CheckboxInput):
        return ["on"] if widget.check_test(value) else []
    if getattr(widget, "allow_multiple_selected", False):
        return [str(one) for one in value or ()]
    shown = widget.format_value(value)
    if isinstance(shown, list):  # of a choice
        shown = shown[0] if shown else ""
    return ["" if shown is None else str(shown)]


def plain(texts):
    """Texts as they compare: with one kind of line end, in no order; an empty one is none."""
    return sorted(filter(None, (text.replace("\r\n", "\n").replace("\r", "\n") for text in texts)))


def mark(texts):
    """A short text that differs where the texts do."""
    content = json.dumps(plain(texts)).encode()
    return hashlib.blake2b(content, digest_size=6).hexdigest()


def marks(values):
    return {name: mark(texts) for name, texts in values.items()}
