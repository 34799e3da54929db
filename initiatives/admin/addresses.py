"""What has been found at the addresses of records: a filter of lists, and words for the form."""

from dataclasses import dataclass
from urllib.parse import quote

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from unfold.contrib.filters.admin import RadioFilter

from core.models import CheckedAddress
from core.publishing.addresses import DEAD_FORM, dead_form
from initiatives.links import address_columns

ARCHIVE = "https://web.archive.org/web"
DEAD = "dead"  # the value in the address of a list
STATES = {  # by that value: what a curator reads
    DEAD: "Nobody can open it",
    "failing": "It has failed, and may be dead",
    "unclear": "Cannot tell whether it answers",
    "moved": "It has moved",
}


def condition_of(model, state):
    """The condition that an address of a record, or of a row of it, was found like this."""
    found = Q(pk__in=[])
    for owner, field in address_columns():
        urls = Q(**{f"{field.name}__in": getattr(CheckedAddress.objects, state)().values("url")})
        if state == DEAD:
            urls |= Q(**{f"{field.name}__iregex": DEAD_FORM})
        if owner is model:
            found |= urls
        else:
            ways = [one.name for one in owner._meta.fields if one.related_model is model]
            for way in ways:
                found |= Q(pk__in=owner.objects.order_by().filter(urls).values(way))
    return found


class AddressFilter(RadioFilter):
    """Records by what was found when their addresses were asked."""

    title = "its address"
    parameter_name = "address"

    def lookups(self, request, model_admin):
        return list(STATES.items())

    def queryset(self, request, queryset):
        state = self.value()
        return queryset.filter(condition_of(queryset.model, state)) if state in STATES else queryset


@dataclass(frozen=True)
class Found:
    """What is known of the address of a source, in words for its form."""

    source: object
    checked: CheckedAddress | None

    @classmethod
    def of(cls, source):
        return cls(source, CheckedAddress.objects.filter(url=source.url).first())

    @property
    def sentences(self):
        """What was found, when, and what follows from it."""
        checked = self.checked
        if checked is None:
            return ["Nobody has asked yet whether its address answers. That is done every night."]
        if checked.dead_since:
            first = f"Nothing has answered at its address since {day(checked.dead_since)}."
            return [first, checked.said, self.last_answer, "Readers are told so."]
        if checked.outcome == "failed":
            said = f"Its address failed on {self.asked}."
            return [
                said,
                checked.said,
                self.last_answer,
                "It is dead after three such days of seven.",
            ]
        if checked.outcome == "unclear":
            said = f"On {self.asked} nobody could tell whether its address answers."
            return [said, checked.said, self.last_answer, "Open it yourself."]
        return [self.last_answer, checked.said]

    @property
    def asked(self):
        return day(timezone.localtime(self.checked.asked_at))

    @property
    def last_answer(self):
        if self.checked.answered_at is None:
            return "It has never answered."
        return f"It last answered on {day(timezone.localtime(self.checked.answered_at))}."

    @property
    def leads_to(self):
        return self.checked.leads_to if self.checked else ""

    @property
    def moved_to(self):
        return self.source.moved_to

    @property
    def archive_url(self):
        """Where the Internet Archive shows its copy that is nearest to the day of reading."""
        read = self.source.accessed_on
        when = f"{read:%Y%m%d}" if read else "*"
        return f"{ARCHIVE}/{when}/{quote(self.source.url, safe=':/?#[]@!$&()*+,;=%~')}"


def in_short(source, said):
    """What was found at the address of a source, for a line of a list. said: by who asked last."""
    if source.dead_since:
        return f"Dead since {day(source.dead_since)}. {said or ''}"
    if source.moved_to:
        return f"Moved to {source.moved_to}"
    return said or (dead_form(source.url) or "").capitalize()


def day(date):
    return date_format(date, "j F Y")
