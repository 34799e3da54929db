"""The time that a report is about: a year, a quarter, twelve months, or from day to day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django import forms
from django.utils import timezone

DAY = timedelta(days=1)
FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)  # between these, a report is about something
YEARS, QUARTERS = 5, 8  # that are offered
MONTHLY = 36  # months that are told one by one; of more, years are
LAST_MONTHS = "months"


@dataclass(frozen=True)
class Period:
    """From a first to a last day, both included. query: what asks for it in an address."""

    first: date
    last: date
    name: str
    query: str

    @property
    def begins(self):
        return datetime(self.first.year, self.first.month, self.first.day, tzinfo=UTC)

    @property
    def ends(self):
        """The moment at which it is over."""
        return datetime(self.last.year, self.last.month, self.last.day, tzinfo=UTC) + DAY

    @property
    def days(self):
        return f"{in_words(self.first)} to {in_words(self.last)}"

    @property
    def is_monthly(self):
        """Whether it is told month by month, else year by year."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        return months < MONTHLY

    @property
    def step(self):
        return "month" if self.is_monthly else "year"

    def steps(self):
        """Pairs of the first day of each month or year that has begun, and what it is called."""
        last = min(self.last, timezone.localdate())
        day = self.first.replace(day=1) if self.is_monthly else self.first.replace(month=1, day=1)
        while day <= last:
            yield day, f"{day:%B %Y}" if self.is_monthly else str(day.year)
            month = (day + 31 * DAY).replace(day=1)
            day = month if self.is_monthly else day.replace(year=day.year + 1)

    def holds(self):
        """The filter of a moment that lies within it: to be put behind the name of a field."""
        return self.begins, self.ends - timedelta(microseconds=1)


def in_words(day):
    """A day as a report has it: 1 March 2026."""
    return f"{day.day} {day:%B %Y}"


def last_months(today):
    """The month that has begun, and the eleven before it."""
    first = date(today.year - 1, today.month, 1)
    first = (first + 31 * DAY).replace(day=1)
    return Period(first, today, "The last twelve months", f"period={LAST_MONTHS}")


def year(number):
    name = str(number)
    return Period(date(number, 1, 1), date(number, 12, 31), name, f"period={name}")


def quarter(number, part):
    first = date(number, 3 * part - 2, 1)
    last = (first + 95 * DAY).replace(day=1) - DAY
    return Period(first, last, f"Quarter {part} of {number}", f"period={number}-Q{part}")


def offered(today):
    """The periods that can be chosen, by what stands for each in an address."""
    periods = [last_months(today), *(year(today.year - ago) for ago in range(YEARS))]
    now = today.year * 4 + (today.month - 1) // 3
    periods += [quarter((now - ago) // 4, (now - ago) % 4 + 1) for ago in range(QUARTERS)]
    return {period.query.removeprefix("period="): period for period in periods}


class PeriodForm(forms.Form):
    """Which time a report is about. Days count before a period that is chosen by its name."""

    period = forms.ChoiceField(label="Period", required=False)

    def __init__(self, data):
        super().__init__(data)
        self.today = timezone.localdate()
        self.offered = offered(self.today)
        self.fields["period"].choices = [(key, one.name) for key, one in self.offered.items()]
        for name, label in (("from", "From (a day)"), ("to", "To")):
            self.fields[name] = forms.DateField(
                label=label,
                required=False,
                input_formats=["%Y-%m-%d"],
                widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
                error_messages={"invalid": "Write a day as 2026-03-01."},
            )

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("from"), cleaned.get("to")
        for name, day in (("from", first), ("to", last)):
            if day and not FIRST <= day <= LAST:
                self.add_error(name, f"Give a day between {FIRST} and {LAST}.")
        if first and last and first > last:
            self.add_error("to", "It ends before it begins.")
        return cleaned

    @property
    def chosen(self):
        """The Period; None where its days are none.

        That of the last twelve months where no days are given and no period is known.
        """
        usual = self.offered[LAST_MONTHS]
        if not self.is_valid():
            return None if self.errors.keys() & {"from", "to"} else usual
        first, last = self.cleaned_data["from"], self.cleaned_data["to"]
        if first or last:
            first = first or FIRST
            last = last or max(self.today, first)
            name = f"{in_words(first)} to {in_words(last)}"
            return Period(first, last, name, f"from={first}&to={last}")
        return self.offered.get(self.cleaned_data["period"], usual)
