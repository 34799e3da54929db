"""What initiatives answer in a comparison, as HTML: written without templates, being many."""

from html import escape

from django.utils.safestring import mark_safe

from core import prose
from initiatives.pages.card_html import cite_html


def answer_html(answer, sources):
    """An Answer but for its figures, each line citing by number; sources: those of the page."""
    if not answer.is_known:
        return mark_safe(f'<p class="soft">{escape(answer.gap.capitalize())}</p>')  # noqa: S308
    html = [prose.to_html(answer.prose)] if answer.prose else []
    html += [f"<p>{_line(pieces, sources)}</p>" for pieces in answer.lines]
    return mark_safe("".join(html))  # noqa: S308 - escaped piecewise


def _line(pieces, sources):
    html = []
    for piece in pieces:
        words = escape(piece.text)
        html.append(f'<a href="{escape(piece.url)}">{words}</a>' if piece.url else words)
        if piece.source:
            html.append(cite_html(sources.index(piece.source) + 1, piece.source.title))
    return "".join(html)
