"""What a page that answers a question is called where it is shared: what was asked, with an end."""

TITLE, DESCRIPTION = 120, 300  # signs; messengers show fewer
CUT = "…"


def bounded(text, most):
    """A text of at most so many signs, cut between words where it has more."""
    if len(text) <= most:
        return text
    begun = text[: most - len(CUT)]
    return (begun.rpartition(" ")[0] or begun).rstrip(" ,;:") + CUT


def found(count, one, many, asked, most=TITLE):
    """How many records answer a question: "18 initiatives on child labour, involving Kenya".

    one, many: what such records are called; asked: what follows, with the sign or word before it.
    """
    return bounded(f"{count:,} {one if count == 1 else many}{asked}", most)


def named(titles, most=TITLE):
    """Some titles, each shortened so that all have a place: "One, Two and Three"."""
    each = most // max(len(titles), 1) - len(" and ")
    *former, last = (bounded(title, each) for title in titles)
    return f"{', '.join(former)} and {last}" if former else last
