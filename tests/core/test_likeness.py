"""Names are compared only with names of their shape, and none that is alike is missed."""

from itertools import permutations

import pytest

from core.publishing.likeness import Facts, Named, are_alike, likely_twins
from tests.factories import CountryFactory

pytestmark = pytest.mark.django_db

NAMES = [
    ("Community seed banks", ""),
    ("Community seed bank", ""),
    ("Comunity seed banks programme", ""),
    ("National network of community seed banks", ""),
    ("Community seed banks of Ghana", ""),
    ("Community seed banks of Kenya", ""),
    ("Fifth forum on seeds", ""),
    ("Sixth forum on seeds", ""),
    ("Forum on seeds 2019", ""),
    ("Forum on seeds 2020", ""),
    ("International Labour Organization", "ILO"),
    ("International Labor Organisation", "ILO"),
    ("Organization of labour, international (ILO)", "ILO"),
    ("International Labour Organization", ""),
    ("OIT", ""),
    ("Model farms", ""),
    ("Modell farms", ""),
    ("Farms", ""),
    ("The programme", ""),
    ("Programme", ""),
]


@pytest.fixture(autouse=True)
def countries():
    for iso3, name in (("GHA", "Ghana"), ("KEN", "Kenya")):
        CountryFactory(iso3=iso3, name=name)


def named(names, **values):
    return [Named(key, *name, **values) for key, name in enumerate(names)]


def alike_by_pairs(some):
    return {(one.key, other.key) for one, other in permutations(some, 2) if are_alike(one, other)}


def test_no_pair_that_is_alike_is_missed():
    some = named(NAMES)
    found = [(one.key, other.key) for one, other, _ in likely_twins(some, some)]
    assert len(found) == len(set(found))
    assert set(found) == alike_by_pairs(some)
    assert {(0, 1), (0, 2), (10, 11), (10, 14), (15, 16), (18, 19)} <= set(found)


def test_no_two_names_of_one_person_are_missed():
    people = ["Ana Fernandes", "Fernandez, Ana", "Ann Fernandez", "A. Fernandes", "Anna Silva"]
    some = named([(name,) for name in people], is_person=True)
    found = {(one.key, other.key) for one, other, _ in likely_twins(some, some)}
    assert found == alike_by_pairs(some)
    assert {(0, 1), (0, 3)} <= found
    assert (0, 2) not in found
    assert (0, 4) not in found


@pytest.mark.parametrize(
    ("mine", "its"),
    [
        (Facts(places=frozenset({"@GHA"})), Facts(places=frozenset({"@KEN"}))),
        (Facts(years=frozenset({"2013"})), Facts(years=frozenset({"2014"}))),
        (Facts(numbers=frozenset({"#1"})), Facts(numbers=frozenset({"#2"}))),
        (Facts(city="Lima"), Facts(city="Quito")),
        (Facts(publishers=frozenset({"ILO"})), Facts(publishers=frozenset({"FAO"}))),
    ],
)
def test_what_both_records_say_tells_them_apart_and_what_one_says_does_not(mine, its):
    one, other, silent = (
        Named(key, "Seed banks", facts=facts) for key, facts in enumerate((mine, its, Facts()))
    )
    assert not are_alike(one, other)
    assert are_alike(one, silent)


def test_the_likeliest_are_those_of_which_nothing_differs():
    one, same, misspelt, more = named(
        [
            ("Community banks",),
            ("Community banks",),
            ("Comunity banks",),
            ("Community bank project",),
        ]
    )
    likely = {other.key: likely for _, other, likely in likely_twins([one], [same, misspelt, more])}
    assert likely[same.key] > likely[misspelt.key] > 0
    assert likely[same.key] > likely[more.key] > 0


def test_blanks_before_what_is_not_in_brackets_take_no_time():
    """A pattern that goes back at each blank would take minutes of it."""
    far = f"Seed banks{' ' * 300_000}of"
    one, other = Named(1, f"{far} one"), Named(2, f"{far} one")
    assert are_alike(one, other)
    mine, its = (
        Named(key, "Seed banks", facts=Facts(publishers=frozenset({publisher})))
        for key, publisher in enumerate([f"ILO{' ' * 300_000}Geneva", "FAO"])
    )
    assert not are_alike(mine, its)
