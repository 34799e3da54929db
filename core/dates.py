"""Dates as sources give them: a day, a month or only a year."""

import calendar
import datetime
import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Left, Length

FIRST_YEAR, LAST_YEAR = 1900, 2035  # of what a catalogue of today tells

PATTERN = r"^(19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"


def validate_partial_date(text):
    """Raise ValidationError unless text is a year, month or day (ISO 8601) of the calendar."""
    if re.fullmatch(PATTERN, text):
        try:
            first_day(text)
        except ValueError as error:
            raise ValidationError(f"{text} is not in the calendar.", code="invalid_date") from error
    else:
        raise ValidationError(
            "Write a year, a month or a day: 2014, 2014-11 or 2014-11-19.", code="invalid_date"
        )


def is_partial(text):
    """Whether text is a year, a month or a day of the calendar."""
    try:
        validate_partial_date(text)
    except ValidationError:
        return False
    return True


def first_day(text):
    """The first day that a partial date can mean, as datetime.date."""
    return datetime.date.fromisoformat((text + "-01-01")[:10])


def last_day(text):
    """The last day that a partial date can mean, as datetime.date."""
    if len(text) == len("2014-11-19"):
        return datetime.date.fromisoformat(text)
    year, month = int(text[:4]), int(text[5:7] or 12)
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


def readable(text):
    """A partial date in words: "19 November 2014", "November 2014" or "2014"."""
    if not text or len(text) == len("2014"):
        return text
    day = first_day(text)
    month = f"{calendar.month_name[day.month]} {day.year}"
    return month if len(text) == len("2014-11") else f"{day.day} {month}"


def readable_range(start, end):
    """Two partial dates as one phrase: "17 to 21 November 2014"; end may be empty."""
    if not end or end == start:
        return readable(start)
    first, last = readable(start).split(), readable(end).split()
    if len(first) == len(last):
        while len(first) > 1 and first[-1] == last[len(first) - 1]:
            first.pop()
    return f"{' '.join(first)} to {' '.join(last)}"


class PartialDateField(models.CharField):
    """A date of day, month or year precision, stored as ISO 8601 text, which sorts as dates do."""

    description = "Date of day, month or year precision"

    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = 10
        kwargs["db_collation"] = "C"
        super().__init__(*args, **kwargs)
        self.validators.append(validate_partial_date)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"], kwargs["db_collation"]
        return name, path, args, kwargs


def is_partial_date(field, *, name):
    """A check constraint: the column is empty or a partial date."""
    return models.CheckConstraint(
        condition=Q(**{field: ""}) | Q(**{f"{field}__regex": PATTERN}),
        name=name,
        violation_error_message="Write a year, a month or a day: 2014, 2014-11 or 2014-11-19.",
    )


def in_order(start, end, *, name):
    """A check constraint: end is empty or not before start, at the precision both have."""
    return models.CheckConstraint(
        condition=Q(**{end: ""}) | Q(partial_dates_ordered(start, end)),
        name=name,
        violation_error_message="The end lies before the start.",
    )


def partial_dates_ordered(start, end):
    """Compare two partial dates at the coarser of their precisions."""
    return models.lookups.GreaterThanOrEqual(Left(end, Length(start)), Left(start, Length(end)))
