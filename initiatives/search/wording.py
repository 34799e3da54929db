"""A question about initiatives in a reader's words."""

from core.search.facets import ALL
from initiatives.search.facets import FACETS
from initiatives.uptake import Uptake

PHRASES = {
    "theme": "on {}",
    "sector": "in the sector {}",
    "country": "involving {}",
    "region": "in {}",
    "group": "with members of {}",
    "modality": "through {}",
    "kind": "of the kind {}",
    "evidence": "based on {}",
    "organization": "with {}",
    "sdg": "towards SDG {}",
    "origin_country": "begun in {}",
    "participating_country": "with {} taking part",
    "taken_up_by": "taken up by {}",
    "learnt_by": "learnt from by {}",
    "wanted_by": "wanted by {}",
    "year": "begun in {}",
    "pillar": "under the pillar {}",
    "convention": "with themes of {}",
    "target": "towards the target “{}”",
}
SEVERAL = {"sector": "in the sectors {}", "sdg": "towards SDGs {}"}  # of which all are asked for
STAGES = {
    "interested": "wanted by a country",
    "exchange": "learnt from by a country",
    "adapting": "being adapted elsewhere",
    "replicated": "replicated elsewhere",
}
UPTAKES = {
    Uptake.TAKEN_UP: "taken up elsewhere",
    Uptake.LEARNT_FROM: "learnt from by a country",
    Uptake.WANTED: "wanted by a country",
}
STATUSES = {
    "active": "still running",
    "completed": "completed",
    "unknown": "of which no source says whether they are still running",
}
LOWERED = {"theme", "sector", "modality", "kind", "evidence"}  # names that are ordinary words


def sentence(question, labels):
    """What is asked for: "on child labour, involving Ecuador or Peru, begun since 2010".

    question: cleaned values by parameter; labels: the chosen values' names, by facet.
    """
    match = question.get("match")
    parts = []
    for name, phrase in PHRASES.items():
        if chosen := labels.get(name):
            words = [lowered(name, label) for label in chosen]
            fitting = SEVERAL.get(name, phrase) if wants_all(name, words, match) else phrase
            parts.append(fitting.format(together(name, words, match)))
    for name, words in (("uptake", UPTAKES), ("stage", STAGES), ("status", STATUSES)):
        if chosen := question.get(name):
            parts.append(either(words.get(value, value) for value in chosen))
    first, last = question.get("year_from"), question.get("year_to")
    if first and last:
        parts.append(f"begun in {first}" if first == last else f"begun between {first} and {last}")
    elif first or last:
        parts.append(f"begun in {first} or later" if first else f"begun in {last} or earlier")
    return ", ".join(parts)


def left_out(excluded):
    """What a question leaves out, in words; excluded: as a filterset has it."""
    words = [lowered(facet.name, name) for facet, names in excluded for name in names.values()]
    return f"without {either(words)}" if words else ""


def together(name, words, match=ALL):
    """The chosen values of a facet in words: with "and" where all of them are asked for."""
    return every(words) if wants_all(name, words, match) else either(words)


def wants_all(name, words, match=ALL):
    """Whether there are several words, and they stand for values that are all asked for."""
    return len(words) > 1 and name in FACETS and FACETS[name].wants_all(match)


def either(words):
    """Words as a choice: Ecuador, Peru or Chile."""
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


def every(words):
    """Words of which all count: child labour and pensions; HIV and work as well as pensions."""
    *most, last = words
    link = "as well as" if any(" and " in word for word in words) else "and"
    return f"{', '.join(most)} {link} {last}" if most else last


def lowered(name, label):
    """The name of a value of a facet as it stands within a sentence."""
    return within_sentence(label) if name in LOWERED else label


def within_sentence(label):
    """A name of ordinary words as it stands within a sentence; acronyms keep their capitals."""
    return label[0].lower() + label[1:] if label[1:2].islower() else label
