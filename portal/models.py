"""Where Django looks for the tables of the roof."""

from portal.accounts.models import AccessEvent, BrowserSession
from portal.guidelines.models import Guideline
from portal.imports.models import Import, ImportFile, ImportRow
from portal.proposals.answers import Answer, AnswerTemplate, Thanks
from portal.proposals.models import Proposal, Sender
from portal.reads.models import ReadCount, ReadLog

__all__ = [
    "AccessEvent",
    "Answer",
    "AnswerTemplate",
    "BrowserSession",
    "Guideline",
    "Import",
    "ImportFile",
    "ImportRow",
    "Proposal",
    "ReadCount",
    "ReadLog",
    "Sender",
    "Thanks",
]
