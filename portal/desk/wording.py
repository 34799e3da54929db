"""What unfold and Django write into pages of the desk for programmers, said for those who read it.

Icons are words in a font of pictures, "more_vert" or "rate_review": no screen reader says them.
"""

import re

ICON = re.compile(rb'<span (?=[^>]*class="[^"]*material-symbols-outlined)(?![^>]*aria-hidden)')
CHOICE = b'"Select record"'  # of a row in a list, as an attribute


def in_plain_words(response):
    """The page, once it is rendered, in words that its readers know."""
    if hasattr(response, "add_post_render_callback"):
        response.add_post_render_callback(reword)
    return response


def reword(response):
    content = ICON.sub(b'<span aria-hidden="true" ', response.content)
    response.content = content.replace(CHOICE, b'"Choose"')
