"""A question about initiatives in a reader's words."""

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
}
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
    parts = []
    for name, phrase in PHRASES.items():
        if chosen := labels.get(name):
            parts.append(phrase.format(either(lowered(name, label) for label in chosen)))
    for name, words in (("uptake", UPTAKES), ("stage", STAGES), ("status", STATUSES)):
        if chosen := question.get(name):
            parts.append(either(words.get(value, value) for value in chosen))
    first, last = question.get("year_from"), question.get("year_to")
    if first and last:
        parts.append(f"begun in {first}" if first == last else f"begun between {first} and {last}")
    elif first or last:
        parts.append(f"begun in {first} or later" if first else f"begun in {last} or earlier")
    return ", ".join(parts)


def either(words):
    """Words as a choice: Ecuador, Peru or Chile."""
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


def lowered(name, label):
    """The name of a value of a facet as it stands within a sentence."""
    return within_sentence(label) if name in LOWERED else label


def within_sentence(label):
    """A name of ordinary words as it stands within a sentence; acronyms keep their capitals."""
    return label[0].lower() + label[1:] if label[1:2].islower() else label
