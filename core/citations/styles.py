"""Citations in words.

APA: Publication Manual of the American Psychological Association, 7th edition (2020), 10.16, a web
page of a group that is the site itself. Chicago: The Chicago Manual of Style, 17th edition (2017),
14.207, in a bibliography. Wikipedia: the template "Cite web" of its English edition. The first two
ask for the day of access only of pages that change without saying when.
"""

import calendar
import re

NO_DATE = "n.d."


def apa(citation):
    """In APA style; without italics, which plain text does not have."""
    day = citation.modified
    when = f"{day.year}, {month_and_day(day)}" if day else NO_DATE
    return f"{citation.site}. ({when}). {ended(citation.title)} {citation.address}"


def chicago(citation):
    """In the bibliography of Chicago style."""
    if day := citation.modified:
        when = f"Last modified {month_and_day(day)}, {day.year}. "
    elif day := citation.accessed:
        when = f"Accessed {month_and_day(day)}, {day.year}. "
    else:
        when = ""
    return f"{citation.site}. “{ended(citation.title)}” {when}{citation.address}."


def wikipedia(citation):
    """As the template "Cite web" of Wikipedia."""
    fields = {
        "title": in_template(citation.title),
        "website": in_template(citation.site),
        "date": citation.modified and f"{citation.modified:%Y-%m-%d}",
        "url": citation.address,
        "access-date": citation.accessed and f"{citation.accessed:%Y-%m-%d}",
    }
    said = " ".join(f"|{name}={value}" for name, value in fields.items() if value)
    return f"{{{{cite web {said}}}}}"


def of_source(source):
    """A Source in APA style, whose author is its publisher."""
    when = source.year or NO_DATE
    return f"{ended(source.publisher)} ({when}). {ended(source.title)} {source.readable_url}"


def month_and_day(day):
    """A day of some year: November 9."""
    return f"{calendar.month_name[day.month]} {day.day}"


def ended(title):
    """A title with what ends it: a full stop, unless it has an end of its own."""
    return title if title.endswith((".", "?", "!")) else f"{title}."


def in_template(text):
    """A text within a template of Wikipedia, where some signs have a meaning of their own."""
    return re.sub(r"[|\[\]{}<>]", lambda sign: f"&#{ord(sign[0])};", text)


STYLES = {"APA": apa, "Chicago": chicago, "Wikipedia": wikipedia}
