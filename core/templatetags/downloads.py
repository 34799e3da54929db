"""What templates need to offer a list or a record as files."""

from typing import NamedTuple

from django import template

from core.downloads.offers import other_pages, pages

register = template.Library()


class File(NamedTuple):
    """One file: its address, and the Form that it has."""

    address: str
    form: object


def offered(context):
    """The page that is shown as one that can be taken away; None where it is none, or a draft."""
    request = getattr(context, "request", None)
    match = getattr(request, "resolver_match", None)
    if match is None or getattr(request, "preview", None) or getattr(request, "as_it_was", None):
        return None
    return pages.get(match.view_name)


def address_of(context, part, ending, query):
    """The address of a file of the page that is shown."""
    path = context.request.path.rstrip("/")
    part = f".{part}" if part else ""
    return f"{path}{part}.{ending}{'?' if query else ''}{query}"


def files(context, page, query=""):
    """The Files of the page that is shown; query: what its list is asked."""
    return [File(address_of(context, "", form.ending, query), form) for form in page.offer.forms]


@register.inclusion_tag("components/download_list.html", takes_context=True)
def download_list(context, query=""):
    """The button that offers a whole list; query: what it is asked."""
    page = offered(context)
    if page is None:
        return {}
    tables = [
        (table.title.lower(), address_of(context, table.name, "csv", query))
        for table in page.offer.tables[1:]
    ]
    schema = f"/{page.offer.name}.schema.json"
    columns = f"{context.request.path}columns.html{'?' if query else ''}{query}"
    return {
        "files": files(context, page, query),
        "tables": tables,
        "schema": schema,
        "columns": columns,
    }


@register.inclusion_tag("components/download_record.html", takes_context=True)
def download_record(context, record):
    """The files of a record, in a list of tools; nothing of one that is archived."""
    page = offered(context)
    if page is None or getattr(record, "archived", None):
        return {}
    return {"files": files(context, page)}


def other_files(context, query):
    """The Files of a page that shows no list and no record; query: its question."""
    match = getattr(context.request, "resolver_match", None)
    forms = other_pages.get(match.view_name, []) if match else []
    return {"files": [File(address_of(context, "", form.ending, query), form) for form in forms]}


@register.inclusion_tag("components/download_record.html", takes_context=True)
def download_page(context, query, what):
    """The files of a page that shows no list and no record, in a list of tools. what: it is."""
    return other_files(context, query) | {"what": what}


@register.inclusion_tag("components/alternates.html", takes_context=True)
def alternates_of_page(context, query):
    """In the head: the same, for programs."""
    return other_files(context, query)


@register.inclusion_tag("components/alternates.html", takes_context=True)
def alternates(context):
    """In the head: the same in other forms. A list is what its question finds."""
    page = offered(context)
    if page is None:
        return {}
    asked = context.get("search") or context.get("listing")
    if page.is_list and asked:
        query = asked.query if hasattr(asked, "query") else asked.filterset.query()
        return {"files": files(context, page, query)}
    record = context.get(page.offer.model._meta.model_name)
    if page.is_list or record is None or getattr(record, "archived", None):
        return {}
    return {"files": files(context, page)}
