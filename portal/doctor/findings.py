"""What a check finds, and the list of all checks."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import Error

from core.database.outage import OUTAGE, why_nobody_gets_in


class Weight(StrEnum):
    WRONG = "wrong"  # readers or curators miss something, or will
    LOOK = "to look at"  # nobody can tell from here whether that is meant


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be.

    what: the fact. why: what comes of it. mend: the command or setting that mends it.
    """

    what: str
    why: str
    mend: str
    weight: Weight = Weight.WRONG


@dataclass(frozen=True)
class Check:
    """name: what is looked at. find: a function of no arguments that yields each Finding."""

    name: str
    find: object
    needs_database: bool = False


CHECKS = []  # in the order in which they are told


def check(name, *, needs_database=False):
    """Decorate a function that yields findings: it is one of the checks."""

    def register(find):
        CHECKS.append(Check(name, find, needs_database))
        return find

    return register


NO_DATABASE = Finding(
    "The database does not answer, so that nobody can tell.",
    "What stands there could not be looked at.",
    "Mend the database, and ask again.",
)


def examine():
    """Pairs of a Check and the list of what it found, in their order.

    Where the database does not let us in, what needs it is said to be unknown.
    """
    is_away = False
    for one in CHECKS:
        if one.needs_database and is_away:
            yield one, [NO_DATABASE]
            continue
        try:
            found = list(one.find())
        except (*OUTAGE, Error) as error:
            is_away = is_away or isinstance(error, OUTAGE)
            found = [unanswered(error)]
        yield one, found


def unanswered(error):
    """The finding that the database gave an error in place of an answer."""
    return Finding(
        why_nobody_gets_in(error) or str(error).strip().partition("\n")[0],
        "The portal shows what it has in memory for an hour, and errors after that.",
        "Check that PostgreSQL runs and that DATABASE_URL leads there; then manage.py prepare.",
    )
