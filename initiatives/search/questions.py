"""Questions about who took up what from whom, as readers begin to type them, and where they lead.

Each is asked of what is there: none leads to an empty list.
"""

from itertools import dropwhile
from typing import NamedTuple
from urllib.parse import urlencode

from core.search.language import EMPTY_WORDS, words_of
from core.search.names import LONGEST, MOST, Suggestion
from core.web.paths import path_of
from initiatives.short_names import name_in_text
from initiatives.uptake import Uptake

KIND = "Question"
COUNTRY = ["Country"]
SUBJECTS = {"Theme": "theme", "Sector": "sector"}  # kinds of names, with the parameter of each
FEW = 3  # subjects, or countries behind one, that may have been meant
ABOUT = {
    Uptake.TAKEN_UP: "Taken up elsewhere: {}",
    Uptake.WANTED: "Wanted by a country: {}",
}


class Question(NamedTuple):
    """What can be asked of one end of the ways. label: with room for a country."""

    label: str
    end: str
    uptake: Uptake


FROM = Question("Taken up from {}", "from_country", Uptake.TAKEN_UP)
IN = Question("Taken up in {}", "to_country", Uptake.TAKEN_UP)
WANTED = Question("Wanted by {}", "to_country", Uptake.WANTED)

# How readers begin, in the languages of the portal. What follows is a country.
OF_A_COUNTRY = {
    FROM: """
        taken up from; adopted from; copied from; replicated from; solutions from; from;
        repris de; repris du; adopté de; adopté du; solutions de; solutions du;
        adoptado de; adoptadas de; soluciones de; desde;
        adotado de; adotado do; adotadas do; soluções de; soluções do; حلول من
    """,
    IN: """
        taken up in; taken up by; adopted in; adopted by; copied in; replicated in;
        repris en; repris au; repris par; adopté en; adopté au; adopté par;
        adoptado en; adoptado por; adoptadas en; adoptadas por;
        adotado em; adotado no; adotado na; adotado por; adotadas em; اعتمد في
    """,
    WANTED: """
        wanted by; wanted in; requested by; voulu par; souhaité par; souhaité en;
        solicitado por; buscado por; pedido por; procurado por; مطلوب في
    """,
}
# What follows is a subject, a country, or one after the other.
OF_ANYTHING = {
    FROM: """
        who took up; who adopted; who copied; who replicated; qui a repris; qui a adopté;
        quién adoptó; quién retomó; quiénes adoptaron; quem adotou; quem adoptou;
        من اعتمد; من تبنى
    """,
    WANTED: "who wants; who is looking for; qui veut; quién quiere; quem quer; من يريد",
}
BEGINNINGS = [
    (" ".join(words_of(opening)), question, kinds)
    for openings, kinds in ((OF_A_COUNTRY, COUNTRY), (OF_ANYTHING, [*COUNTRY, *SUBJECTS]))
    for question, texts in openings.items()
    for opening in texts.split(";")
]
INTO = frozenset(words_of("in by en au aux par por em no na nos nas pelo pela في"))


def questions_of(country, ways):
    """The Suggestions of what can be asked of a country. country: its Suggestion; ways: Ways."""
    return [one for question in (FROM, IN, WANTED) if (one := _asked(question, ways, country))]


def questions_begun(text, names, ways):
    """The Suggestions of questions that somebody begins to type. names: SuggestedNames."""
    typed = " ".join(words_of(text[:LONGEST]))
    found = {}
    for beginning, question, kinds in BEGINNINGS:
        if typed.startswith(f"{beginning} "):
            words = typed.removeprefix(beginning).split()
        elif beginning.startswith(typed) and len(typed) >= len(beginning.split()[0]):
            words = []
        else:
            continue
        asked = _followed_by(words, question, kinds, names, ways)
        found |= {suggestion.url: suggestion for suggestion in asked if suggestion}
    return list(found.values())[:MOST]


def _followed_by(words, question, kinds, names, ways):
    """The question about what begins with some words: countries, subjects, or one of each."""
    directed, countries = _of_countries(words, question, names, ways)
    yield from (_asked(directed, ways, country) for country in countries)
    if kinds == COUNTRY:
        return
    subjects = _named(words, SUBJECTS, names)[:FEW]
    yield from (_asked(question, ways, subject=subject) for subject in subjects)
    for at, word in enumerate(words):
        if at and word in EMPTY_WORDS:
            directed, countries = _of_countries(words[at:], question, names, ways)
            for subject in _named(words[:at], SUBJECTS, names)[:FEW]:
                yield from (_asked(directed, ways, country, subject) for country in countries)


def _of_countries(words, question, names, ways):
    """A question as a preposition turns it, and the countries that are named behind that.

    "Who took up ... in" is no question of where it came from. Until one is named, the countries of
    which the answer is yes most often.
    """
    if question is FROM and words and words[0] in INTO:
        question = IN
    if telling := _telling(words):
        return question, _named(telling, COUNTRY, names)
    counts = ways.counts(question.end, ways.chosen("uptake", [question.uptake]))
    busiest = sorted(counts, key=lambda code: (-counts[code], code))[:MOST]
    known = (names.known.get(("Country", code)) for code in busiest)
    return question, [country for country in known if country]


def _named(words, kinds, names):
    """The Suggestions of some kinds whose names begin with some words, or nearly so."""
    text = " ".join(words)
    found = names.beginning_with(text, kinds) or names.nearly_beginning_with(text, kinds)
    return [one.suggestion for one in found]


def _telling(words):
    """Words from the first one on that is neither a preposition nor an article."""
    return list(dropwhile(EMPTY_WORDS.__contains__, words))


def _asked(question, ways, country=None, subject=None):
    """The Suggestion of a question about a country, a subject, or both; None where it is empty."""
    asked = {"uptake": question.uptake.value}
    if country:
        asked[question.end] = country.key
    if subject:
        asked[SUBJECTS[subject.kind]] = subject.key
    keys = ways.everything
    for name, value in asked.items():
        keys = keys & ways.chosen(name, [value])
    if not keys:
        return None
    if country is None:
        label = ABOUT[question.uptake].format(subject.name)
    else:
        label = question.label.format(name_in_text(country.name))
        label += f": {subject.name}" if subject else ""
    return Suggestion(label, KIND, f"{path_of('replications:list')}?{urlencode(asked)}", rank=0)
