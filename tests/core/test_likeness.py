"""Names are compared only with names of their shape, and none that is alike is missed."""

from itertools import permutations

from rapidfuzz import fuzz

from core.publishing.likeness import LEAST_LIKE, Named, are_alike, likely_twins

PLACES = frozenset({"ghana", "kenya"})
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
    ("Model farms", ""),
    ("Modell farms", ""),
    ("Farms", ""),
    ("The programme", ""),
    ("Programme", ""),
    ("Ana Fernandes", ""),
    ("Ana Fernandez", ""),
    ("Ann Fernandez", ""),
]


def test_no_pair_that_is_alike_is_missed():
    named = [Named(key, *name) for key, name in enumerate(NAMES)]
    compared = {
        (one.key, other.key)
        for one, other in permutations(named, 2)
        if are_alike(one, other, PLACES)
        and (
            fuzz.ratio(one.writing, other.writing) >= LEAST_LIKE
            or one.acronym == other.acronym != ""
        )
    }
    found = [(one.key, other.key) for one, other in likely_twins(named, named, PLACES)]
    assert len(found) == len(set(found))
    assert set(found) == compared
    assert len(compared) >= 12
