"""What a guideline says, and which fields of the desk it explains."""

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.urls import reverse

from core.models.identity import NaturalKeyModel, SlugField, slug_is_wellformed
from portal.guidelines.passages import passages

APPS = ("initiatives", "forum")
LONGEST_TEXT = 12_000


def model_called(name):
    """The model of the catalogue with a name such as "initiative", or None."""
    found = (apps.get_app_config(app).models.get(name) for app in APPS)
    return next(filter(None, found), None)


def fault_of_place(place):
    """What is wrong with the name of a place at the desk, "initiative.summary", or None."""
    name, _, field = place.partition(".")
    model = model_called(name)
    if model is None:
        return f"There are no records called “{name}”."
    try:
        if field:
            model._meta.get_field(field)
    except FieldDoesNotExist:
        return f"“{name}” has no field “{field}”."
    return None


class Guideline(NaturalKeyModel):
    """How something is written here, for curators and for readers."""

    title = models.CharField(max_length=80, unique=True)
    slug = SlugField(help_text="It stays: the fields of the desk lead to it.")
    summary = models.CharField(max_length=200, help_text="What it answers, in one sentence.")
    body = models.TextField(
        "text",
        max_length=LONGEST_TEXT,
        help_text="A line that begins with ## is the heading of a passage. Markdown.",
    )
    explains = ArrayField(
        models.CharField(max_length=120),
        default=list,
        blank=True,
        help_text="The fields beside which the desk shows a passage: initiative.summary "
        "what-a-summary-says. First the field, or the name of rows alone; then the heading of the "
        "passage, in small letters with hyphens.",
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [slug_is_wellformed("guideline")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("guidelines:detail", args=[self.slug])

    def clean(self):
        """Refuse fields and passages that are not there, and two passages of one name."""
        super().clean()
        anchors = [one.anchor for one in passages(self.body or "")]
        faults = {}
        if "" in anchors or len(set(anchors)) < len(anchors):
            faults["body"] = "Each passage has a heading of its own."
        for line in self.explains or ():
            place, _, anchor = line.partition(" ")
            if fault := fault_of_place(place):
                faults["explains"] = fault
            elif anchor not in anchors:
                faults["explains"] = f"The text has no passage “{anchor}”."
        if faults:
            raise ValidationError(faults)

    @property
    def passages(self):
        """Its Passages."""
        return passages(self.body)


def explained():
    """By the name of a place at the desk, the guideline and the Passage that explain it."""
    found = {}
    for guideline in Guideline.objects.exclude(explains=[]):
        by_anchor = {one.anchor: one for one in guideline.passages}
        for line in guideline.explains:
            place, _, anchor = line.partition(" ")
            if anchor in by_anchor:
                found.setdefault(place, (guideline, by_anchor[anchor]))
    return found
