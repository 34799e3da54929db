"""Numbers as people type them: read right where there is one way to read them, refused otherwise.

Half the world writes 12.5 as 12,5 and 1,250 as 1.250. A number input of a browser drops the signs
it does not know, and a wheel over it changes the number; so these are inputs of text.
`static/admin/desk.js` says beside the field how it will be read, by the same rules.
"""

import re
import unicodedata
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import DecimalField
from unfold.widgets import UnfoldAdminTextInputWidget

from core.amounts import grouped

BLANK = "[ \u00a0\u2009\u202f'\u2019]"  # what groups digits and means nothing else
WHOLE = rf"([0-9]+|[0-9]{{1,3}}(?:{BLANK}[0-9]{{3}})+)"
ONE_SIGN = re.compile(rf"{WHOLE}(?:[.,]([0-9]+))?")
GROUPED = (  # in threes by one sign, with decimals after the other
    re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]+))?"),
    re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})+)(?:,([0-9]+))?"),
)
TWO_WAYS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")


class Number(UnfoldAdminTextInputWidget):
    """An input of text for a number; telephones show digits for it."""

    def __init__(self, kind):
        mode = "numeric" if kind == "whole" else "decimal"
        super().__init__({"inputmode": mode, "autocomplete": "off", "data-number": kind})


class AmountField(forms.DecimalField):
    """An amount, which may be large and have decimals."""

    reading = None  # a sentence on how it was read, where that goes without saying for nobody
    shown = None  # what the form shows of the number that it holds already, and the number

    def to_python(self, value):
        if self.shown and value == self.shown[0]:
            return self.shown[1]
        if isinstance(value, str) and value.strip():
            read = plain_number(value, self.error_messages["invalid"])
            said, shown = value.strip(), grouped(Decimal(read))
            is_plain = "," not in said or said == shown  # as the desk itself writes it
            self.reading = None if is_plain else f"“{said}” was read as {shown}."
            value = read
        return super().to_python(value)

    def prepare_value(self, value):
        return grouped(value) if isinstance(value, Decimal) else value


class DegreesField(forms.FloatField):
    """A latitude or longitude: there are no thousands, so a comma begins the decimals."""

    def to_python(self, value):
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


def ungrouped(text):
    """A text that `grouped` gave, as any form reads it: there is one way to read 12500."""
    return text.replace(",", "")


def amounts_of(model):
    """The names of the fields of a model that hold amounts."""
    return {field.name for field in model._meta.fields if isinstance(field, DecimalField)}


def remember_shown(form):
    """Let a form read each amount that it shows as what it is, even where there are two ways."""
    for name, field in form.fields.items():
        if isinstance(field, AmountField):
            value = form.get_initial_for_field(field, name)
            if isinstance(value, Decimal):
                field.shown = (grouped(value), value)


def plain_number(text, refusal):
    """A typed number with a point before its decimals and nothing else; ValidationError if none."""
    typed = "".join(str(unicodedata.decimal(sign, sign)) for sign in text.strip())
    minus, body = ("-", typed[1:]) if typed[0] in "-\u2212" else ("", typed)
    if TWO_WAYS.fullmatch(body):
        whole, decimals = re.split("[.,]", body)
        raise ValidationError(
            f"“{text.strip()}” can be read in two ways. Write {minus}{whole}{decimals}, "
            f"or {minus}{whole}.{decimals[:2]} with one or two decimals."
        )
    for pattern in (ONE_SIGN, *GROUPED):
        if found := pattern.fullmatch(body):
            whole, decimals = found.groups()
            whole = re.sub("[^0-9]", "", whole)
            return f"{minus}{whole}.{decimals}" if decimals else f"{minus}{whole}"
    raise ValidationError(refusal, code="invalid")


def readings(form):
    """Sentences on how numbers of a form were read."""
    for name, field in form.fields.items():
        if getattr(field, "reading", None):
            yield f"{form[name].label}: {field.reading}"
