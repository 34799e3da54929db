"""The list of proposals at the desk: its filters, and what stands in its columns."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from unfold.contrib.filters.admin import DropdownFilter

from portal.proposals.records import RECORDS

WEEK, MONTH = timedelta(days=7), timedelta(days=30)
AGES = {"week": ("More than a week", WEEK), "month": ("More than a month", MONTH)}


class About(DropdownFilter):
    """The proposals about one record; there only when the link beside its form leads here."""

    title = "the record that it is about"
    parameter_name = "about"

    def lookups(self, request, model_admin):
        value = request.GET.get(self.parameter_name)
        return [(value, value.replace("-", " "))] if self.record(value) else []

    def queryset(self, request, queryset):
        record = self.record(self.value())
        return queryset.about(*record) if record else queryset

    @staticmethod
    def record(value):
        """The kind and the public id that a value names, or None."""
        kind, _, public_id = (value or "").partition("-")
        return (kind, public_id) if kind in RECORDS and public_id.isalnum() else None


class WhoWorks(DropdownFilter):
    title = "who works on it"
    parameter_name = "who"

    def lookups(self, request, model_admin):
        return [("me", "I do"), ("nobody", "Nobody"), ("others", "Others")]

    def queryset(self, request, queryset):
        mine, nobody = Q(assigned_to=request.user), Q(assigned_to=None)
        conditions = {"me": mine, "nobody": nobody, "others": ~mine & ~nobody}
        return queryset.filter(conditions.get(self.value(), Q()))


class Waiting(DropdownFilter):
    title = "how long it has waited"
    parameter_name = "waiting"

    def lookups(self, request, model_admin):
        return [(name, text) for name, (text, _) in AGES.items()]

    def queryset(self, request, queryset):
        if self.value() not in AGES:
            return queryset
        return queryset.open().filter(created_at__lt=timezone.now() - AGES[self.value()][1])


def age_of(proposal):
    """How long a proposal has waited, as the colour of a label and in words; None once decided."""
    if not proposal.is_open:
        return None
    days = (timezone.now() - proposal.created_at).days
    tone = "danger" if days >= MONTH.days else "warning" if days >= WEEK.days else "new"
    return tone, "today" if days < 1 else f"{days} day{'' if days == 1 else 's'}"
