"""What stood for the words of a question, as a sentence for those who asked it."""

from itertools import groupby

from core.search.typed import as_typed
from core.search.words import AS_TYPED, Tag
from initiatives.search.wording import LOWERED, PHRASES, either, lowered, within_sentence

MOST_WORDS = 3  # that a sentence names
SIGNS = ".,;:!?()"  # beside the words of a question
# What is said of records that have something in one kind of way: of one, and of several.
SAID = {
    "tag": ("is {}", "are {}"),
    "words": ("mentions {}", "mention {}"),
    "name": ("has a theme or sector with that name", "have a theme or sector with that name"),
    "apart": ("has these words apart", "have these words apart"),
}


def meaning(concept, shares, text, labels):
    """What stood for words: "3 mention “street vendors”; 20 more are on the informal economy."

    shares: what a catalogue's `shares` says of the concept; text: the question; labels: by facet
    and value what readers see. Empty where all records have the words, or what they name.
    """
    (_, mentions), *others = shares
    counted = [(way, count) for way, count in others if count]
    if all(way.away == AS_TYPED and kind_of(way) != "apart" for way, _ in counted):
        return ""
    words = as_typed(text, [concept.shown.split()]).strip(SIGNS) or concept.shown
    typed = f"“{words}”"
    clauses = [clause(mentions, "words", typed) if mentions else f"None mention {typed}"]
    for kind, group in groupby(counted, key=lambda share: kind_of(share[0])):
        ways = list(group)
        count = sum(number for _, number in ways)
        is_further = mentions or len(clauses) > 1
        clauses.append(clause(count, kind, named(ways, labels), "more " if is_further else ""))
    return f"{'; '.join(clauses)}."


def clause(count, kind, what, more=""):
    """What so many records have: "20 more are on the informal economy"."""
    singular, plural = SAID[kind]
    return f"{count:,} {more}{(singular if count == 1 else plural).format(what)}"


def kind_of(way):
    """The kind of a way, as SAID has them."""
    if isinstance(way, Tag):
        return "tag"
    if not way.shown:
        return "apart"
    return "words" if way.is_own or way.away == AS_TYPED else "name"


def named(shares, labels):
    """What some ways of one kind are, as a choice; of many, those that most records have."""
    most = sorted(shares, key=lambda share: -share[1])[:MOST_WORDS]
    return either(worded(way, labels) for way, _ in most)


def worded(way, labels):
    """A way within a sentence: on the informal economy, in the sector tea, “employers”."""
    if isinstance(way, Tag):
        label = lowered(way.name, labels[way.name].get(way.value, way.value))
        return PHRASES[way.name].format(f"the {label}" if label.endswith("economy") else label)
    is_label = any(way.shown in labels[name].values() for name in LOWERED & labels.keys())
    return f"“{within_sentence(way.shown) if is_label else way.shown}”"
