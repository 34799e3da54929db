"""What may have been meant by a name that nobody knows."""

from difflib import get_close_matches


def did_you_mean(name, known):
    """The known name that is nearest to another, as a question, and all that are known."""
    near = nearest(name, known)
    return f"Did you mean {near}? {known_ones(known)}" if near else known_ones(known)


def known_ones(known):
    """All known names, as a sentence."""
    return f"Known ones: {', '.join(sorted(known))}."


def nearest(name, known):
    """The one of some names that differs least from another, or None where all differ much."""
    plain = {one.replace("_", "").lower(): one for one in known}
    close = get_close_matches(name[:60].replace("_", "").lower(), plain, n=1, cutoff=0.7)
    return plain[close[0]] if close else None
