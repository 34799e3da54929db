"""Records that have changed are put where they belong in an order, by few questions."""

import random

import pytest
from pyroaring import BitMap

from core.search.packed import KeysInOrder
from core.search.placing import placed


class Database:
    """The numbers that some keys are ordered by; counts what is asked."""

    def __init__(self, keys, seed=1):
        self.rng = random.Random(seed)  # noqa: S311 no secret
        self.numbers = {key: self.rng.random() for key in keys}
        self.asked = 0

    def in_order(self, keys):
        self.asked += 1
        return sorted(filter(self.numbers.get, keys), key=self.numbers.get)

    def all(self):
        return KeysInOrder.of(sorted(self.numbers, key=self.numbers.get))


@pytest.mark.parametrize("size", [0, 1, 2, 63, 64, 65, 129, 1000])
def test_the_order_is_that_of_a_whole_read(size):
    database = Database(range(1, size + 1))
    for number in range(30):
        order = database.all()
        some = database.rng.sample(sorted(database.numbers), min(size, 3))
        changed = BitMap([*some, size + number + 1])  # the last one is new
        database.numbers |= {key: database.rng.random() for key in changed}
        if some:  # one of them is public no more
            del database.numbers[some[0]]
        assert placed(order, changed, database.in_order) == database.all()
        if some:
            database.numbers[some[0]] = database.rng.random()


def test_what_stays_where_it_was_stays():
    database = Database(range(1, 500))
    assert placed(database.all(), BitMap([7, 8]), database.in_order) == database.all()


def test_among_many_few_questions_are_asked():
    database = Database(range(1, 100_001))
    order = database.all()
    database.numbers[77] = database.rng.random()
    database.asked = 0
    assert placed(order, BitMap([77]), database.in_order) == database.all()
    assert database.asked <= 4
