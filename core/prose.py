"""Curators' prose as HTML: Markdown in, nothing that runs out."""

import nh3
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "a", "blockquote", "code", "h3", "h4"}


class _Markdown(MarkdownIt):
    """Markdown without links to another site that look as if they led to a page of this one."""

    def validateLink(self, url):
        return not url.startswith("//") and super().validateLink(url)


_markdown = _Markdown("commonmark", {"html": False, "linkify": False})


def parsed(text):
    """The tokens of a Markdown text, for forms that are no HTML."""
    return _markdown.parse(text or "")


def to_html(text):
    """Safe HTML of a Markdown text; raw HTML in it shows as text."""
    html = _markdown.render(text or "")
    return mark_safe(  # noqa: S308 - cleaned on this very line
        nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, link_rel="noopener nofollow")
    )
