"""What explains the fields of forms, beside them: longer than their guidance, and folded."""

from django.utils.safestring import mark_safe

_sources = []


def explains_fields(function):
    """A decorator: the function gives, by place, functions that give safe HTML.

    A place is a field, "initiative.summary", or all rows of a kind, "replication".
    """
    _sources.append(function)
    return function


def explain(context, model):
    """Put into the context of a form what explains its fields and rows, each once."""
    by_place = {place: made for source in _sources for place, made in source().items()}
    name = model._meta.model_name
    for field, form_field in context["adminform"].form.fields.items():
        if made := by_place.get(f"{name}.{field}"):
            # of our own templates, and what stands before it is of our own code
            form_field.help_text = mark_safe(f"{form_field.help_text}{made()}")  # noqa: S308
    for inline in context["inline_admin_formsets"]:
        rows = inline.opts.model._meta.model_name
        inline.explained = [
            made()
            for place, made in by_place.items()
            if place == rows or place.startswith(f"{rows}.")
        ]
