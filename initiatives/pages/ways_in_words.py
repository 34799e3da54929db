"""Who took up, learnt about or wants how much from how many others, as a sentence."""

from typing import NamedTuple

from django.contrib.humanize.templatetags.humanize import apnumber, intcomma

from initiatives.search.wording import either, lowered, together
from initiatives.short_names import name_in_text
from initiatives.uptake import Uptake

SCOPE = {  # by parameter, in the order of the sentence
    "initiative": "{}",
    "theme": "on {}",
    "pillar": "on {}",
    "sector": "in {}",
    "q": "with the words {}",
    "region": "from or to {}",
    "group": "from or to members of {}",
    "country": "from or to {}",
    "from_region": "from {}",
    "from_country": "from {}",
    "to_region": "to {}",
    "to_country": "to {}",
    "stage": "at the stage {}",
}
SAID_WITHIN = {"to_country", "to_region"}  # of which one alone stands in the sentence itself
QUOTED = {"initiative", "q", "stage"}
PLACES = {"region", "from_region", "to_region", "country", "from_country", "to_country"}


class Verb(NamedTuple):
    """What one country or several do, a word that follows, and what is done with an initiative."""

    one: str
    several: str
    particle: str
    done: str


VERBS = {
    Uptake.TAKEN_UP: Verb("took", "took", "up", "taken up"),
    Uptake.LEARNT_FROM: Verb("learnt about", "learnt about", "", "learnt from"),
    Uptake.WANTED: Verb("wants", "want", "", "wanted"),
}


class Within(NamedTuple):
    """The one region that is asked for, and the codes of its countries."""

    name: str
    countries: frozenset


def answer_in_words(tallies, scope, names, uptakes=(), within=None):
    """The answer to a question about replications: "On child labour: two countries took up ...".

    tallies: Tally by Uptake, as Ways counts them; scope: by parameter the labels of what is asked
    for, words and years as they are, and as "read" what was read of the words; names: of countries
    by code; uptakes: what alone is asked for, if not for all; within: a Within where one region is
    asked for.
    """
    if not tallies:
        if scope.get("read"):
            return f"No replication is known {in_words(scope)}."
        done = either([VERBS[uptake].done for uptake in uptakes or VERBS])
        return f"Nothing is known to have been {done} {in_words(scope)}".rstrip() + "."
    takers = frozenset().union(*(tally.takers for tally in tallies.values()))
    told = Telling(
        names=names,
        within=within,
        taker=next(iter(takers)) if len(takers) == 1 else None,
        has_one_giver=len(scope.get("from_country", ())) == 1,
        has_one_initiative=len(scope.get("initiative", ())) == 1,
    )
    clauses = [told.clause(uptake, tally) for uptake, tally in tallies.items()]
    if not uptakes and Uptake.TAKEN_UP not in tallies:
        initiatives = frozenset().union(*(tally.initiatives for tally in tallies.values()))
        clauses.append(told.nothing_taken_up(len(initiatives)))
    said = told.of_one(clauses) if told.taker else "; ".join(clauses)
    for name in SAID_WITHIN:
        if len(scope.get(name, ())) == 1:
            scope = {other: labels for other, labels in scope.items() if other != name}
    before = in_words(scope)
    answer = f"{before}: {said}." if before else f"{said}."
    return answer[0].upper() + answer[1:]


def in_words(scope):
    """What is asked for: "on child labour, from or to Africa, since 2010"."""
    parts = []
    for name, phrase in SCOPE.items():
        if labels := scope.get(name):
            words = [_spelt(name, label) for label in labels]
            parts.append(phrase.format(together(name, words, scope.get("match"))))
    parts += scope.get("read", ())
    first, last = scope.get("year_from"), scope.get("year_to")
    if first and last:
        parts.append(f"in {first}" if first == last else f"{first} to {last}")
    elif first or last:
        parts.append(f"since {first}" if first else f"until {last}")
    return ", ".join(parts)


def counted(number, noun):
    """A number with what it counts: one initiative, nine initiatives, 1,169 initiatives."""
    return f"{in_letters(number)} {noun if number == 1 else _several(noun)}"


def in_letters(number):
    """Numbers up to nine in words, others in figures."""
    return str(apnumber(number)) if number < 10 else intcomma(number)


def _several(noun):
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"


def _spelt(name, label):
    if name in QUOTED:
        return f"“{label}”"
    return name_in_text(label) if name in PLACES else lowered(name, label)


class Telling(NamedTuple):
    """What the clauses of an answer know of each other.

    taker: the only country that something came to, if there is only one; has_one_giver and
    has_one_initiative: whether the question itself names the only one.
    """

    names: dict
    within: Within | None
    taker: str | None
    has_one_giver: bool
    has_one_initiative: bool

    def of_one(self, clauses):
        """What the only country did, without naming it anew: "Kenya took up two and wants one"."""
        *before, last = clauses
        did = f"{', '.join(before)} and {last}" if before else last
        return f"{self._named(self.taker)} {did}"

    def clause(self, uptake, tally):
        """That so many countries took up, learnt about or want so much from so many others."""
        verb = VERBS[uptake]
        does = verb.one if len(tally.takers) == 1 else verb.several
        if self.has_one_initiative:
            done = f"{does} it {verb.particle}"
        else:
            done = f"{does} {verb.particle} {counted(len(tally.initiatives), 'initiative')}"
        who = "" if self.taker else self._takers(tally)
        return " ".join(f"{who} {done} {self._givers(tally)}".split())

    def nothing_taken_up(self, initiatives):
        """That none of so many initiatives was taken up."""
        what = "it" if initiatives == 1 else "any"
        if self.taker:
            return f"is not known to have taken {what} up"
        what = "it" if initiatives == 1 else "one"
        return f"no country is known to have taken {what} up"

    def _takers(self, tally):
        if len(tally.takers) == 1:
            return self._named(*tally.takers)
        countries = counted(len(tally.takers), "country")
        if self.within is None:
            return countries
        inside = len(self.within.countries.intersection(tally.takers))
        place = name_in_text(self.within.name)
        if inside == len(tally.takers):
            return f"{countries} in {place}"
        return (
            f"{countries} ({in_letters(inside)} in {place})" if inside else f"{countries} elsewhere"
        )

    def _givers(self, tally):
        if self.has_one_giver:
            return ""
        if len(tally.givers) == 1:
            return f"from {self._named(*tally.givers)}"
        if not tally.givers.keys().isdisjoint(tally.takers):
            return f"from {counted(len(tally.givers), 'country')}"
        return f"from {in_letters(len(tally.givers))} others"

    def _named(self, code):
        return name_in_text(self.names.get(code, code))
