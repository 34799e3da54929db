"""What is asked: questions as readers have them, and the addresses that put them to each server.

A question is made from one initiative of the catalogue: some words of its text, some of its facets'
values. So it finds something, common values are asked for often, and hardly two are the same.
"""

import random
import re
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlencode

from django.db import connection

from benchmarks.sqlite_copy import LISTS, PLAIN, TABLE
from initiatives.models import Initiative

SEED = 44
SAMPLE = 2000  # initiatives that questions are made from
# How often a question has words, and how many facets: readers mostly do one of the two.
SHAPES = {(1, 0): 30, (1, 1): 20, (1, 2): 10, (0, 1): 15, (0, 2): 15, (0, 3): 10}
# How often a facet is chosen.
WEIGHTS = {
    "theme": 30,
    "sector": 10,
    "country": 25,
    "region": 10,
    "group": 5,
    "stage": 5,
    "modality": 5,
    "kind": 5,
    "status": 4,
    "organization": 6,
    "sdg": 5,
}
COMMON = {"their", "which", "where", "other", "these", "those", "there", "since", "first", "about"}
CARD = ["slug", "title", "summary", "kind", "start_year", "end_year", "status", "theme", "country"]


@dataclass(frozen=True)
class Question:
    """Words, and one value for some of the facets."""

    words: str = ""
    facets: tuple = ()  # of pairs of facet and value

    def portal(self):
        """The query string of the portal, and of the textbook."""
        return urlencode([*([("q", self.words)] if self.words else []), *self.facets])

    def datasette(self, database, suffix="", *, counts_facets=True):
        """The same asked of Datasette."""
        query = [("_search", self.words)] if self.words else [("_sort_desc", "taken_up")]
        for name, value in self.facets:
            query.append((name if name in PLAIN else f"{name}__arraycontains", value))
        if counts_facets:
            query += [("_facet", name) for name in PLAIN]
            query += [("_facet_array", name) for name in LISTS]
        query += [("_col", name) for name in CARD]
        return f"/{database}/{TABLE}{suffix}?{urlencode(query)}"


class Questions:
    """An endless supply of questions, no two the same; to be used on the database they are about.

    Arguments: `seed`, another one gives others.
    """

    def __init__(self, seed=SEED):
        self.rng = random.Random(seed)  # noqa: S311 no secret
        slugs = list(Initiative.objects.published().order_by("slug").values_list("slug", flat=True))
        self.slugs = self.rng.sample(slugs, len(slugs))
        rows = list(
            Initiative.objects.filter(slug__in=self.slugs[:SAMPLE])
            .order_by("pk")
            .values_list("pk", "title", "summary", "kind__slug", "status")
        )
        self.words = {pk: words_of(f"{title} {summary}") for pk, title, summary, *_ in rows}
        self.values = {pk: {"kind": [kind], "status": [status]} for pk, *_, kind, status in rows}
        with connection.cursor() as cursor:
            for name, query in LISTS.items():
                cursor.execute(
                    f"SELECT DISTINCT * FROM ({query}) pairs"  # noqa: S608 our own queries
                    " WHERE initiative_id = ANY(%s) ORDER BY 1, 2",
                    [list(self.words)],
                )
                for pk, value in cursor.fetchall():
                    self.values[pk].setdefault(name, []).append(str(value))
        self.pks = sorted(self.words)
        self.seen = set()

    def __iter__(self):
        return self

    def __next__(self):
        for _ in range(1000):
            question = self._question()
            if question not in self.seen:
                self.seen.add(question)
                return question
        raise StopIteration

    def _question(self):
        pk = self.rng.choice(self.pks)
        with_words, number = self.rng.choices(list(SHAPES), weights=SHAPES.values())[0]
        words = self.words[pk]
        asked = self.rng.sample(words, min(self.rng.choice([1, 2, 2]), len(words)))
        values = self.values[pk]
        names = [name for name in WEIGHTS if name in values]
        chosen = set()
        while len(chosen) < min(number, len(names)):
            chosen.add(self.rng.choices(names, weights=[WEIGHTS[name] for name in names])[0])
        facets = tuple((name, self.rng.choice(values[name])) for name in WEIGHTS if name in chosen)
        return Question(" ".join(asked) if with_words else "", facets)

    def take(self, count):
        """A list of the next questions."""
        return list(islice(self, count))


def words_of(text):
    """The words of a text that a reader may search for, each once."""
    words = re.findall(r"[^\W\d_]{5,}", text.lower())
    return [word for word in dict.fromkeys(words) if word not in COMMON]
