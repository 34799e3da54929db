"""Which states an import goes through, and what is done in each outside the request."""

from django.db.models import TextChoices


class State(TextChoices):
    """Where an import stands. It rests in one state until somebody asks for the next."""

    UPLOADED = "uploaded", "Waits to be checked"
    CHECKING = "checking", "Is being checked"
    FAULTY = "faulty", "Faulty"
    READY = "ready", "Ready: look at it"
    ACCEPTED = "accepted", "Waits to be imported"
    IMPORTING = "importing", "Is being imported"
    DONE = "done", "Imported"
    TO_SUBMIT = "to-submit", "Waits to be submitted"
    SUBMITTING = "submitting", "Is being submitted"
    TO_PUBLISH = "to-publish", "Waits to be published"
    PUBLISHING = "publishing", "Is being published"
    TO_UNDO = "to-undo", "Waits to be undone"
    UNDOING = "undoing", "Is being undone"
    UNDONE = "undone", "Undone"
    CANCELLED = "cancelled", "Cancelled"
    FAILED = "failed", "Failed"


# By the state in which an import waits for a runner: that in which one works on it.
TASKS = {
    State.UPLOADED: State.CHECKING,
    State.ACCEPTED: State.IMPORTING,
    State.TO_SUBMIT: State.SUBMITTING,
    State.TO_PUBLISH: State.PUBLISHING,
    State.TO_UNDO: State.UNDOING,
}
WAITS_IN = {running: waiting for waiting, running in TASKS.items()}
BUSY = (*TASKS, *WAITS_IN)  # somebody has asked, and has no answer yet
# Where one that is cancelled, or has failed, goes back to: what was imported stays so.
LEAVES_FOR = dict.fromkeys((State.TO_SUBMIT, State.TO_PUBLISH, State.TO_UNDO), State.DONE)
OPEN = (*BUSY, State.READY)  # of which somebody has but a few at a time

# What somebody may ask for, and in which states.
STEPS = {
    "check": ((State.FAULTY, State.READY), State.UPLOADED),
    "import": ((State.READY,), State.ACCEPTED),
    "submit": ((State.DONE,), State.TO_SUBMIT),
    "publish": ((State.DONE,), State.TO_PUBLISH),
    "undo": ((State.DONE,), State.TO_UNDO),
}


def given_up(state):
    """The state after somebody has cancelled what was asked for in this one."""
    return LEAVES_FOR.get(WAITS_IN.get(state, state), State.CANCELLED)


def failed(state):
    """The state after what was asked for in this one could not be done."""
    return LEAVES_FOR.get(WAITS_IN.get(state, state), State.FAILED)
