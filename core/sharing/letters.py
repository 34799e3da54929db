"""Which signs a card can show: those for which there are letters in what typst brings along."""

import re

# Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic and Persian, Devanagari; punctuation, currencies,
# letter-like signs and arrows.
SHOWN = (
    " -~\u00a0-\u0482\u048a-\u04ff\u0510-\u0513\u0531-\u0556\u0561-\u0587\u05b0-\u05f4\u0621-\u063a"
    "\u0640-\u0655\u0660-\u066d\u067e\u0686\u0698\u06a9\u06af\u06cc\u0901-\u0970\u1e00-\u1eff"
    "\u200b-\u200f\u2010-\u2027\u2030-\u203f\u20a0-\u20bf\u2190-\u2199"
)
UNKNOWN = re.compile(rf"[^{SHOWN}]+")
LONGEST = 300  # signs of a text of which more would never be seen


def shown(text):
    """A text in one line as far as there are letters for it; nothing where most of it is lost."""
    text = " ".join(text.split())[:LONGEST]
    known = " ".join(UNKNOWN.sub(" ", text).split())
    return known if 2 * len(known) > len(text) else ""
