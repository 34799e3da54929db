"""What may have been meant by a name that nobody knows."""

from difflib import get_close_matches

SHORTEST = 3  # letters by which a name is told
# What parameters are called elsewhere, and what they are here.
CALLED_ELSEWHERE = {
    "count": ["page_size"],
    "limit": ["page_size"],
    "per_page": ["page_size"],
    "perpage": ["page_size"],
    "rows": ["page_size"],
    "size": ["page_size"],
    "query": ["q"],
    "search": ["q"],
    "order": ["sort"],
    "order_by": ["sort"],
    "orderby": ["sort"],
    "ordering": ["sort"],
    "sort_by": ["sort"],
    "offset": ["page", "cursor"],
    "skip": ["page", "cursor"],
    "start": ["page", "cursor"],
}


def did_you_mean(name, known):
    """The known name that is nearest to another, as a question, and all that are known."""
    near = nearest(name, known)
    return f"{question(near)} {known_ones(known)}" if near else known_ones(known)


def question(near):
    """The name that may have been meant, as a question."""
    return f"Did you mean {near}?"


def known_ones(known):
    """All known names, as a sentence."""
    return f"Known ones: {', '.join(sorted(known))}."


def nearest(name, known):
    """The one of some names that differs least from another, or None where all differ much.

    Where others call it so, what it is called here: that may be two names, with "or" between them.
    """
    if here := [one for one in CALLED_ELSEWHERE.get(name.lower(), ()) if one in known]:
        return " or ".join(here)
    plain = {one.replace("_", "").lower(): one for one in known}
    return close_to(name[:60].replace("_", "").lower(), plain)


def close_to(text, meant):
    """What is meant by that of some texts which differs least from another, None if all do much.

    One that alone begins like it, or has the same letters, is near, too. meant: by text.
    """
    if close := get_close_matches(text, meant, n=1, cutoff=0.7):
        return meant[close[0]]
    if len(text) < SHORTEST:
        return None
    letters = sorted(text)
    near = {
        what
        for one, what in meant.items()
        if one.startswith(text) or (len(one) == len(text) and sorted(one) == letters)
    }
    return near.pop() if len(near) == 1 else None
