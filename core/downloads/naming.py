"""What a file is called: by what it holds, in letters that every system takes."""

from django.http import QueryDict
from django.utils.text import slugify

LONGEST = 80  # signs of a question in a name
OF_THE_ORDER = "sort"  # changes nothing of what a file holds


def called(name, query):
    """The name of a file of a list, with as much of its question as has room.

    name: of the list; query: its query string.
    """
    words = [
        slugify(word)
        for parameter, values in QueryDict(query).lists()
        if parameter != OF_THE_ORDER
        for word in (parameter, *values)
    ]
    question = "-".join(filter(None, words))
    if len(question) > LONGEST:
        question = question[: LONGEST + 1].rpartition("-")[0] or question[:LONGEST]
    return f"{name}-{question}" if question else name
