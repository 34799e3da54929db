"""What is found of a question about replications: a sentence, a map and two ranked lists."""

from functools import cached_property

from django.urls import reverse

from core.web.paths import path_of
from initiatives.pages.flows import map_html
from initiatives.pages.rankings import ranking_html
from initiatives.pages.ways_in_words import Within, answer_in_words
from initiatives.search.answer import names_of
from initiatives.search.facets import FACETS
from initiatives.short_names import short_name
from initiatives.uptake import uptake_of

HERE = "country"  # the parameter for a country at either end


class WaysTold:
    """The ways that a ReplicationFilter finds, as readers see them.

    Where the question names one country at either end, what came from it and what went to it are
    told apart.
    """

    def __init__(self, filterset):
        self.filterset = filterset
        self.chosen = {facet.name: filterset.chosen(facet) for facet in filterset.FACETS}

    @property
    def sentence(self):
        """How many countries took up, learnt from or want how much from how many others."""
        here = self._only(HERE)
        told = [(end, tallies) for end, tallies in self._by_end.items() if tallies]
        if here is None or not told:
            return self._sentence(self._found, self._scope)
        scope = self._scope | {HERE: []}
        sentences = []
        for end, tallies in told:
            sentences.append(self._sentence(tallies, scope | {end: [self.chosen[HERE][here]]}))
            scope = {}  # is said
        return " ".join(sentences)

    @property
    def countries(self):
        """The countries that the question names, each with its page: pairs of name and address."""
        named = {}
        for facet in ("from_country", "to_country", HERE):
            named |= self.chosen[facet]
        return [
            (short_name(name), path_of("countries:detail", code)) for code, name in named.items()
        ]

    @cached_property
    def givers(self):
        """Where it came from: the countries ranked, unless the question names the one."""
        if self._only("from_country"):
            return ""
        return self._ranking("from_country", "givers", self._by_end["to_country"])

    @cached_property
    def takers(self):
        """Where it went: the countries ranked, unless the question names the one."""
        if self._only("to_country"):
            return ""
        return self._ranking("to_country", "takers", self._by_end["from_country"])

    @property
    def map(self):
        """The map of what is found alone, close up where it is close together."""
        ways = self.filterset.ways
        named = [self._only(name) for name in (HERE, "from_country", "to_country")]
        flows = ways.flows(self.filterset.qs.keys)
        return map_html(flows, self._address(HERE), highlight=[code for code in named if code])

    def _only(self, name):
        """The one value that the question has of a facet, or None."""
        return next(iter(self.chosen[name])) if len(self.chosen[name]) == 1 else None

    @property
    def _found(self):
        return self.filterset.ways.tallies(self.filterset.qs.keys)

    @cached_property
    def _by_end(self):
        """Tallies of what has the one country of the question at each end; of all without one."""
        ways, found, here = self.filterset.ways, self.filterset.qs.keys, self._only(HERE)
        ends = ("from_country", "to_country")
        if here is None:
            return dict.fromkeys(ends, self._found)
        return {end: ways.tallies(found & ways.chosen(end, [here])) for end in ends}

    @property
    def _scope(self):
        """By parameter the labels of what is asked for, words and years as they are."""
        question = self.filterset.question
        scope = {name: list(labels.values()) for name, labels in self.chosen.items()}
        scope["q"] = [self.filterset.words_left] if self.filterset.words_left else []
        scope["read"] = [condition.said for condition in self.filterset.conditions]
        return scope | {name: question.get(name) for name in ("year_from", "year_to", "match")}

    def _sentence(self, tallies, scope):
        question = self.filterset.question
        uptakes = question.get("uptake") or [uptake_of(one) for one in question.get("stage") or []]
        uptakes = uptakes or self.filterset.uptakes_read
        for name in ("to_region", "region"):
            if region := self._only(name):
                members = self.filterset.ways.members["region"].get(region, frozenset())
                within = Within(self.chosen[name][region], members)
                break
        else:
            within = None
        return answer_in_words(tallies, scope, self._names, uptakes, within)

    @cached_property
    def _names(self):
        tallies = [tally for end in self._by_end.values() for tally in end.values()]
        return names_of(
            FACETS["country"], {code for t in tallies for code in (*t.takers, *t.givers)}
        )

    def _ranking(self, name, end, tallies):
        counts = {uptake: getattr(tally, end) for uptake, tally in tallies.items()}
        return ranking_html(counts, self._names, self._address(name))

    def _address(self, name):
        """A function that gives the address of what is found of one country."""
        query = self.filterset.query_with(name)
        return lambda code: f"{reverse('replications:list')}?{query([code])}"
