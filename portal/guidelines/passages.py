"""The passages of a guideline: each begins with a line of two number signs and its heading."""

import re
from dataclasses import dataclass

from django.utils.text import slugify

from core import prose

HEADING = re.compile(r"^##[ \t]+(\S.*?)[ \t]*#*$", re.MULTILINE)


@dataclass(frozen=True)
class Passage:
    """A part of a page. anchor: its name in the address; text: what it says, in Markdown."""

    heading: str
    anchor: str
    text: str

    @property
    def html(self):
        """What it says, as safe HTML."""
        return prose.to_html(self.text)


def opening(body):
    """What stands before the first heading, as safe HTML."""
    return prose.to_html(HEADING.split(body, maxsplit=1)[0])


def passages(body):
    """The passages of a text, in its order."""
    _, *parts = HEADING.split(body)
    return [
        Passage(heading, slugify(heading), text)
        for heading, text in zip(parts[::2], parts[1::2], strict=True)
    ]
