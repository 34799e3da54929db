"""The query parameters that every list and record of the API takes, as the schema tells of them."""

from functools import cache

from drf_spectacular.utils import OpenApiParameter

from core.api.choice import FIELDS, LONGEST
from core.api.explaining import EXPLAIN
from core.api.grouping import GROUP_BY, MOST_NAMES
from core.api.pagination import GroupPagination
from core.api.selection import IDS, LARGEST_SAMPLE, MOST_IDS, SAMPLE, SEED
from core.models.identity import SLUG_LENGTH


def whole(name, largest, description):
    """A parameter that takes a whole number from 1."""
    schema = {"type": "integer", "minimum": 1, "maximum": largest}
    return OpenApiParameter(name, schema, description=description)


def written(name, pattern, longest, description):
    """A parameter that takes a text of which a pattern is known."""
    schema = {"type": "string", "pattern": pattern, "maxLength": longest}
    return OpenApiParameter(name, schema, description=description)


def names_of(known, most=None):
    """The pattern of some names, separated by commas; most: how many there may be."""
    one = f"({'|'.join(known)})"
    return f"{one}(,{one}){f'{{0,{most - 1}}}' if most else '*'}"


OF_RECORDS = [
    written(
        FIELDS,
        "^[A-Za-z0-9_*(), ]*$",
        LONGEST,
        "The fields that the answer has of each record: any of the full record, `*` for all, "
        "and in brackets those of the records in it: `title,partners(organization(name))`. "
        "Whatever is not named is left out, also where it is required here.",
    ),
]
OF_LISTS = [
    *OF_RECORDS,
    written(
        IDS,
        "^[A-Za-z0-9, -]*$",
        MOST_IDS * (SLUG_LENGTH + len(", ")),
        f"Only these records, {MOST_IDS} at most: their ids, or what their addresses end "
        "with, separated by commas. A former slug is understood.",
    ),
    whole(SAMPLE, LARGEST_SAMPLE, "So many of the records, by lot."),
    whole(
        SEED,
        999_999_999,
        "With `sample`: another number draws other records, the same number the same ones.",
    ),
    OpenApiParameter(
        EXPLAIN,
        enum=["yes", "no"],
        description=(
            "Whether the answer says the question in words, what each part of it leaves out, "
            "and where else it can be put."
        ),
    ),
]


@cache
def of_questions(facets):
    """Those of lists with facets, whose names are given as a tuple."""
    return [
        *OF_LISTS,
        written(
            GROUP_BY,
            f"^({names_of(facets, MOST_NAMES)})?$",
            200,
            f"Counts in the place of records: the names of {MOST_NAMES} parameters at most, "
            f"separated by commas. There are {GroupPagination.page_size:,} on a page, or as many "
            "as `page_size` says; `format=csv` gives a table of all.",
        ),
    ]
