"""Columns of lists: counts that are one subquery each, and lead to what they count."""

from django.db.models import OuterRef
from django.urls import reverse
from django.utils.html import format_html

from core.models.expressions import how_many


def count_of(model, relation):
    """An annotation: how many rows, or other records, a record has by this relation."""
    return how_many(*related_rows(model, relation))


def related_rows(model, relation):
    """What a subquery on a record selects by this relation, and the name of the way back."""
    rows, name = rows_by(model, relation)
    return rows.filter(**{name: OuterRef("pk")}), name


def rows_by(model, relation):
    """All rows that a relation leads to, and the name of the way back to a record."""
    field = model._meta.get_field(relation)
    if field.concrete:  # many to many, seen from the side that declares it
        related, name = field.remote_field.through, field.m2m_field_name()
    else:
        related, name = field.related_model, field.field.name
    return related._default_manager.all(), name


def change_url(record):
    """Where the desk shows the record."""
    return page_url(record, "change")


def page_url(record, page):
    """Where the desk has a page about the record: "change", "delete", "history", "uses"."""
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}"
    return reverse(name, args=[record.pk])


def list_url(model, query=""):
    """Where the desk lists records of a model."""
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return f"{url}?{query}" if query else url


def link(text, url):
    return format_html('<a href="{}" class="text-link">{}</a>', url, text)


def link_to(record):
    """The record's name as a link to its page at the desk."""
    return link(record, change_url(record))


def linked(number, url):
    """A count as a link to what is counted; nought is plain, since it leads nowhere."""
    return link(number, url) if number else "0"
