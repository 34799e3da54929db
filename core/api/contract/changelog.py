"""The changelog of the API: a section for each release, and one for what comes next.

The text is Markdown. What comes next is written from a comparison, never by hand; a release gives
it its day.
"""

import re
from operator import attrgetter

NEXT = "## Next"
SECTIONS = re.compile(r"(?m)^(?=## )")


def sections(text):
    """The sections of a changelog as pairs of a heading and the Markdown below it."""
    _, *found = SECTIONS.split(text)
    return [tuple(one.removeprefix("## ").split("\n", 1)) for one in found]


def told(changes):
    """Changes as a list: what is other about a question or shape, or the same about several."""
    sentences = {}  # by place
    for change in sorted(changes, key=attrgetter("where")):
        said = f"**{change.says} (breaking)**" if change.is_breaking else change.says
        sentences.setdefault(change.where, []).append(said)
    places = {}  # by what is said of them
    for where, said in sentences.items():
        places.setdefault("; ".join(said), []).append(f"`{where}`")
    return "\n".join(f"- {', '.join(named)}: {said}." for said, named in places.items())


def renewed(text, changes):
    """A changelog of which the section of what comes next tells of these changes."""
    opening, *parts = SECTIONS.split(text)
    if parts and parts[0].startswith(NEXT):
        del parts[0]
    if changes:
        parts.insert(0, f"{NEXT}\n\n{told(changes)}\n\n")
    return "".join([opening, *parts])


def released(text, day):
    """A changelog of which what came next was released on a day."""
    return text.replace(f"{NEXT}\n", f"## {day:%Y-%m-%d}\n", 1)
