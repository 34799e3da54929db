"""What a search answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from core.search.words import ParsedQuery


@dataclass(frozen=True)
class Found:
    """What some words find of one kind of records.

    keys: primary keys, the best first; complete: how many of them have all the words, and so lead
    those with a fair part of them; understood: the words; is_named: whether they are the name of
    one of them.
    """

    keys: list
    complete: int
    understood: ParsedQuery
    is_named: bool = False

    @property
    def is_partial(self):
        """Whether none has all the words."""
        return bool(self.keys) and not self.complete


class Results(Sequence):
    """The records found, in order, and what a page says about them.

    Behaves as a sequence, so Django's and DRF's paginators take it as it is; a slice loads its
    records with one queryset and its prefetches.

    question: the filters applied, by parameter; records: queryset with what a card needs; ids:
    primary keys in the order of the answer; count_facets: makes the mapping of some names of facets
    to lists of FacetValue, when they are asked for; show: gives what lists show of the records with
    some primary keys; behind: gives the first so many behind a public id, in the order of these
    ids, as pairs of public id and primary key; matches: what the words of the question match
    (core.search.matching.Matches), where the index answered and there were words; complete: how
    many have all of these, where they are known; meanings: gives sentences on what stood for the
    words.
    """

    def __init__(
        self,
        question,
        records,
        ids,
        *,
        count_facets: Callable,
        show: Callable,
        behind: Callable,
        matches=None,
        complete=0,
        meanings: Callable = tuple,
    ):
        self.question = question
        self.records = records
        self.ids = ids
        self.matches = matches
        self.complete = complete
        self.show = show
        self.behind = behind
        self.count_facets = count_facets
        self._meanings = meanings

    @cached_property
    def meanings(self):
        """What stood for the words, as sentences."""
        return list(self._meanings()) if self.matches else []

    @property
    def notes(self):
        """All that a reader should know of how the words were understood, as sentences."""
        return [*self.matches.understood.notes, *self.meanings] if self.matches else []

    @property
    def model(self):
        return self.records.model

    def __len__(self):
        return len(self.ids)

    def count(self):
        return len(self.ids)

    def __getitem__(self, index):
        if isinstance(index, slice):
            wanted = self.ids[index]
            found = {record.pk: record for record in self.records.filter(pk__in=wanted)}
            return [found[pk] for pk in wanted if pk in found]
        return self.records.get(pk=self.ids[index])
