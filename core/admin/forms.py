"""Forms of the curators' desk: mistakes are shown where they can be mended."""

from django import forms
from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import UniqueConstraint
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.text import capfirst, slugify
from unfold.forms import AdminForm, PaginationInlineFormSet
from unfold.widgets import UnfoldAdminTextareaWidget

from core import text
from core.admin.choices import KnownChoices, unwrapped
from core.admin.columns import link_to
from core.admin.numbers import remember_shown
from core.history.tables import made
from core.models.history import EditedRow

MARKDOWN = "Markdown."  # what models tell programs; forms say it once, in words
LARGEST_PLACE = 32767  # of a PositiveSmallIntegerField


class TidyField(forms.CharField):
    """Prose. Signs that no text may hold (`core.text`) are left out of it, and noted.

    They come along when text is pasted, and who cannot see them cannot remove them.
    """

    is_line = False
    left_out = frozenset()

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.help_text = self.help_text.removesuffix(MARKDOWN).rstrip()

    def to_python(self, value):
        value = super().to_python(value)
        ends = "\r" if not self.is_line else ""
        self.left_out = set(text.forbidden(self.is_line).findall(value)) - set(ends)
        return text.tidied(value, is_line=self.is_line).strip()


class TidyLineField(TidyField):
    """A text of one line."""

    is_line = True


def left_out(form):
    """Sentences on the signs that were left out of the texts of a form."""
    for name, field in form.fields.items():
        signs = getattr(field, "left_out", ())
        if signs:
            named = " and ".join(sorted(map(text.named, signs)))
            yield f"{form[name].label} held {named}, which nobody can read: left out."


class LinesField(TidyField):
    """A list of texts, one on each line."""

    def __init__(self, *, base_field=None, max_length=None, **kwargs):
        kwargs.setdefault("widget", UnfoldAdminTextareaWidget(attrs={"rows": 4}))
        super().__init__(**kwargs)
        self.help_text = f"{self.help_text} One on each line.".strip()
        self.base_field = base_field

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        if isinstance(value, list):
            return value
        return [line.strip() for line in super().to_python(value).split("\n") if line.strip()]

    def run_validators(self, value):
        super().run_validators("\n".join(value))

    def validate(self, value):
        super().validate(value)
        for number, line in enumerate(value, 1):
            try:
                self.base_field.clean(line)
            except ValidationError as error:
                raise ValidationError(
                    [f"Line {number}: {message}" for message in error.messages]
                ) from error

    def has_changed(self, initial, data):
        try:
            return (initial or []) != self.to_python(data)
        except ValidationError:
            return True


class CountedOnce(AdminForm):
    """A form as a page shows it, whose errors are those of its fields.

    unfold adds those of the whole form to them, for the number on the tab.
    """

    @property
    def errors(self):
        return {name: texts for name, texts in super().errors.items() if name in self.form.fields}


def counted_once(shown):
    """The form of a page (AdminForm) as one that counts what is wrong with it once."""
    counted = CountedOnce(shown.form, shown.fieldsets, {}, shown.readonly_fields, shown.model_admin)
    counted.prepopulated_fields = shown.prepopulated_fields
    return counted


class ConstraintErrors:
    """A mixin for model forms that shows what a constraint says beside a field it is about."""

    def _update_errors(self, errors):
        placed = {}
        for name, field_errors in errors.update_error_dict({}).items():
            for error in map(self.with_the_other, field_errors):
                place = name if name in self.fields else self.field_of(error.message)
                place = getattr(error, "at", place)
                placed.setdefault(place or NON_FIELD_ERRORS, []).append(error)
        super()._update_errors(ValidationError(placed))

    def with_the_other(self, error):
        """The error, with a link to the record if another has what only one can have."""
        names = error.params and error.params.get("unique_check", ())
        if error.code != "unique" or len(names) != 1:
            return error
        (name,) = names
        others = self._meta.model._base_manager.exclude(pk=self.instance.pk)
        other = others.filter(**{name: getattr(self.instance, name)}).first()
        if other is None or not admin.site.is_registered(type(other)):
            return error
        noun = self._meta.model._meta.verbose_name
        called = self.called_the_same(other) if name == "slug" else None
        if called:
            text = "Another {} has this name already: {}. If yours is another one, give it another "
            text += "last part of the address."
            answer = ValidationError(format_html(text, noun, link_to(other)))
            answer.at = called
            return answer
        return ValidationError(format_html("Another {} has this already: {}", noun, link_to(other)))

    def called_the_same(self, other):
        """The field with the name that a new record shares with another one, or None.

        Its address was made of the name, and nobody has looked at it.
        """
        for name in ("name", "title"):
            mine = getattr(self.instance, name, "") if name in self.fields else ""
            if self.instance.pk is None and mine and slugify(mine) == slugify(getattr(other, name)):
                return name
        return None

    def field_of(self, message):
        """The last field on the form that the constraint with this message speaks of, or None."""
        for constraint in self._meta.model._meta.constraints:
            if constraint.violation_error_message == message:
                names = constrained_fields(constraint)
                return next((name for name in reversed(self.fields) if name in names), None)
        return None


def constrained_fields(constraint):
    """The names of the fields that a constraint compares."""
    if isinstance(constraint, UniqueConstraint):
        return set(constraint.fields)
    return constraint.condition.referenced_base_fields


class RecordForm(ConstraintErrors, forms.ModelForm):
    """A record's form. The admin class may set `refusals` (Problems) on it: why it is not saved."""

    refusals = ()
    fills_itself = {}  # by a field that a script fills in: the names of those that it is made of
    is_only_shown = False  # whether it is not to be saved, however right it is

    def is_valid(self):
        return super().is_valid() and not self.is_only_shown

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        remember_shown(self)
        for name, field in self.fields.items():
            widget, records = unwrapped(field.widget), self.initial.get(name)
            if isinstance(widget, KnownChoices) and isinstance(records, list):
                widget.known = {str(record.pk): record for record in records}

    def _clean_fields(self):
        """What scripts would have made of other fields is made of them, and asked of nobody."""
        sources = self.fills_itself
        for name in sources.keys() & self.fields.keys():
            self.fields[name].required = False
        super()._clean_fields()
        for name in sources.keys() & self.cleaned_data.keys():
            if not self.cleaned_data[name]:
                self.fill(name, " ".join(self.cleaned_data.get(one, "") for one in sources[name]))

    def fill(self, name, text):
        """Make the end of an address of a text; of nothing, of which it is said that it lacks."""
        field = self.fields[name]
        self.cleaned_data[name] = slugify(text)[: field.max_length].strip("-")
        if text and not self.cleaned_data[name]:
            self.add_error(name, field.error_messages["required"])

    def _post_clean(self):
        super()._post_clean()
        for refusal in self.refusals:
            self.add_error(refusal.field if refusal.field in self.fields else None, refusal.text)


def has_written(form, formsets):
    """Whether a form and its rows change what a record says, and not only where it stands."""
    changed = set(form.changed_data) - {"publication", "featured"}
    return bool(changed) or any(formset.has_changed() for formset in formsets)


class RowForm(ConstraintErrors, forms.ModelForm):
    """One row of an inline. Its place counts as a change only where the row stands already."""

    place = "position"  # the field that says where the row stands

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.place in self.fields:
            self.fields[self.place].required = False
        remember_shown(self)

    def has_changed(self):
        if self.instance.pk is None and self.changed_data == [self.place]:
            return False
        return super().has_changed()

    def _post_clean(self):
        """A stored row that nobody touched keeps its rules: to ask again takes seven queries."""
        if self.instance.pk is None or self.has_changed():
            super()._post_clean()

    def place_asked(self):
        """The place that the row asks for; new rows, which know none, come last."""
        place = self.cleaned_data.get(self.place)
        if place is None or (self.instance.pk is None and self.place not in self.changed_data):
            return LARGEST_PLACE
        return place

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | {self.place}


def says_the_same(form, row):
    """Whether a new row says what another does; its place is none of it."""
    apart = {"id", "public_id", form.place}
    return all(
        getattr(form.instance, field.attname) == getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in apart
    )


def table(model):
    return model._meta.db_table


class RowFormSet(PaginationInlineFormSet):
    """The rows of an inline: numbered in the order in which they stand, new ones last."""

    first_place = 0

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for name, field in form.fields.items():
            widget = unwrapped(field.widget)
            if isinstance(widget, KnownChoices):
                widget.known = self.chosen(name)
                column = self.relations.get(name)
                record = column and widget.known.get(str(getattr(form.instance, column)))
                if record:
                    setattr(form.instance, name, record)  # the title of the row may name it
            elif isinstance(field, forms.ModelChoiceField) and isinstance(widget, forms.Select):
                field.choices = self.offered(name, field)

    def offered(self, name, field):
        """What all rows offer to choose from in this field: one query for all rows."""
        if name not in self.offered_by_field:
            self.offered_by_field[name] = list(iter(field.choices))  # and no count first
        return self.offered_by_field[name]

    @cached_property
    def offered_by_field(self):
        return {}

    def rows(self):
        """The stored rows, with what their fields refer to: one query for each field."""
        for form in self.initial_forms:
            for name, field in form.fields.items():
                if isinstance(field, forms.ModelChoiceField) and name in self.relations:
                    key = str(getattr(form.instance, self.relations[name]))
                    if record := self.known(name).get(key):  # a choice just typed is not known
                        setattr(form.instance, name, record)
            yield form.instance

    def known(self, name):
        """The records that a field of the rows refers to, or offers, by their ids as texts."""
        if name in self.offered_by_field:
            offered = (value for value, _ in self.offered_by_field[name] if value)
            return {str(value): value.instance for value in offered}
        return self.chosen(name)

    @cached_property
    def relations(self):
        """The columns of the relations of a row to other records, by name."""
        fields = self.model._meta.concrete_fields
        names = {field.name: field.attname for field in fields if field.is_relation}
        return {name: column for name, column in names.items() if name != self.fk.name}

    def chosen(self, name):
        """The records that the stored rows refer to by this field: one query for all rows."""
        if name not in self.chosen_by_field:
            field = self.model._meta.get_field(name)
            keys = {getattr(row, field.attname) for row in self.get_queryset()} - {None}
            records = field.related_model._default_manager.in_bulk(keys)
            self.chosen_by_field[name] = {str(key): record for key, record in records.items()}
        return self.chosen_by_field[name]

    @cached_property
    def chosen_by_field(self):
        return {}

    def clean(self):
        super().clean()
        rows = [form for form in self.forms if self.stays(form)]
        if rows and rows[0].place in rows[0].fields:
            self.number(rows)

    def stays(self, form):
        """Whether the row will be there after saving."""
        if not form.is_valid() or self._should_delete_form(form):
            return False
        return form.instance.pk is not None or form.has_changed()

    def number(self, rows):
        """Give each row a place of its own; those whose places differ keep them."""
        order = sorted(enumerate(rows), key=lambda pair: (pair[1].place_asked(), pair[0]))
        place = self.first_place - 1
        for _, form in order:
            asked, name = form.place_asked(), form.place
            place = max(place + 1, asked) if asked <= LARGEST_PLACE - len(rows) else place + 1
            setattr(form.instance, name, place)
            form.cleaned_data[name] = place
            is_moved = form.instance.pk and place != form.initial.get(name)
            if is_moved and name not in form.changed_data:
                form.changed_data.append(name)

    def save_new(self, form, commit=True):
        """Save a new row. One that says what a removed one said is that one: it has its ids."""
        former = next((row for row in self.removed if says_the_same(form, row)), None)
        if former is not None:
            self.removed.remove(former)
            form.instance.pk = former.pk
            if hasattr(former, "public_id"):
                form.instance.public_id = former.public_id
        return super().save_new(form, commit)

    @cached_property
    def removed(self):
        """The rows of this kind that the record once had, as they were, and has no more."""
        owner = self.instance
        rows = EditedRow.objects.of(owner._meta.model_name, owner.pk).deletions()
        rows = [made(self.model, row.before) for row in rows.filter(table_name=table(self.model))]
        there = self.model._base_manager.filter(pk__in=[row.pk for row in rows])
        stays = set(there.values_list("pk", flat=True)) if rows else ()
        return [row for row in reversed(rows) if row.pk not in stays]

    def get_unique_error_message(self, unique_check):
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, UniqueConstraint) and constraint.fields == unique_check:
                return capfirst(constraint.violation_error_message)
        return super().get_unique_error_message(unique_check)
