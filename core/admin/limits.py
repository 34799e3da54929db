"""What no page of the desk asks or sends, and a request may: refused before anything is read."""

import re
from datetime import date

from django.core.exceptions import SuspiciousOperation

from core.admin.merging import number_in

LONGEST_QUESTION = 2_000  # letters of an address: each link of a list repeats its question
MOST_ROWS = 500  # of a form, in all; the largest record has about a hundred

DATE_PART = re.compile(r"__(?:iso_)?(year|month|day)(?:__|$)")  # in what a list is asked
LAST = {"year": date.max.year - 1, "month": 99, "day": 99}  # a list by date leads to the next one


def refuse_odd_questions(request):
    """Raise SuspiciousOperation (400) for an address that would break a page, or keep it busy."""
    question = request.META.get("QUERY_STRING", "")
    if len(question) > LONGEST_QUESTION:
        raise SuspiciousOperation("This address asks for too much at once.")
    if "%00" in question or "\x00" in request.GET.urlencode():
        raise SuspiciousOperation("A null byte in the query.")  # PostgreSQL has no such text
    if any(not is_within(part, value) for part, value in parts_of_dates(request.GET)):
        raise SuspiciousOperation("No calendar has such a day, month or year.")


def parts_of_dates(query):
    """What a list is asked of years, months and days: pairs of such a part and a text."""
    for name, values in query.lists():
        if found := DATE_PART.search(name):
            yield from ((found[1], one) for value in values for one in value.split(","))


def is_within(part, text):
    """Whether a text, if it is a number at all, is one that dates can be compared with."""
    try:
        return (part == "year") <= int(text) <= LAST[part]
    except ValueError:
        return True


def refuse_many_rows(request):
    """Raise SuspiciousOperation (400) for a form that would take seconds to show again."""
    if request.method == "POST" and rows_sent(request.POST) > MOST_ROWS:
        raise SuspiciousOperation(f"A form has at most {MOST_ROWS} rows.")


def rows_sent(post):
    """How many rows a form says that it sends, of all kinds together."""
    ending = "-TOTAL_FORMS"
    prefixes = [name.removesuffix(ending) for name in post if name.endswith(ending)]
    return sum(max(0, number_in(post, prefix, "TOTAL") or 0) for prefix in prefixes)
