"""The kinds of value that a file can hold: what each allows, and how the database keeps it.

A value's `clean` returns what the database keeps, or reports a fault and returns MISSING;
`plain` is the way back.
"""

import datetime
import math
import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from core import text
from core.dates import FIRST_YEAR, LAST_YEAR, validate_partial_date
from core.models.identity import SLUG, SLUG_LENGTH

MISSING = object()  # a value that is not there, or is not sound
SHOWN = 60  # characters of a faulty value that a message repeats
DIGITS = 15  # what every JSON reader keeps of a number


def shown(value):
    """A faulty value as a message repeats it, in JSON's words."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal | int):
        return str(value)[:SHOWN]
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= SHOWN else f'"{value[:SHOWN]}…"'
    return kind_of(value)


def kind_of(value):
    """What a value is, in words."""
    if value is None:
        return "null"
    kinds = {bool: "true or false", str: "a text", dict: "an object", list: "a list"}
    kinds |= {int: "a whole number", Decimal: "a decimal number"}
    return next(word for kind, word in kinds.items() if isinstance(value, kind))


class Value:
    """A value of one type; `due` says in words what is allowed."""

    type = str
    due = "a text"

    def clean(self, value, location):
        """What the database keeps of a value; MISSING, with a fault reported, if it is unsound."""
        if value is None:
            location.report(f"is null; leave the key out, or give {self.due}")
            return MISSING
        if not isinstance(value, self.type) or (isinstance(value, bool) and self.type is not bool):
            location.report(f"is {self._described(value)}; {self.due} is due")
            return MISSING
        fault = self.fault(value)
        if fault:
            location.report(fault)
            return MISSING
        return self.kept(value)

    def fault(self, value):
        """What is wrong with a value of the right type, or None."""
        return None if self.allows(value) else f"{shown(value)} is not {self.due}"

    def allows(self, value):
        """Whether a value of the right type is one of those allowed."""
        return True

    def kept(self, value):
        """A sound value as the database keeps it."""
        return value

    def plain(self, value):
        """A value of the database as JSON writes it."""
        return value

    @staticmethod
    def _described(value):
        number = isinstance(value, bool | int | Decimal)
        return f"{kind_of(value)} ({shown(value)})" if number else kind_of(value)


def is_valid(value, validator):
    """Whether one of Django's validators lets a value pass."""
    try:
        validator(value)
    except ValidationError:
        return False
    return True


class Line(Value):
    """A text of one line, not empty, without blanks at either end."""

    due = "a text of one line"
    paragraphs = False

    def __init__(self, limit=None):
        self.limit = limit

    def fault(self, value):
        if not value.strip():
            return "is empty; leave the key out where nothing is known"
        if value != value.strip():
            return "begins or ends with a blank or line break; remove it"
        if "\n" in value and not self.paragraphs:
            return f"holds a line break; {self.due} is due"
        if self.limit and len(value) > self.limit and self.allows(value):
            return f"has {len(value)} characters; at most {self.limit} are allowed"
        return text.fault(value, is_line=not self.paragraphs) or super().fault(value)

    def plain(self, value):
        """The text without what forms let through and the format does not: blanks at its ends."""
        return text.tidied(value, is_line=not self.paragraphs).strip()


class Text(Line):
    """A text in which a blank line separates paragraphs."""

    due = "a text"
    paragraphs = True


class Slug(Line):
    """The identity of a record."""

    due = (
        f"lower-case letters and digits joined by single hyphens, at most {SLUG_LENGTH} characters"
    )

    def allows(self, value):
        return bool(re.fullmatch(SLUG, value)) and len(value) <= SLUG_LENGTH


class Pattern(Line):
    """A code of a fixed form."""

    def __init__(self, pattern, due):
        super().__init__()
        self.pattern = pattern
        self.due = due

    def allows(self, value):
        return bool(re.fullmatch(self.pattern, value, re.ASCII))


class Choice(Line):
    """One of a few words."""

    def __init__(self, choices):
        super().__init__()
        self.choices = [value for value, _ in choices]
        self.labels = [str(label) for _, label in choices]
        self.due = f"one of: {', '.join(self.choices)}"

    def allows(self, value):
        return value in self.choices

    def clean(self, value, location):
        if isinstance(value, str) and value.strip() and not self.allows(value):
            location.report(location.words.no_choice(self, value))
            return MISSING
        return super().clean(value, location)


class Truth(Value):
    """That something holds; where it does not, the key is left out."""

    type = bool
    due = "true; leave the key out where it does not hold"

    def allows(self, value):
        return value is True

    def plain(self, value):
        return value or None


class PartialDate(Line):
    """A day, a month or a year of the calendar."""

    due = "a day, month or year of the calendar such as 2014-11-19, 2014-11 or 2014"

    def allows(self, value):
        return value.isascii() and is_valid(value, validate_partial_date)


class Time(Line):
    """A time of day in minutes."""

    due = "a time of day such as 09:30"

    def allows(self, value):
        return bool(re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value, re.ASCII))

    def kept(self, value):
        return datetime.time.fromisoformat(value)

    def plain(self, value):
        return value.strftime("%H:%M")


class Address(Line):
    """An http or https address."""

    due = "an address that begins with http:// or https:// and names a host"

    def allows(self, value):
        validator = URLValidator(schemes=["http", "https"])
        return value.startswith(("http://", "https://")) and is_valid(value, validator)


class Ordinal(Line):
    """The number of an edition: "3rd" in files, 3 in the database."""

    due = 'an ordinal such as "1st", "2nd", "3rd" or "11th"'

    def allows(self, value):
        found = re.fullmatch(r"([1-9]\d{0,3})(st|nd|rd|th)", value, re.ASCII)
        return bool(found) and self.plain(int(found[1])) == value

    def kept(self, value):
        return int(value[:-2])

    def plain(self, value):
        teens = value % 100 in (11, 12, 13)
        return f"{value}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th')}"


class Whole(Value):
    """A whole number in a range."""

    type = int

    def __init__(self, low, high, due=None):
        self.low, self.high = low, high
        self.due = due or f"a whole number from {low} to {high}"

    def allows(self, value):
        return self.low <= value <= self.high


class Year(Whole):
    """A calendar year."""

    def __init__(self):
        super().__init__(FIRST_YEAR, LAST_YEAR, f"a year from {FIRST_YEAR} to {LAST_YEAR}")


class Number(Value):
    """The value of a figure, written out: 25000000, not 25 million."""

    type = (int, Decimal)
    due = f"a number with at most {DIGITS} digits, two of them behind the point"

    def allows(self, value):
        value = Decimal(value)
        if value.adjusted() >= DIGITS:  # before any arithmetic: an exponent may be of any size
            return False
        rounded = round(value, 2)
        return rounded == value and len(rounded.normalize().as_tuple().digits) <= DIGITS

    def kept(self, value):
        return Decimal(value)

    def plain(self, value):
        return int(value) if value == value.to_integral_value() else float(value)


class Degrees(Value):
    """A latitude or longitude."""

    type = (int, Decimal)

    def __init__(self, limit):
        self.limit = limit
        self.due = f"a number of degrees from -{limit} to {limit}"

    def allows(self, value):
        return -self.limit <= value <= self.limit

    def kept(self, value):
        return float(value)

    def plain(self, value):
        return int(value) if math.floor(value) == value else value
