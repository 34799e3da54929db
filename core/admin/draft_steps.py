"""The steps that somebody takes with a draft of changes: the buttons, and what they bring about."""

from core.admin.buttons import Button
from core.models import Draft

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
BUTTONS = {
    SAVE: Button(SAVE, "Save the draft", "draft"),
    SUBMIT: Button(SUBMIT, "Save and submit for review", "rate_review"),
    SEND_BACK: Button(SEND_BACK, "Send back", "undo"),
    PUBLISH: Button(PUBLISH, "Publish the changes", "public"),
    DROP: Button(DROP, "Drop the draft", "delete"),
}
BESIDE_SAVE = Button(SAVE, "Save as a draft of changes", "draft")
