"""What holds between the keys of a record.

A rule gets the sound part of a record, without the keys that have faults of their own, and the
location to report from.
"""

from forum.models import Forum, Session
from initiatives.models.glossary import fault_of_meanings
from portal.exchange.values import shown


def years_in_order(initiative, location):
    """An initiative does not end before it starts."""
    start, end = initiative.get("start_year"), initiative.get("end_year")
    if start and end and end < start:
        location.at("end_year").report(
            f"{end} lies before the {location.called('start_year')}, {start}"
        )


def origins_take_part(initiative, location):
    """Where a solution comes from takes part too."""
    participating = location.top.get("participating_countries", [])
    if not isinstance(participating, list):
        return  # which is reported by itself
    for country in initiative.get("origin_countries", []):
        if country in participating:
            continue
        others = location.called("participating_countries")
        text = f"{shown(country)} is not among the {others}; add it there"
        location.at("origin_countries").report(text)


def replications_cross_borders(initiative, location):
    """No country replicates its own solution."""
    for number, entry in enumerate(initiative.get("replications", [])):
        if "from" in entry and entry["from"] == entry.get("to"):
            there = location.at("replications").entry(number).at("to")
            there.report(f"{shown(entry['to'])} is the country it comes from; name another")


def status_is_settled_by_a_source(initiative, location):
    """A note on the status and the source that it rests on stand together."""
    keys = ("status_note", "status_source")
    for key, other in (keys, reversed(keys)):
        if key in location.top and other not in location.top:
            text = f"is missing; it stands together with {location.called(key)}"
            location.at(other).report(text)


def year_is_that_of_the_date(resource, location):
    """A document with a date has the year of this date."""
    date, year = resource.get("date"), resource.get("year")
    if date and "year" not in location.top:
        location.at("year").report(f"is missing; beside the date {date} it is {date[:4]}")
    elif date and year and date[:4] != str(year):
        location.at("year").report(f"{year} is not the year of the date, {date}")


def dates_in_order(forum, location):
    """A forum does not end before it starts, as far as its dates are exact."""
    start, end = forum.get("start_date"), forum.get("end_date")
    shared = min(len(start or ""), len(end or ""))
    if shared and end[:shared] < start[:shared]:
        location.at("end_date").report(
            f"{end} lies before the {location.called('start_date')}, {start}"
        )


def sessions_keep_to_their_forum(forum, location):
    """Sessions are numbered in order, and lie in the forum or a day around it."""
    dates = {key: forum[key] for key in ("start_date", "end_date") if key in forum}
    for number, session in enumerate(forum.get("sessions", [])):
        there = location.at("sessions").entry(session.get("slug", number))
        if session.get("order", number + 1) != number + 1:
            text = f"{session['order']} is not its place; sessions are numbered 1, 2, 3 in the list"
            there.at("order").report(text)
        date = session.get("date")
        if date and "start_date" in dates and not Session(date=date).lies_within(Forum(**dates)):
            text = f"{date} lies more than a day outside the forum, {' to '.join(dates.values())}"
            there.at("date").report(text)
        start, end = session.get("start_time"), session.get("end_time")
        if start and end and end <= start:
            name = there.called("start_time")
            there.at("end_time").report(f"{end:%H:%M} is not after the {name}, {start:%H:%M}")


def stands_for_other_words(term, location):
    """A phrase stands for other words than its own, each of them once."""
    fault = fault_of_meanings(term.get("phrase", ""), term.get("stands_for", []))
    if fault:
        location.at("stands_for").report(fault)


RECORD_RULES = {
    "glossary": [stands_for_other_words],
    "initiatives": [
        years_in_order,
        origins_take_part,
        replications_cross_borders,
        status_is_settled_by_a_source,
    ],
    "resources": [year_is_that_of_the_date],
    "forums": [dates_in_order, sessions_keep_to_their_forum],
}
