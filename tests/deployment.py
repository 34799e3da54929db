"""What docs/deployment.md says to do, for tests to do it."""

import re
import textwrap
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[1]
DOCUMENT = (BASE_DIR / "docs" / "deployment.md").read_text()


def section(title, document=DOCUMENT):
    """The text below a heading, up to the next one."""
    found = re.search(rf"^#+ {re.escape(title)}\n(.*?)(?=^#|\Z)", document, re.M | re.S)
    assert found, f"there is no section {title!r}"
    return found[1]


def blocks(title, document=DOCUMENT):
    """What a section sets apart: each block without its indentation, and the line before it."""
    lead, found = "", []
    for paragraph in section(title, document).strip("\n").split("\n\n"):
        if not paragraph.startswith("    "):
            lead = paragraph.splitlines()[-1]
            continue
        block = textwrap.dedent(paragraph) + "\n"
        if found and found[-1][0] is lead:
            found[-1] = lead, f"{found[-1][1]}\n{block}"
        else:
            found.append((lead, block))
    return found


def commands(title):
    """The commands of a section, those of its first block."""
    return blocks(title)[0][1]


def files(title):
    """The files that a section gives, by the path that stands before each."""
    return {
        path[1]: block
        for line, block in blocks(title)
        if (path := re.search(r"`(/[^`]+)`:$", line))
    }
