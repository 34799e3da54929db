"""Events that are known only from what was announced: how the texts say so."""

import re

ANNOUNCED = re.compile(
    r"""
    (?<!was\ )\bannounced\ (?:by|with|for|from|to)\b   # "dialogue announced by the ILO"
    | \(announced\)                                     # "Inauguration (announced)"
    """,
    re.VERBOSE | re.IGNORECASE,
)


def tells_of_announcement(text):
    """Whether a text of ours says that it rests on an announcement or programme.

    That something "was announced" at an event tells what happened there, and does not count.
    """
    return bool(ANNOUNCED.search(text))
