"""Drafts of changes that the desk begins by itself, from elsewhere than the form of a record."""

from dataclasses import asdict

from core.admin.bringing import Sent
from core.admin.naming import name_of
from core.admin.opened import Opened, Values
from core.admin.unsaved import LONGEST_NAME
from core.models import Draft


def draft_with_row(desk, request, record, *, prefix, row, word):
    """A draft of a record as it is with one row more, which waits for an editor.

    prefix: of the rows of its kind in the form; row: the texts that the form would send, by name;
    word: what is said of it to whoever reads it.
    """
    added = [(prefix, {name: [text] for name, text in row.items()})]
    return begun(desk, request, record, lambda held: added, state=Draft.State.WAITING, word=word)


def draft_with_text(desk, request, record, *, name, text, word, row=None):
    """A draft of a record as it is but for one text, which somebody goes on writing.

    name: of the field that has the text; empty where it is for a person to say what changes;
    row: the prefix and the key of the row that has the field, where the record itself has not.
    """

    def put(held):
        texts = held.rows.get(row[0], {}).get(row[1], {}) if row else held.fields
        if name in texts:
            texts[name] = [text]
        return []

    return begun(desk, request, record, put, state=Draft.State.WRITING, word=word)


def begun(desk, request, record, put, *, state, word):
    """A new draft of a record. put: changes the Values that its form sends, and gives new rows."""
    request.draft = Draft(
        kind=desk.opts.model_name, row_id=record.pk, name=name_of(record)[:LONGEST_NAME]
    )
    held = Values.held(desk, request, record)
    opened = Opened.now(request, name_of(record), desk.version_of(str(record.pk)), held)
    added = put(held)
    request.draft.save()
    request.draft.add(
        request.user,
        state=state,
        content=Sent(held, set(), added).post.urlencode(),
        shown=asdict(opened),
        word=word,
    )
    return request.draft
