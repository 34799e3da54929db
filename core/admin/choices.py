"""Choices of related records: by autocomplete, and without a query for each row."""

from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)

from core.models.naming import Named
from core.models.publication import Publishable

TO_CHOOSE = "Select value"  # as unfold says it where a field may stay empty


class KnownChoices:
    """A mixin for autocompletes: shows what is chosen, from `known` if the records are there.

    Django's own asks the database in every row, and breaks on what is no number.
    """

    known = {}  # records by the text of their id

    def optgroups(self, name, value, attr=None):
        keys = [key for key in map(str, value) if key.isascii() and key.isdigit()]
        chosen = self.known
        if not set(keys) <= chosen.keys():
            records = self.choices.queryset.filter(pk__in=keys)
            chosen = {str(record.pk): record for record in records}
        options = []
        if not (self.is_required or self.allow_multiple_selected):
            options.append(self.create_option(name, "", "", False, 0))
        for key, record in chosen.items():
            if key in keys:
                option = self.create_option(name, key, label_of(record), True, len(options))
                options.append(option)
        return [(None, options, 0)]


def label_of(record):
    """What a choice says of a record: its name, and its state where readers do not see it."""
    if isinstance(record, Publishable) and not record.is_published:
        return f"{record} ({record.get_publication_display().lower()})"
    return str(record)


def state_of(record):
    """Where a record stands on its way to the public, in words; nothing for what has no state."""
    return record.get_publication_display() if isinstance(record, Publishable) else ""


class Choice(KnownChoices, AutocompleteSelect):
    """One record."""


class Choices(KnownChoices, AutocompleteSelectMultiple):
    """Several records."""


class OffersChoices:
    """A mixin for admin classes: autocompletes that know, and no buttons beside a vocabulary.

    Texts are not cut while they are typed or pasted: the form says by how much they are too long.
    """

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = Choice(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = Choices(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        """Of what has to be chosen, nothing is chosen before somebody does."""
        if "choices" not in kwargs and not db_field.has_default():
            kwargs["choices"] = db_field.get_choices(blank_choice=[("", TO_CHOOSE)])
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        form_field = super().formfield_for_dbfield(db_field, request, **kwargs)
        is_vocabulary = db_field.is_relation and issubclass(db_field.related_model, Named)
        if is_vocabulary and form_field:
            form_field.widget = unwrapped(form_field.widget)
        if form_field and "maxlength" in form_field.widget.attrs:
            form_field.widget.attrs["data-most"] = form_field.widget.attrs.pop("maxlength")
        return form_field


def unwrapped(widget):
    """A choice without the buttons to add and change records beside it."""
    return widget.widget if isinstance(widget, RelatedFieldWidgetWrapper) else widget
