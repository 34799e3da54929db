"""The form fields of questions: words, and values of a facet."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.text import capfirst
from django_filters.fields import ChoiceField

from core import text
from core.models.identity import FormerSlug, ReservedSlug
from core.models.records import PublicRecord
from core.search.meant import Meant, unknown

LONGEST_TEXT = 200
UNREADABLE = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufffd-\uffff"
TEXT_PATTERN = f"^[^{UNREADABLE}]*$"
ADDRESS_PATTERN = rf"^https?://[^\s{UNREADABLE}]+$"
MOST_VALUES = 30  # of one facet; each link of a page carries them all
MOST_GUESSED = 3  # unknown values for which a known one is sought


class WordsField(forms.CharField):
    """What a reader typed into a search box."""

    def __init__(self, **kwargs):
        super().__init__(
            max_length=LONGEST_TEXT,
            error_messages={
                "max_length": f"Your search is too long: use at most {LONGEST_TEXT} characters.",
            },
            **kwargs,
        )

    def to_python(self, value):
        words = super().to_python(value)
        if sign := text.OF_PROSE.search(words):
            raise forms.ValidationError(f"{capfirst(text.named(sign[0]))} is not text.")
        return words


def present_slugs(kind, slugs):
    """By slugs that records of a kind once had, or that were merged: the slug to go on with."""
    renamed = FormerSlug.objects.present(kind, slugs)
    asked = [*slugs, *renamed.values()]
    merged = ReservedSlug.objects.successors(kind, asked)
    merged |= PublicRecord.objects.successors(kind, asked)
    steps = {slug: renamed.get(slug, slug) for slug in slugs}
    present = {slug: merged.get(step, step) for slug, step in steps.items()}
    return {slug: now for slug, now in present.items() if now != slug}


class AddressField(forms.CharField):
    """The whole address of a page elsewhere, as it stands."""

    def __init__(self, **kwargs):
        whole = RegexValidator(
            ADDRESS_PATTERN.replace("$", r"\Z"),
            "Give a whole address, as https://example.org/report.",
        )
        super().__init__(max_length=500, strip=False, validators=[whole], **kwargs)


class NamedChoiceField(ChoiceField):
    """One of a few values; another one is refused with those that there are."""

    def validate(self, value):
        forms.Field.validate(self, value)
        if value and not self.valid_value(value):
            known = [name for name, _ in self.choices if name]
            raise forms.ValidationError(unknown(value, known), code="invalid_choice")


class FacetField(forms.Field):
    """Values of one facet; a value that does not exist is refused, with what may be meant.

    known: gives the names of those of some values that exist, or of all values; parameter: the
    name under which they are asked for, where that is not the facet's. Once it is cleaned, `names`
    holds those of the values given, by value.
    """

    widget = forms.MultipleHiddenInput

    def __init__(self, facet, known, parameter="", **kwargs):
        self.facet = facet
        self.known = known
        self.parameter = parameter or facet.name
        self.names = {}
        super().__init__(**kwargs)

    def to_python(self, data):
        return list(dict.fromkeys(str(value).strip() for value in data or [] if str(value).strip()))

    def clean(self, data):
        values = self.to_python(data)
        looked_up = values[:MOST_VALUES]
        plain = [v for v in looked_up if v.isprintable() and len(v) <= LONGEST_TEXT]
        known = self.known(plain) if plain else {}
        former = [value for value in plain if value not in known]
        if former and self.facet.kind:
            present = present_slugs(self.facet.kind, former)
            known |= self.known(list(present.values())) if present else {}
            # Where a record is that is not public is nobody's business.
            public = {old: slug for old, slug in present.items() if slug in known}
            values = list(dict.fromkeys(public.get(value, value) for value in values))
            plain = [public.get(value, value) for value in plain]
        self.names = {value: known[value] for value in plain if value in known}
        if len(values) > MOST_VALUES:
            raise forms.ValidationError(
                f"At most {MOST_VALUES} values can be chosen.", code="too_many_values"
            )
        strange = [value for value in values if value not in known]
        if strange:
            raise forms.ValidationError(self.refused(strange), code="unknown_value")
        return values

    def refused(self, values):
        """What is said of each of some values that there are not."""
        meant = Meant(self.parameter, self.known())
        guessed = [meant.said_of(value) for value in values[:MOST_GUESSED]]
        return guessed + [f"Unknown value: {value[:60]!r}." for value in values[MOST_GUESSED:]]
