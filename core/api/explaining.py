"""A question told in words: the parameter `explain`."""

from urllib.parse import urlencode

from django.core.validators import EMPTY_VALUES
from django.http import QueryDict
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.text import get_text_list

from core.api.choice import FIELDS
from core.api.components import NAME
from core.api.fields import root_of
from core.api.grouping import GROUP_BY
from core.api.selection import IDS, SAMPLE, SEED
from core.api.snippets import code_for
from core.search.filters import NEVER_NARROW

EXPLAIN = "explain"
# Parameters that say how an answer looks, and choose no records.
OF_THE_ANSWER = ("page", "page_size", "cursor", "format", FIELDS, "facets", GROUP_BY, EXPLAIN)
OF_WHOLE_RECORDS = ("json", "jsonl")  # files that say of records what the API does
NAMED = {"jsonl": "json_lines"}  # addresses of files that are not called by their ending
FEED = "feed.atom"
EXPLANATION_SCHEMA = {
    "type": "object",
    "description": "With `explain=yes`: the question in words, and where else it can be put.",
    "required": ["sentence", "parts", "addresses", "code"],
    "properties": {
        "sentence": {"type": "string", "description": "What is asked for."},
        "parts": {
            "type": "array",
            "description": "What each parameter does.",
            "items": {
                NAME: "ExplainedParameter",
                "type": "object",
                "required": ["parameter", "values", "says", "removed"],
                "properties": {
                    "parameter": {"type": "string", "description": "Its name."},
                    "values": {
                        "type": "array",
                        "items": {"type": "string"},
                        "description": "What it asks for.",
                    },
                    "says": {"type": "string", "description": "The same in words."},
                    "removed": {
                        "type": "integer",
                        "description": "How many more records would be found without it.",
                    },
                },
            },
        },
        "addresses": {
            NAME: "Addresses",
            "type": "object",
            "description": (
                "Where the same is: `api`, and as far as there is such a thing `page`, `csv`, "
                "`xlsx`, `json`, `json_lines`, `geojson` and `feed`. Only `api`, `json` and "
                "`json_lines` have the chosen `fields`."
            ),
            "additionalProperties": {"type": "string", "format": "uri"},
        },
        "code": {
            NAME: "Code",
            "type": "object",
            "description": "How programs ask it.",
            "required": ["curl", "python", "r"],
            "properties": {
                "curl": {"type": "string", "description": "The first page, as JSON."},
                "python": {"type": "string", "description": "All of it, as a list."},
                "r": {
                    "type": "string",
                    "description": "All of it: a data frame, or a list where there is no CSV.",
                },
            },
        },
    },
}


def explained(view, found):
    """What EXPLANATION_SCHEMA describes, of the question that a view has answered.

    found: how many records it found.
    """
    query, filterset = view.request.query_params, view.filterset
    asked = asked_of(query)
    counts = query.get(GROUP_BY)
    fields = query.get(FIELDS, "").strip()
    addresses = addresses_of(view, asked, counts, fields)
    return {
        "sentence": sentence_of(view.title, filterset, asked, counts),
        "parts": [
            {
                "parameter": name,
                "values": asked.getlist(name),
                "says": (filterset and filterset.in_words(name))
                or f"{name}: {', '.join(asked.getlist(name))}",
                "removed": view.count_without(name) - found,
            }
            for name in asked
            if name not in {SEED, *NEVER_NARROW}
        ],
        "addresses": addresses,
        "code": code_for(addresses, counts, fields),
    }


def sentence_of(title, filterset, asked=None, counts=None):
    """What is asked of the records that have this title, as a sentence.

    filterset: None where a list has none; asked: the question, which may name records or draw some
    by lot; counts: the names that it counts by, if it does.
    """
    asked = asked or {}
    told = [filterset.sentence] if filterset and filterset.sentence else []
    if IDS in asked:
        told.append(f"only {in_a_row(asked[IDS])}")
    if SAMPLE in asked:
        told.append(f"{asked[SAMPLE]} of them by lot (seed {asked.get(SEED, 1)})")
    told = told or ["all of them"]
    if counts:
        told.append(f"counted by {in_a_row(counts)}")
    return f"{title}: {', '.join(told)}."


def in_a_row(names):
    """Names that stand between commas, in words."""
    return get_text_list([one.strip() for one in names.split(",") if one.strip()], "and")


def asked_of(query):
    """What a query asks of the records, without what it says of the answer."""
    asked = QueryDict(mutable=True)
    for name, values in query.lists():
        given = [value for value in values if value not in EMPTY_VALUES]
        if given and name not in OF_THE_ANSWER:
            asked.setlist(name, given)
    return asked


def addresses_of(view, asked, counts, fields):
    """Where the same question can be put, by the form of its answer.

    counts: the names that it counts by, if it does; fields: those of each record, if it names any.
    """
    here = reverse(f"api:{view.basename}-list")
    asked = asked.copy()
    for name, value in ((GROUP_BY, counts), (FIELDS, fields)):
        if value:
            asked[name] = value
    paths = {"api": with_query(here, asked.urlencode(safe=","))}
    if counts:
        paths["csv"] = f"{paths['api']}&format=csv"
    elif not {IDS, SAMPLE} & asked.keys():
        paths |= paths_of_page(view, fields)
    root = root_of(view.request)
    return {name: root + path for name, path in paths.items()}


def paths_of_page(view, fields):
    """The paths of the page with the same list, of its files and its feed, as far as there are."""
    try:
        page = reverse(f"{view.basename}:list")
    except NoReverseMatch:
        return {}
    question = view.filterset.query() if view.filterset else ""
    with_fields = "&".join(filter(None, [question, urlencode({FIELDS: fields}, safe=",")]))
    paths = {"page": with_query(page, question)}
    for ending in view.file_forms:
        asked = with_fields if fields and ending in OF_WHOLE_RECORDS else question
        paths[NAMED.get(ending, ending)] = with_query(f"{page.removesuffix('/')}.{ending}", asked)
    if leads(f"{page}{FEED}"):
        paths["feed"] = with_query(f"{page}{FEED}", question)
    return paths


def with_query(path, query):
    """A path with a query string behind it, where that is not empty."""
    return f"{path}?{query}" if query else path


def leads(path):
    """Whether anything is at a path."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return True
