"""A question told in words: the parameter `explain`."""

from django.core.validators import EMPTY_VALUES
from django.http import QueryDict
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from core.api.components import NAME
from core.api.fields import root_of
from core.api.grouping import GROUP_BY
from core.api.selection import IDS, SAMPLE, SEED
from core.api.snippets import code_for
from core.search.filters import NEVER_NARROW

EXPLAIN = "explain"
# Parameters that say how an answer looks, and choose no records.
OF_THE_ANSWER = ("page", "page_size", "cursor", "format", "fields", "facets", GROUP_BY, EXPLAIN)
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
                "`json_lines` and `feed`."
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
    addresses = addresses_of(view, filterset, asked, counts)
    return {
        "sentence": sentence_of(view.title, filterset),
        "parts": [
            {
                "parameter": name,
                "values": asked.getlist(name),
                "says": filterset.in_words(name) or f"{name}: {', '.join(asked.getlist(name))}",
                "removed": view.count_without(name) - found,
            }
            for name in asked
            if name not in {SEED, *NEVER_NARROW}
        ],
        "addresses": addresses,
        "code": code_for(addresses, counts),
    }


def sentence_of(title, filterset):
    """What a filterset asks of the records that have this title, as a sentence."""
    return f"{title}: {filterset.sentence or 'all of them'}."


def asked_of(query):
    """What a query asks of the records, without what it says of the answer."""
    asked = QueryDict(mutable=True)
    for name, values in query.lists():
        given = [value for value in values if value not in EMPTY_VALUES]
        if given and name not in OF_THE_ANSWER:
            asked.setlist(name, given)
    return asked


def addresses_of(view, filterset, asked, counts):
    """Where the same question can be put, by the form of its answer.

    counts: the names that it counts by, if it does.
    """
    here = reverse(f"api:{view.basename}-list")
    if counts:
        asked = asked.copy()
        asked[GROUP_BY] = counts
    paths = {"api": with_query(here, asked.urlencode(safe=","))}
    if counts:
        paths["csv"] = f"{paths['api']}&format=csv"
    elif not {IDS, SAMPLE} & asked.keys():
        paths |= paths_of_page(view, filterset)
    root = root_of(view.request)
    return {name: root + path for name, path in paths.items()}


def paths_of_page(view, filterset):
    """The paths of the page with the same list, of its files and its feed, as far as there are."""
    try:
        page = reverse(f"{view.basename}:list")
    except NoReverseMatch:
        return {}
    paths = {"page": page}
    if view.has_files:
        file = page.removesuffix("/")
        paths |= {"csv": f"{file}.csv", "json_lines": f"{file}.jsonl"}
    if leads(f"{page}{FEED}"):
        paths["feed"] = f"{page}{FEED}"
    question = filterset.query()
    return {name: with_query(path, question) for name, path in paths.items()}


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
