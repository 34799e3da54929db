"""The passages of a guideline: each begins with a line of two number signs and its heading."""

from dataclasses import dataclass

from django.utils.text import slugify

from core import prose

BEGINNINGS = ("## ", "##\t")


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
    _, text = parts(body)[0]
    return prose.to_html(text)


def passages(body):
    """The passages of a text, in its order."""
    return [Passage(heading, slugify(heading), text) for heading, text in parts(body)[1:]]


def parts(body):
    """The (heading, text) of which a text is made; the first has no heading and may be empty."""
    found = [("", [])]
    for line in body.split("\n"):
        if heading := heading_of(line):
            found.append((heading, []))
        else:
            found[-1][1].append(line)
    return [(heading, "\n".join(lines)) for heading, lines in found]


def heading_of(line):
    """The heading that a line is, without its number signs; empty where it is none."""
    return line[2:].strip().rstrip("#").rstrip() if line.startswith(BEGINNINGS) else ""
