"""The table of `roles.py` in words: docs/desk.md has it, and a test holds the two together."""

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User

from core.models.drafts import Draft
from core.models.identity import FormerSlug
from core.models.pairs import SuspectedPair
from core.models.records import PublicRecord
from initiatives.models import Initiative, Source, Theme
from portal.desk.roles import ROLES
from portal.models import AccessEvent, Proposal

KINDS = [  # what the desk calls them, and one model of each kind
    ("initiatives, organizations, documents, forums, people", Initiative),
    ("sources, sessions, series, and the rows of records", Source),
    ("what all records share: themes, countries, vocabularies", Theme),
    ("drafts of changes", Draft),
    ("possible twins", SuspectedPair),
    ("proposals of readers", Proposal),
    ("withdrawn records: what readers are told", PublicRecord),
    ("former addresses, deleted records, recent steps", FormerSlug),
    ("people with access, their sessions and second factors", User),
    ("roles that the portal does not keep", Group),
    ("permissions, to choose from", Permission),
    ("who changed what", LogEntry),
    ("the access log", AccessEvent),
]
ORDER = ["view", "add", "change", "delete", "publish"]
WORDS = {"view": "look"}


def as_table():
    """The rights of each role on each kind of record, as a table of Markdown."""
    lines = [["on", *ROLES], ["---"] * (1 + len(ROLES))]
    for words, model in KINDS:
        lines.append([words, *(said(rights.get(model, ())) for rights in ROLES.values())])
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def said(actions):
    """Actions in words, in the order in which they are taken."""
    return ", ".join(WORDS.get(one, one) for one in ORDER if one in actions) or "-"
