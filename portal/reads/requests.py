"""Which requests are reads of a record, and of what: said by the address, whoever noted it."""

import re
from typing import NamedTuple

from core.briefs.answers import FORMS as BRIEFS
from core.citations.files import FORMS as CITATIONS
from core.downloads.forms import FORMS
from portal.reads.models import What

LISTS = {  # kinds by the first word of their addresses
    "initiatives": "initiative",
    "replications": "replication",
    "organizations": "organization",
    "resources": "resource",
    "forums": "forum",
    "people": "person",
    "countries": "country",
    "themes": "theme",
}
SESSIONS, SESSION = "sessions", "session"  # their pages lie below those of their forums
SLUG = "[A-Za-z0-9-]{1,70}"
RECORD = (
    rf"/(?:forums/{SLUG}/(?!(?:brief|cite)[.])(?P<session>{SLUG})"
    rf"|(?P<list>{'|'.join(LISTS)})/(?P<slug>{SLUG}))"
)
FORM = (
    rf"(?:/|(?:[.][a-z]+)?[.](?P<file>{'|'.join(FORMS)})"
    rf"|/brief[.](?P<brief>{'|'.join(BRIEFS)})|/cite[.](?P<citation>{'|'.join(CITATIONS)}))"
)
READ = re.compile(RECORD + FORM)
DATA = re.compile(rf"/api/v1/(?P<list>{'|'.join([*LISTS, SESSIONS])})/(?P<slug>{SLUG})/")
CITATION = {"json": What.CSL}  # whose ending says less than what it is
ANSWERED = (200, 304)

# Words in what a program says of itself. Robots are never readers; other programs are, of data.
ROBOTS = (
    *("bot", "crawl", "spider", "slurp", "archiv", "monitor", "uptime", "scan", "preview"),
    *("headless", "lighthouse", "facebookexternalhit", "feed", "decentworklinks"),
)
PROGRAMS = (
    *("curl", "wget", "python", "httpx", "java", "okhttp", "go-http", "libwww", "perl", "ruby"),
    *("php", "node", "axios", "powershell", "r-curl", "httr"),
)
PERSON, PROGRAM, ROBOT = "person", "program", "robot"
ROBOT_WORDS = re.compile("|".join(ROBOTS), re.IGNORECASE)
PROGRAM_WORDS = re.compile("|".join(PROGRAMS), re.IGNORECASE)


class Read(NamedTuple):
    """That something of a record was asked for. slug: the last part of its address."""

    kind: str
    slug: str
    what: str


def reader_of(agent):
    """PERSON, PROGRAM or ROBOT, by what a request says of the program that sends it."""
    if ROBOT_WORDS.search(agent):
        return ROBOT
    return PROGRAM if not agent or PROGRAM_WORDS.search(agent) else PERSON


def read_of(method, status, path, reader):
    """The Read that a request was, None for one that was none.

    method: "GET" ...; status: of the answer, an int; path: without a question; reader: as reader_of
    says it.
    """
    if method != "GET" or status not in ANSWERED or reader == ROBOT:
        return None
    if found := DATA.fullmatch(path):
        kind = SESSION if found["list"] == SESSIONS else LISTS[found["list"]]
        return Read(kind, found["slug"], What.API.value)
    found = READ.fullmatch(path)
    if found is None:
        return None
    kind = SESSION if found["session"] else LISTS[found["list"]]
    what = found["file"] or found["brief"] or CITATION.get(found["citation"], found["citation"])
    if what is None and reader != PERSON:
        return None
    return Read(kind, found["session"] or found["slug"], str(what or What.PAGE))
