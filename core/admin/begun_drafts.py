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
    request.draft = Draft(
        kind=desk.opts.model_name, row_id=record.pk, name=name_of(record)[:LONGEST_NAME]
    )
    held = Values.held(desk, request, record)
    opened = Opened.now(request, name_of(record), desk.version_of(str(record.pk)), held)
    sent = Sent(held, set(), [(prefix, {name: [text] for name, text in row.items()})])
    request.draft.save()
    request.draft.add(
        request.user,
        state=Draft.State.WAITING,
        content=sent.post.urlencode(),
        shown=asdict(opened),
        word=word,
    )
    return request.draft
