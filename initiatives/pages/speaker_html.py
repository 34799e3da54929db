"""People who spoke for an organization or a country, as HTML.

Written without templates: some bodies have hundreds of appearances, each of a dozen nodes.
"""

from html import escape

from django.utils.safestring import mark_safe


def by_person(appearances):
    """Pairs of a person and the person's appearances among some, in their order."""
    found = {}
    for appearance in appearances:
        found.setdefault(appearance.person, []).append(appearance)
    return list(found.items())


def speaker_html(person, appearances):
    """A person with the post of the latest appearance, and each session by role."""
    post = escape(appearances[0].title)
    post = f', <span class="soft">{post}</span>' if post else ""
    html = (
        f'<li><a href="{person.get_absolute_url()}">{escape(person.name)}</a>{post}\n'
        f"<ul>{''.join(map(appearance_html, appearances))}</ul>\n</li>"
    )
    return mark_safe(html)  # noqa: S308 - escaped piecewise


def appearance_html(appearance):
    """A part in a session as a line."""
    session = appearance.session
    return (
        f'<li><span class="role">{escape(appearance.get_role_display())}</span> '
        f'<a href="{session.get_absolute_url()}">{escape(session.title)}</a> '
        f'<span class="soft">{escape(session.forum.title_with_year)}</span></li>'
    )
