"""What has changed of the public records since a token, in the order in which it was committed.

A token names a place in that order: a revision, with the mark that it had by chance, and the last
record of it that was told. Times would not do: a transaction that is still open would be missed.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from django.db.models import Q

from core import revision
from core.models import PublicRecord, RevisionMark

LAST = 2**63 - 1  # behind every record of a revision


class NoToken(ValueError):
    """A text that is no token of ours."""


class LostToken(LookupError):
    """A token of a history that this database does not have: a backup was restored since."""


@dataclass(frozen=True)
class Token:
    """A place in the order of changes: behind the record `row` of a revision."""

    revision: int
    row: int
    mark: int

    @classmethod
    def behind(cls, at, row=LAST):
        """The token of a revision that is there; row: of the last record told of it."""
        return cls(at, row, mark_of(at))

    @classmethod
    def read(cls, text):
        """The token that a client gives back; raises NoToken or LostToken."""
        try:
            plain = urlsafe_b64decode(text.encode("ascii")).decode("ascii")
        except ValueError as error:
            raise NoToken(text) from error
        parts = re.fullmatch(r"(\d{1,19})\.(\d{1,19})\.(\d{1,19})", plain, re.ASCII)
        numbers = [int(part) for part in parts.groups()] if parts else [LAST + 1]
        if max(numbers) > LAST:
            raise NoToken(text)
        token = cls(*numbers)
        if mark_of(token.revision) != token.mark:
            raise LostToken(text)
        return token

    def __str__(self):
        plain = f"{self.revision}.{self.row}.{self.mark}"
        return urlsafe_b64encode(plain.encode()).decode()


def mark_of(at):
    """The mark of a revision; 0 where it has none, being that of a database without a change."""
    marks = RevisionMark.objects.filter(revision=at).values_list("mark", flat=True)
    return marks.first() or 0


@dataclass(frozen=True)
class ChangesPage:
    """Some public records that changed, oldest first; where to go on; and how many are left."""

    records: list
    token: Token
    is_last: bool
    left: int | None


def changes(token, *, size, count=False):
    """The first changes behind a token, as a ChangesPage; None for all that is public.

    size: how many at most. count: whether to count what is left from there, those told included.
    """
    present = revision.current(fresh=True)  # what is committed later waits for the next question
    due = PublicRecord.objects.filter(sequence__lte=present)
    if token is None:
        due = due.public()
    else:
        due = due.filter(
            Q(sequence__gt=token.revision) | Q(sequence=token.revision, pk__gt=token.row)
        )
    records = list(due.select_related("replaced_by")[: size + 1])
    is_last = len(records) <= size
    records = records[:size]
    last = (present,) if is_last else (records[-1].sequence, records[-1].pk)
    return ChangesPage(records, Token.behind(*last), is_last, due.count() if count else None)
