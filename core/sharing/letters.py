"""Which signs cards and briefs can show: those for which typst brings letters along."""

import re

# Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic and Persian, Devanagari; punctuation, currencies,
# raised and lowered numbers, signs like letters, of mathematics and technology, arrows and shapes.
SHOWN = (
    " -~\u00a0-\u0482\u048a-\u04ff\u0510-\u0513\u0531-\u0556\u0561-\u0587\u05b0-\u05f4\u0621-\u063a"
    "\u0640-\u0655\u0660-\u066d\u067e\u0686\u0698\u06a9\u06af\u06cc\u0901-\u0970\u1e00-\u1eff"
    "\u200b-\u200f\u2010-\u2027\u2030-\u2040\u2042\u2044-\u2052\u2070\u2071\u2074-\u208e\u20a0-\u20bf"
    "\u2100-\u211e\u2122\u2126-\u2151\u2153-\u2184\u2190-\u23ff\u2460-\u2606\u2713\u2714\ufb00-\ufb06"
)
UNKNOWN = re.compile(rf"[^{SHOWN}]+")
EMPTIED = re.compile(r" *(?:\([ ,;]*\)|\[[ ,;]*\]|“[ ,;]*”|«[ ,;]*»)")  # by what was taken out
LONGEST = 300  # signs of a text of which more would never be seen


def shown(text):
    """A text in one line as far as there are letters for it; nothing where most of it is lost."""
    return in_known_letters(" ".join(text.split())[:LONGEST]).strip()


def in_known_letters(text):
    """A text without the signs that there are no letters for; nothing where most of it is lost."""
    if not UNKNOWN.search(text):
        return text
    known = re.sub(" {2,}", " ", EMPTIED.sub("", UNKNOWN.sub(" ", text)))
    return known if 2 * len(known.strip()) > len(text.strip()) else ""
