"""Icons of the desk, which are words in a font of pictures: "more_vert", "rate_review"."""

import re

ICON = re.compile(rb'<span (?=[^>]*class="[^"]*material-symbols-outlined)(?![^>]*aria-hidden)')


def unread(response):
    """The page, with icons that no screen reader reads out; what they do is said in words."""
    if hasattr(response, "add_post_render_callback"):
        response.add_post_render_callback(hide_icons)
    return response


def hide_icons(response):
    response.content = ICON.sub(b'<span aria-hidden="true" ', response.content)
