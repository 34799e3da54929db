"""The steps that somebody takes with a draft of changes: the buttons, and what they bring about."""

from core.admin.buttons import Button
from core.admin.choices import state_of
from core.admin.keys import key_in
from core.admin.rehearsal import owner_of
from core.models import Draft
from core.publishing import is_public, now_public, owner_path

State = Draft.State
SAVE, SUBMIT, SEND_BACK, PUBLISH, DROP = (
    "_draft",
    "_draft_submit",
    "_draft_send_back",
    "_draft_publish",
    "_draft_drop",
)
STATES = {
    SAVE: State.WRITING,
    SUBMIT: State.WAITING,
    SEND_BACK: State.WRITING,
    PUBLISH: State.PUBLISHED,
    DROP: State.DROPPED,
}
EDITORS_PRESS = (SEND_BACK, PUBLISH)
SAID = {
    SAVE: "The draft is saved. Readers see nothing of it.",
    SUBMIT: "The draft is saved and waits for an editor. Readers see nothing of it.",
    SEND_BACK: "The draft is sent back.",
    DROP: "The draft is dropped. What it said stays in its versions.",
}
NOT_SEEN = "What the draft said stands in the record now. Readers do not see it yet: {}."
BUTTONS = {
    SAVE: Button(SAVE, "Save the draft", "draft"),
    SUBMIT: Button(SUBMIT, "Save and submit for review", "rate_review"),
    SEND_BACK: Button(SEND_BACK, "Send back", "undo"),
    PUBLISH: Button(PUBLISH, "Publish the changes", "public"),
    DROP: Button(DROP, "Drop the draft", "delete"),
}
PUT_IN = Button(PUBLISH, "Put it into the record", "save")  # where readers do not see the record
BESIDE_SAVE = Button(SAVE, "Save as a draft of changes", "draft")
PLAIN_SAVE = Button("_save", "Save", "save")  # where another button comes first


def is_for_readers(model, record, post):
    """Whether readers see what a draft says once it stands in its record, None for a new one.

    post: what the form says, and so which record a new part belongs to.
    """
    if record is not None:  # read anew: the form has filled this one in
        return model.objects.filter(now_public(model), pk=record.pk).exists()
    name = (owner_path(model) or "").split("__")[0]
    if not name:
        return False
    owners = model._meta.get_field(name).related_model.objects
    owner = owners.filter(pk=key_in(post.get(name, ""))).first()
    return owner is not None and is_public(owner)


def why_unseen(record):
    """What to say of a draft that was put into a record which readers do not see."""
    owner = owner_of(record)
    state = state_of(owner)
    why = f"“{owner}” is not published ({state.lower()})" if state else "nothing public names it"
    return NOT_SEEN.format(why)
