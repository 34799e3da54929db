"""Numbers and groups by key: the same as mappings would say, in less memory."""

from array import array

from pyroaring import BitMap

from core.search.by_key import Groups, numbers_by_key, renumbered

SCATTERED = 10_000_000


def test_numbers_are_those_of_their_keys_also_after_a_change():
    numbers = numbers_by_key([(3, 30), (7, 70)])
    changed = renumbered(numbers, [(7, 71), (12, 120)])
    assert [changed[key] for key in (3, 7, 12)] == [30, 71, 120]
    assert [numbers[key] for key in (3, 7)] == [30, 70]
    assert isinstance(changed, array)


def test_scattered_keys_take_no_array():
    numbers = numbers_by_key([(3, 30), (SCATTERED, 70)])
    assert numbers == {3: 30, SCATTERED: 70}
    assert renumbered(numbers, [(4, 40)])[4] == 40
    assert renumbered(numbers_by_key([(3, 30)]), [(SCATTERED, 1)])[SCATTERED] == 1


def test_groups_are_mappings_of_keys_also_after_a_change():
    groups = Groups.of([(1, 10), (2, 20), (1, 11), (5, 50)])
    assert dict(groups) == {1: BitMap([10, 11]), 2: BitMap([20]), 5: BitMap([50])}
    changed = groups.replaced([1, 2, 9], Groups.of([(2, 21), (9, 90)]))
    assert dict(changed) == {2: BitMap([21]), 5: BitMap([50]), 9: BitMap([90])}
    assert changed.union([1, 2, 5, 77]) == BitMap([21, 50])
    assert changed.get(1) is None
    assert len(changed.replaced([5], {})) == 2
    assert list(Groups.of([])) == []
