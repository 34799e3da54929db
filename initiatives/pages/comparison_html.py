"""Lines of the answers that a comparison gives, as HTML: written without templates, being many."""

from html import escape

from django.utils.safestring import mark_safe

from initiatives.pages.card_html import cite_html


def lines_html(lines, sources):
    """The lines of an Answer, each citing by number; sources: those of the page."""
    html = "".join(f"<p>{_line(pieces, sources)}</p>" for pieces in lines)
    return mark_safe(html)  # noqa: S308 - escaped piecewise


def _line(pieces, sources):
    html = []
    for piece in pieces:
        words = escape(piece.text)
        html.append(f'<a href="{escape(piece.url)}">{words}</a>' if piece.url else words)
        if piece.source:
            html.append(cite_html(sources.index(piece.source) + 1, piece.source.title))
    return "".join(html)
