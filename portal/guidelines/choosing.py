"""Choosing which fields of the desk a guideline explains, and by which of its passages."""

from itertools import groupby

from django import forms
from django.apps import apps
from django.contrib import admin
from django.template.loader import render_to_string
from django.utils.text import capfirst
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminSelectWidget

from core.admin.forms import RecordForm
from core.admin.naming import label_of_field
from portal.guidelines.models import APPS
from portal.guidelines.passages import passages

NEW = (1, 2, 3)  # fields that can be added at once
NONE = ("", "---------")
BOTH = "Choose both: a field, and the passage that explains it."
HELP = (
    "Take the tick off what is not to be explained any more. A passage can be chosen as soon as it "
    "is saved."
)


def places():
    """Pairs of a place at the desk, "initiative.summary", and what people call it."""
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            name, noun = model._meta.model_name, capfirst(model._meta.verbose_name)
            if not admin.site.is_registered(model):
                yield name, f"{noun}: all rows"
            for field in [*model._meta.fields, *model._meta.many_to_many]:
                if field.editable and not field.primary_key:
                    yield f"{name}.{field.name}", f"{noun}: {label_of_field(model, field.name)}"


def in_groups():
    """The same as choices, by the kind of record."""
    pairs = sorted(places(), key=lambda pair: pair[1].partition(":")[0])
    groups = groupby(pairs, key=lambda pair: pair[1].partition(":")[0])
    return [NONE, *((noun, list(some)) for noun, some in groups)]


class ExplainedWidget(UnfoldAdminCheckboxSelectMultipleWidget):
    """A box for each field that is explained, and below them choices of further ones."""

    passages = ()  # of the guideline

    def optgroups(self, name, value, attrs=None):
        called = dict(places())
        self.choices = [(line, in_words(line, called)) for line in filter(None, value)]
        return super().optgroups(name, value, attrs)

    def render(self, name, value, attrs=None, renderer=None):
        anchors = [NONE, *((one.anchor, one.heading) for one in self.passages if one.anchor)]
        selects = {
            "field": UnfoldAdminSelectWidget(choices=in_groups()),
            "passage": UnfoldAdminSelectWidget(choices=anchors),
        }
        new = [
            {
                part: select.render(
                    key_of(name, part, number), "", {"id": f"id_{key_of(name, part, number)}"}
                )
                for part, select in selects.items()
            }
            | {"number": number}
            for number in NEW
        ]
        boxes = super().render(name, value, attrs, renderer)
        return render_to_string("admin/explained.html", {"boxes": boxes, "new": new, "name": name})

    def value_from_datadict(self, data, files, name):
        lines = list(super().value_from_datadict(data, files, name) or ())
        for number in NEW:
            chosen = [data.get(key_of(name, part, number), "") for part in ("field", "passage")]
            if any(chosen):
                lines.append(" ".join(chosen))
        return list(dict.fromkeys(lines))


def key_of(name, part, number):
    """How the form calls one of the choices of a further field."""
    return f"{name}-{part}-{number}"


def in_words(line, called):
    place, _, anchor = line.partition(" ")
    return f"{called.get(place, place)}, by “{capfirst(anchor.replace('-', ' '))}”"


class ExplainedField(forms.MultipleChoiceField):
    """Lines of a field and its passage, as a guideline keeps them; the model says which can be."""

    widget = ExplainedWidget

    def validate(self, value):
        if not all(all(line.partition(" ")[::2]) for line in value):
            raise forms.ValidationError(BOTH)


class GuidelineForm(RecordForm):
    """The form of a guideline."""

    explains = ExplainedField(required=False, label="Explains", help_text=HELP)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "explains" in self.fields:
            text = self.data.get("body", self.instance.body or "")
            self.fields["explains"].widget.passages = passages(text.replace("\r\n", "\n"))
