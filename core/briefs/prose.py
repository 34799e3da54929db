"""Curators' Markdown as blocks of a brief: what `core.prose` shows of it on a page."""

from core.briefs.model import Paragraph, Points, Words
from core.prose import parsed

SAFE = ("https://", "http://", "mailto:")


def blocks_of(text):
    """The Paragraphs and Points of a Markdown text; headings and quotations become paragraphs."""
    blocks, points = [], []
    lists = []  # whether each of those that are open is numbered
    for token in parsed(text):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(token.type == "ordered_list_open")
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            is_numbered = lists.pop()
            if not lists and points:
                blocks.append(Points(tuple(points), is_numbered=is_numbered))
                points = []
        elif token.type == "inline":
            line = line_of(token.children)
            if line:
                (points.append(line) if lists else blocks.append(Paragraph(line)))
        elif token.type in ("code_block", "fence"):
            blocks.append(Paragraph((Words(" ".join(token.content.split())),)))
    return tuple(blocks)


def line_of(tokens):
    """The Words of the inline tokens of a paragraph."""
    words, url, strong, emphasis = [], "", 0, 0
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                strong += token.nesting
            case "em_open" | "em_close":
                emphasis += token.nesting
            case "link_open":
                href = token.attrGet("href")
                url = href if href.startswith(SAFE) else ""
            case "link_close":
                url = ""
            case "softbreak" | "hardbreak":
                words.append(Words(" "))
            case _:
                if token.content:
                    words.append(
                        Words(
                            token.content,
                            url=url,
                            is_strong=strong > 0,
                            is_emphasis=emphasis > 0,
                        )
                    )
    return tuple(words)
