"""The part of a text where the words stand, with the words marked."""

import re
from html import escape

from django.utils.safestring import mark_safe

from core.search.language import marked_positions

LONGEST = 260  # characters of a snippet
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


def marked(text, stems):
    """The whole text, escaped, with the words of these stems in <mark>."""
    return _marked(text, _joined(text, marked_positions(text, stems)))


def snippet(texts, stems):
    """The passage that holds most of the stems, marked; None where no text has any.

    texts: in the order of preference; of passages with as many different words the first wins.
    """
    best, most = None, 0
    for text in texts:
        if not marked_positions(text, stems):
            continue  # most texts have none of the words, and passages take time to cut
        for passage in _passages(text):
            positions = marked_positions(passage, stems)
            different = len({passage[start:end].lower() for start, end in positions})
            if different > most:
                best, most = (passage, positions), different
    if best is None:
        return None
    passage, positions = best
    return _marked(*_shortened(passage, positions))


def _passages(text):
    """Sentences of a text, Markdown's signs left out."""
    plain = re.sub(r"[*_`#>]+|\[([^\]]*)\]\([^)]*\)", r"\1", text or "")
    return [passage for passage in SENTENCE.split(plain) if passage]


def _joined(text, positions):
    """Neighbouring words as one mark."""
    spans = []
    for start, end in positions:
        if spans and text[spans[-1][1] : start].strip(" -'") == "":
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _shortened(passage, positions):
    """A passage cut to LONGEST characters around its first marked word, at blanks."""
    if len(passage) <= LONGEST:
        return passage, _joined(passage, positions)
    begin = max(positions[0][0] - LONGEST // 4, 0)
    if begin:
        begin = passage.find(" ", begin) + 1
    end = passage.rfind(" ", begin, begin + LONGEST)
    if end <= begin:
        end = begin + LONGEST
    before, after = "… " if begin else "", " …" if end < len(passage) else ""
    shift = begin - len(before)
    kept = [(start - shift, stop - shift) for start, stop in positions if begin <= start < end]
    text = f"{before}{passage[begin:end]}{after}"
    return text, _joined(text, [(start, min(stop, len(text))) for start, stop in kept])


def _marked(text, spans):
    """Escape each piece apart, so that nothing a curator typed becomes markup."""
    html, at = [], 0
    for start, end in spans:
        html += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    html.append(escape(text[at:]))
    return mark_safe("".join(html))  # noqa: S308 - every piece is escaped above
