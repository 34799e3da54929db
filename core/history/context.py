"""Who changes something, by which way and why: what the triggers of the history write down.

Two settings of the database last as long as a transaction and follow its savepoints:
`history.context` says this, and `history.edit` is the id of the edit that it became.
"""

import json
from contextlib import contextmanager

from django.db import connection, transaction

READ_AND_SET = """
SELECT current_setting('history.context', true), current_setting('history.edit', true),
    set_config('history.context', %s, true), set_config('history.edit', %s, true)
"""
SAY = """
SELECT set_config('history.context', (context::jsonb || %s::jsonb)::text, true)
FROM current_setting('history.context', true) AS context WHERE context <> ''
"""


@contextmanager
def recorded(way, *, user=None, what="", reason="", undoes=None, is_brief=False):
    """A transaction whose changes are told as one edit; one within another is told by itself.

    way: one of Edit.Way. user: who, if it is somebody with an account. what: what the way says of
    itself. undoes: the edit that this takes back. is_brief: leave one line and no rows, for what
    fills a database that held nothing.
    """
    context = {
        "way": way,
        "user": user and user.pk,
        "name": (user.get_full_name() or user.get_username()) if user else "",
        "what": what[:300],
        "reason": reason[:300],
        "undoes": undoes and undoes.pk,
        "is_brief": is_brief,
    }
    is_within = connection.in_atomic_block
    with transaction.atomic():
        before = _swap(json.dumps(context), "")
        yield
        if is_within:
            _swap(*before)


def told_as(what):
    """Say what the edit is that the present `recorded` makes; nothing where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(SAY, [json.dumps({"what": what[:300]})])


def current_edit():
    """The id of what has been told so far of this `recorded`; None if nothing was changed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nullif(current_setting('history.edit', true), '')::bigint")
        return cursor.fetchone()[0]


def last_row():
    """The number of the last row of the history that is to be seen; 0 where there is none.

    As long as it stays the same, nothing has been changed in the catalogue.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM portal_editedrow")
        return cursor.fetchone()[0]


def _swap(context, edit):
    """Set both settings; what they were."""
    with connection.cursor() as cursor:
        cursor.execute(READ_AND_SET, [context, edit])
        return [text or "" for text in cursor.fetchone()[:2]]
