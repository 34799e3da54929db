"""How good the answers of a search are, held against queries that people have judged.

A grade says how well a record answers a query: 3 the very thing, 2 a good answer, 1 related, and
0 for every record without a grade. The two measures are the usual ones:

- nDCG@10: K. Järvelin and J. Kekäläinen, "Cumulated gain-based evaluation of IR techniques",
  ACM Transactions on Information Systems 20 (2002), with the gain 2^grade - 1 in use since
  C. Burges et al., "Learning to rank using gradient descent" (2005).
- MRR: N. Craswell, "Mean reciprocal rank", Encyclopedia of Database Systems (2009).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log2
from pathlib import Path
from statistics import fmean

DEPTH = 10  # how far down the list nDCG looks: what a reader sees without scrolling much
GOOD = 2  # the grade from which a record counts as an answer


@dataclass(frozen=True)
class JudgedQuery:
    """What somebody types, and how well each record answers it.

    kind: what is difficult about it; judgements: grade by slug; is_held_out: whether it is kept for
    the proof, so that nobody tunes the engine to it; among: the kind of records that is asked.
    """

    text: str
    kind: str
    judgements: Mapping[str, int]
    is_held_out: bool = False
    among: str = "initiatives"


@dataclass(frozen=True)
class JudgedAnswer:
    """What a search found for a judged query, best first, and how good that is."""

    query: JudgedQuery
    found: Sequence[str]
    ndcg: float = field(init=False)
    reciprocal_rank: float = field(init=False)

    def __post_init__(self):
        grades = [self.query.judgements.get(slug, 0) for slug in self.found]
        ideal = self.query.judgements.values()
        object.__setattr__(self, "ndcg", normalized_discounted_gain(grades, ideal))
        object.__setattr__(self, "reciprocal_rank", reciprocal_rank(grades))

    @property
    def missed(self):
        """Slugs that a perfect answer shows and this one does not, best first."""
        shown = set(self.found[:DEPTH])
        ideal = sorted(self.query.judgements.items(), key=lambda judged: -judged[1])[:DEPTH]
        return [slug for slug, _ in ideal if slug not in shown]


@dataclass(frozen=True)
class Mean:
    """The two measures, averaged over some answers."""

    ndcg: float
    mrr: float

    @classmethod
    def of(cls, answers: Iterable[JudgedAnswer]):
        answers = list(answers)
        return cls(
            fmean(answer.ndcg for answer in answers),
            fmean(answer.reciprocal_rank for answer in answers),
        )


def read_queries(path):
    """The judged queries of a JSON file."""
    return [
        JudgedQuery(
            record["query"],
            record["kind"],
            record["judgements"],
            record.get("held_out", False),
            record.get("among", "initiatives"),
        )
        for record in json.loads(Path(path).read_text(encoding="utf-8"))
    ]


def discounted_gain(grades):
    """DCG@10 of grades in the order of a list.

    The sum of (2^grade - 1) / log2(place + 1), places counted from 1: a grade of 3 weighs seven
    times a grade of 1, and the tenth place 0.29 of the first.
    """
    return sum(
        (2**grade - 1) / log2(place + 1) for place, grade in enumerate(grades[:DEPTH], start=1)
    )


def normalized_discounted_gain(grades, judged):
    """nDCG@10: the gain of this order over that of the best possible one, from 0 to 1.

    judged: the grades of all that has one, found or not. Without any grade there is nothing to
    find, and the measure is 0.
    """
    ideal = discounted_gain(sorted(judged, reverse=True))
    return discounted_gain(grades) / ideal if ideal else 0.0


def reciprocal_rank(grades):
    """1 / the place of the first good answer, or 0 where there is none. Its mean is the MRR."""
    for place, grade in enumerate(grades, start=1):
        if grade >= GOOD:
            return 1 / place
    return 0.0
