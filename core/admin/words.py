"""What of a text was taken out and what was put in, word by word; blanks do not count."""

import re

from rapidfuzz.distance import LCSseq

SAME, OUT, IN = "same", "out", "in"
PIECES = re.compile(r"\d+(?:[.,]\d+)+\s*|\w+\s*|[^\w\s]\s*|\s+")  # a number is one piece
MOST = 6_000  # words and signs of two texts together: comparing takes memory by the square of it


def compared(before, after):
    """Two texts as pairs of SAME, OUT or IN and a part of them, in reading order."""
    olds, news = PIECES.findall(before), PIECES.findall(after)
    if len(olds) + len(news) > MOST:
        return without_empty([(OUT, before), (IN, after)])
    bare = [[piece.strip() for piece in pieces] for pieces in (olds, news)]
    parts, out, new = [], "", ""
    for kind, first, last, from_new, to_new in LCSseq.opcodes(*bare):
        if kind == "equal":
            parts += [(OUT, out), (IN, new), (SAME, "".join(news[from_new:to_new]))]
            out = new = ""
        else:
            out, new = out + "".join(olds[first:last]), new + "".join(news[from_new:to_new])
    return without_empty([*parts, (OUT, out), (IN, new)])


def without_empty(parts):
    return [(kind, text) for kind, text in parts if text]
