"""What of a record a reader can point at, as its page is headed, and where the desk has it."""

from dataclasses import dataclass

from initiatives.models import Replication
from portal.proposals.records import INITIATIVE, REPLICATION

LONGEST_NAME = 40


@dataclass(frozen=True)
class Passage:
    """A part of a page.

    name: the field of the record that it shows, or its rows; label: what readers call it; anchor:
    where it is on the page; is_text: whether a wording can be suggested for it.
    """

    name: str
    label: str
    anchor: str = ""
    is_text: bool = True


def rows(name, label, anchor=""):
    return Passage(name, label, anchor or name, is_text=False)


NAME = Passage("name", "The name")
TITLE = Passage("title", "The title")
SUMMARY = Passage("summary", "The summary")
SOURCES = rows("citations", "The sources", "sources")

PASSAGES = {
    INITIATIVE: (
        TITLE,
        SUMMARY,
        rows("status", "Whether it is running, and its years", "main"),
        rows("countries", "The countries taking part", "main"),
        rows("replications", "Who took it up, learnt from it or wants it", "went"),
        rows("figures", "A figure"),
        Passage("challenge", "The challenge", "challenge"),
        Passage("approach", "How it works", "approach"),
        Passage("results", "Results", "results"),
        Passage("lessons", "What was learned", "lessons"),
        rows("requirements", "What is needed to take it up", "take-up"),
        rows("milestones", "The timeline", "timeline"),
        rows("partnerships", "The partners", "partners"),
        rows("themes", "Themes, sectors or goals", "about"),
        SOURCES,
    ),
    REPLICATION: (
        rows("countries", "The countries", "main"),
        rows("stage", "The stage", "main"),
        rows("year", "The year", "main"),
        Passage("note", "What the source says"),
        SOURCES,
    ),
    "country": (rows("part", "What it takes part in", "main"), rows("facts", "The facts", "main")),
    "organization": (
        NAME,
        SUMMARY,
        rows("links", "Its website and channels", "main"),
        rows("partnerships", "What it takes part in", "main"),
        SOURCES,
    ),
    "resource": (TITLE, SUMMARY, rows("url", "Its address", "main"), SOURCES),
    "theme": (Passage("description", "What it is about"), rows("initiatives", "The initiatives")),
    "forum": (
        TITLE,
        SUMMARY,
        rows("dates", "The place and dates", "main"),
        rows("sessions", "The sessions"),
        SOURCES,
    ),
    "session": (
        TITLE,
        SUMMARY,
        rows("appearances", "Who spoke", "main"),
        rows("figures", "A figure"),
        SOURCES,
    ),
    "person": (NAME, rows("appearances", "Where they spoke, and as what", "main"), SOURCES),
}


def choices_of(kind):
    """What the form offers for a record of a kind."""
    return [("", "The page as a whole"), *((one.name, one.label) for one in PASSAGES[kind])]


def passage_of(kind, name):
    """The Passage of a record's page, or None: the page as a whole."""
    return next((one for one in PASSAGES[kind] if one.name == name), None)


def text_of(record, passage):
    """What readers see in a passage as text; None where it is none, or nothing is there."""
    if record is None or passage is None or not passage.is_text:
        return None
    return getattr(record, passage.name)


def owner_of(record):
    """The record in whose form a record stands at the desk: its own, or that of the initiative."""
    return record.initiative if isinstance(record, Replication) else record
