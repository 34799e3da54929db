"""The query parameters that every list and record of the API takes, as the schema tells of them."""

from drf_spectacular.utils import OpenApiParameter

from core.api.choice import FIELDS
from core.api.explaining import EXPLAIN
from core.api.grouping import GROUP_BY, MOST_NAMES
from core.api.selection import IDS, LARGEST_SAMPLE, MOST_IDS, SAMPLE, SEED


def whole(name, largest, description):
    """A parameter that takes a whole number from 1."""
    schema = {"type": "integer", "minimum": 1, "maximum": largest}
    return OpenApiParameter(name, schema, description=description)


OF_RECORDS = [
    OpenApiParameter(
        FIELDS,
        description=(
            "The fields that the answer has of each record: any of the full record, `*` for all, "
            "and in brackets those of the records in it: `title,partners(organization(name))`."
        ),
    ),
]
OF_LISTS = [
    *OF_RECORDS,
    OpenApiParameter(
        IDS,
        description=(
            f"Only these records, {MOST_IDS} at most: their ids, or what their addresses end "
            "with, separated by commas. A former slug is understood."
        ),
    ),
    whole(SAMPLE, LARGEST_SAMPLE, "So many of the records, by lot."),
    whole(
        SEED,
        999_999_999,
        "With `sample`: another number draws other records, the same number the same ones.",
    ),
]
OF_QUESTIONS = [  # of lists with facets
    *OF_LISTS,
    OpenApiParameter(
        GROUP_BY,
        description=(
            f"Counts in the place of records: the names of {MOST_NAMES} parameters at most, "
            "separated by commas. `format=csv` gives a table."
        ),
    ),
    OpenApiParameter(
        EXPLAIN,
        enum=["yes", "no"],
        description=(
            "Whether the answer says the question in words, what each part of it leaves out, and "
            "where else it can be put."
        ),
    ),
]
