"""Where a document holds what a program makes: between two comments, made anew each time."""

import re

END = "<!-- The end of what is made. -->"


def written(text, begin, made):
    """A document with what stands from `begin`, a comment, to the next END made anew.

    Raises ValueError where the document has no such place, or several.
    """
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(END)}", re.DOTALL)
    text, count = pattern.subn(lambda _: f"{begin}\n\n{made}\n\n{END}", text)
    if count != 1:
        raise ValueError(f"The document has {count} places for what is made; it needs one.")
    return text


def write(document, begin, made):
    """The same, in the file of the document."""
    document.write_text(written(document.read_text(), begin, made))
