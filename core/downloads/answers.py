"""Lists and records as files over HTTP, at the address of their page and an ending.

A question that is not understood is refused, as by the API: who keeps the address of a misspelt one
would else get everything, and never know.
"""

from functools import partial
from http import HTTPStatus
from typing import NamedTuple

from django.conf import settings
from django.db.models import Max
from django.http import Http404, HttpResponse
from django.urls import resolve
from django.utils import timezone
from django.views.decorators.http import require_safe
from rest_framework.exceptions import ValidationError

from core import revision
from core.api.choice import FIELDS, chosen_fields
from core.api.errors import Withdrawn, not_understood, problem_response
from core.api.explaining import sentence_of
from core.api.fields import root_of
from core.api.nearest import did_you_mean
from core.api.parameters import check_names, check_question
from core.api.renderers import JsonRenderer
from core.api.values import check_given_once, yes_or_no
from core.downloads import csv_file, geojson, json_lines, table_schema, workbook
from core.downloads.forms import FORMS, TABLES
from core.downloads.naming import called
from core.downloads.offers import BATCH, offers, page_at
from core.downloads.spool import file_answer
from core.models import PublicRecord
from core.web.addresses import current_address, public, withdrawn
from core.web.places import AGAIN, Busy, come_back, place

HXL, PAGE = "hxl", "page"
PARAMETERS = {"csv": (FIELDS, HXL), "xlsx": (FIELDS, HXL), "json": (FIELDS,), "jsonl": (FIELDS,)}
GIVEN_ONCE = {**PARAMETERS, **dict.fromkeys(TABLES, (HXL,))}  # a form names each column by itself
MOST_WITH_PARTS = 2_000  # records in a workbook with all tables: these take 2 ms for each
LICENCE = (
    "Wording: CC BY 4.0, https://creativecommons.org/licenses/by/4.0/ Facts belong to everyone, "
    "and sources keep their own rights."
)
SOURCES = (
    "Rows name the sources that they rest on, by their addresses or in tables of their own. What "
    "is called the editors' reading is their judgement."
)
LEFT_OUT = "Tables of parts: the list is too long. Take them as CSV, or ask for less."
HAS_ALL_PAGES = "A file has all pages of the list: leave this out."


class Asked(NamedTuple):
    """What is asked for.

    offer; table: of the offer; keys: of the records; name: of the file; page: the path of the page
    with its question; is_list: whether that is a list; question: what is asked, in words; request.
    """

    offer: object
    table: object
    keys: list
    name: str
    page: str
    is_list: bool
    question: str
    request: object


@revision.cached_per_revision
def last_change():
    """The day on which what readers see of the catalogue last changed."""
    known = PublicRecord.objects.aggregate(last=Max("modified"), gone=Max("withdrawn"))
    times = [time for time in known.values() if time]
    return timezone.localtime(max(times, default=timezone.now())).date()


@require_safe
def download(request, page, form, part=""):
    """The list or record whose page has this path, as a file; part: the name of a table."""
    offered = page_at(page)
    offer = offered.offer if offered else None
    if not offer or part not in offer.tables_by_name or not can_be(offer, form, part):
        raise Http404(nothing_like(offered, form))
    try:
        page_path = f"/{page}/"
        if offered.is_list:
            filterset = question_of(request, offer, form)
            query = filterset.query()
            page_path += f"?{query}" if query else ""
            keys, question = offer.keys(filterset), sentence_of(offer.title, filterset)
            name = called("-".join(filter(None, [offer.name, part])), query)
        else:
            check_names(request.GET, PARAMETERS.get(form, ()))
            match = resolve(f"/{page}/")
            keys = key_of_record(offered, match.kwargs)
            if not keys:
                return instead(request, offered, match.kwargs, form, part)
            question = f"The record at {root_of(request)}{page_path}"
            name = "-".join(filter(None, [offer.one, *match.kwargs.values(), part]))
        check_given_once(request.GET, GIVEN_ONCE.get(form, ()))
        table = offer.tables_by_name[part]
        is_list = offered.is_list
        asked = Asked(offer, table, keys, name, page_path, is_list, question, request)
        write = WRITERS[form](asked)
    except ValidationError as error:
        return not_understood(error)
    try:
        with place(len(keys) > BATCH):
            return file_answer(request, write, FORMS[form].content_type, headers_of(asked, form))
    except Busy:
        if "text/html" in request.META.get("HTTP_ACCEPT", ""):  # somebody has pressed a link
            return come_back(request)
        response = problem_response(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "Other long files are being made. Ask again soon.",
        )
        response.headers["Retry-After"] = str(AGAIN)
        return response


@require_safe
def schema(request, kind, part=""):
    """The Table Schema of a table; kind: the name of the Offer that has it."""
    if kind not in offers or part not in offers[kind].tables_by_name:
        raise Http404("No table has this address.")
    table = offers[kind].tables_by_name[part]
    body = JsonRenderer().render(table_schema.schema_of(table))
    return HttpResponse(body, content_type=table_schema.MEDIA_TYPE)


def can_be(offer, form, part):
    """Whether an offer can be in a form; part: the name of a table, which other forms lack."""
    return FORMS[form] in offer.forms and (form in TABLES or not part)


def nothing_like(offered, form):
    """Why there is no file at an address, as a sentence."""
    if not offered:
        return "No page that can be downloaded has this address."
    if form == "geojson":
        return "Nothing here has a place on a map."
    parts = ", ".join(table.name for table in offered.offer.tables if table.name)
    return f"There is no such table. Parts that are tables of their own: {parts or 'none'}."


def question_of(request, offer, form):
    """The question as a filterset; ValidationError for what is not understood of it."""
    if PAGE in request.GET:
        raise ValidationError({PAGE: [HAS_ALL_PAGES]})
    check_names(request.GET, [*offer.api.filterset_class.base_filters, *PARAMETERS.get(form, ())])
    filterset = offer.api.filterset_class(request.GET, queryset=offer.public())
    check_question(filterset, request.GET)
    return filterset


def key_of_record(offered, kwargs):
    """The key of the public record at an address, in a list; empty where there is none."""
    lookups = {offered.lookups[name]: value for name, value in kwargs.items()}
    return list(offered.offer.public().filter(**lookups).values_list("pk", flat=True))


def instead(request, offered, kwargs, form, part):
    """Where a file is now that was at an address, or that its record was withdrawn (410)."""
    model, key = offered.offer.model, kwargs.get("slug")
    ending = f".{part}.{form}" if part else f".{form}"
    known = {"slug": key} if key else {"public_id": kwargs.get("public_id", "").lower()}
    address = current_address(model, key) if key else None
    if not address and (record := withdrawn(model, **known)):
        successor = record.successor and public(model).filter(pk=record.successor.row_id).first()
        if not successor:
            gone = Withdrawn(record)
            return problem_response(gone.status_code, str(gone.detail), **gone.further)
        address = successor.get_absolute_url()
    if not address:
        raise Http404("No public record has this address.")
    query = request.META.get("QUERY_STRING", "")
    target = address.rstrip("/") + ending + (f"?{query}" if query else "")
    return HttpResponse(status=HTTPStatus.MOVED_PERMANENTLY, headers={"Location": target})


def headers_of(asked, form):
    """The headers of a file: its name and day, and where its page and its description are."""
    root = root_of(asked.request)
    links = [f'<{root}{asked.page}>; rel="canonical"; type="text/html"']
    if form == "csv":
        described = f"{root}{schema_path(asked)}"
        links.append(f'<{described}>; rel="describedby"; type="{table_schema.MEDIA_TYPE}"')
    return headers(asked.name, form, links)


def headers(name, form, links):
    """The headers of a file of a page. links: as they stand in the header Link."""
    return {
        "Content-Disposition": f'attachment; filename="{name}-{last_change()}.{form}"',
        "Link": ", ".join(links),
        "X-Robots-Tag": "noindex",  # the page is what shall be found
    }


def page_file(request, write, form, name, page):
    """The answer with a file of a page that shows no list and no record; it is short.

    write: a function of a file that takes bytes; page: its path, with its question.
    """
    links = [f'<{root_of(request)}{page}>; rel="canonical"; type="text/html"']
    return file_answer(request, write, FORMS[form].content_type, headers(name, form, links))


def schema_path(asked):
    """The path of the schema of the table that is asked for."""
    return ".".join(filter(None, [f"/{asked.offer.name}", asked.table.name, "schema.json"]))


def chosen_columns(asked):
    """The columns in `fields`, None where nothing is chosen; ValidationError for unknown ones."""
    known = asked.table.names
    given = ",".join(asked.request.GET.getlist(FIELDS)).split(",")
    names = list(filter(None, dict.fromkeys(name.strip() for name in given)))
    if unknown := [name for name in names if name not in known]:
        said = [f"Unknown column: {one[:60]!r}. {did_you_mean(one, known)}" for one in unknown]
        raise ValidationError({FIELDS: said})
    return names or None


def as_csv(asked):
    """A function that writes one table."""
    table = asked.table.only(chosen_columns(asked))
    tagged = yes_or_no(asked.request.GET, HXL, default=False)
    root = root_of(asked.request)
    records = asked.offer.records(asked.keys)
    return lambda file: csv_file.write_table(file, table, records, root, tagged=tagged)


def as_workbook(asked):
    """A function that writes all tables, or the chosen columns of one, or one of parts."""
    names = chosen_columns(asked)
    tagged = yes_or_no(asked.request.GET, HXL, default=False)
    has_parts = len(asked.keys) <= MOST_WITH_PARTS
    alone = names or asked.table.name or not has_parts
    tables = [asked.table.only(names)] if alone else asked.offer.tables
    more = [] if has_parts else [("Left out", LEFT_OUT)]
    return partial(
        workbook.write_workbook,
        tables=tables,
        records=asked.offer.records(asked.keys),
        root=root_of(asked.request),
        made=last_change(),
        about=about(asked.question, asked.request.build_absolute_uri(), *more),
        tagged=tagged,
    )


def about(question, address, *more):
    """Pairs of a label and a text: what a workbook says of itself. more: such pairs."""
    return [
        ("From", settings.SITE_NAME),
        ("Question", question),
        ("Address", address),
        ("Last changed", f"{last_change():%Y-%m-%d}"),
        ("Licence", LICENCE),
        ("Sources", SOURCES),
        *more,
    ]


def said_of(asked):
    """What the API says of each record, with the chosen fields, one by one."""
    choice = chosen_fields(asked.request.GET, asked.offer.serializer)
    return asked.offer.said(asked.keys, root_of(asked.request), choice)


def as_json(asked):
    """A function that writes what the API says: of a list an object, of a record itself."""
    said = said_of(asked)
    if asked.is_list:
        return lambda file: json_lines.write_list(file, said, len(asked.keys))
    return lambda file: json_lines.write_one(file, said)


def as_lines(asked):
    """A function that writes what the API says, one record on each line."""
    return partial(json_lines.write_lines, said=said_of(asked))


def as_features(asked):
    """A function that writes the places of records, and the ways between them."""
    root = root_of(asked.request)
    records = asked.offer.records(asked.keys)
    features = (one for record in records for one in asked.offer.features(record, root))
    return partial(geojson.write_features, features=features)


WRITERS = {
    "csv": as_csv,
    "xlsx": as_workbook,
    "json": as_json,
    "jsonl": as_lines,
    "geojson": as_features,
}
