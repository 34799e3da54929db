"""The simulation of caches: its rules on small numbers, and its formulas beside a site played."""

import math
from dataclasses import replace

import pytest

from benchmarks import events, marks, sizing
from benchmarks.mix import MEASURED_COSTS, MEASURED_SIZES, MIX, ONCE, Kind, mix_with, size_of
from benchmarks.simulation import (
    Site,
    cores,
    kept_share,
    popularity,
    simulate,
    sized,
    stays_for,
)

PAGES = Kind("pages", 1.0, lambda records: records, 0.8, "page", 10)


def test_a_page_that_is_asked_for_as_often_as_the_catalogue_is_edited_is_kept_half_the_time():
    assert kept_share(rate=1, edits=1, seconds=math.inf) == 0.5
    assert kept_share(rate=9, edits=1, seconds=math.inf) == 0.9
    assert kept_share(rate=1, edits=0, seconds=math.log(2)) == pytest.approx(0.5)
    assert kept_share(rate=0, edits=1, seconds=math.inf) == 0


@pytest.mark.parametrize("count", [1, 7, 5_000, 10_000_000])
def test_all_addresses_are_counted_and_all_requests(count):
    groups = popularity(count, 0.8)
    assert sum(many for many, _ in groups) == count
    assert sum(many * share for many, share in groups) == pytest.approx(1)
    assert len(groups) < 300


def test_the_second_address_is_asked_for_half_as_often_by_a_skew_of_one():
    (_, first), (_, second), *_ = popularity(100, 1)
    assert first == pytest.approx(2 * second)


def test_what_fits_stays_and_what_does_not_leaves():
    assert stays_for([(10, 1.0, 5)], capacity=51) == math.inf
    # Ten a second that nobody asks for again, of 5 kB each: 500 kB hold those of ten seconds.
    assert stays_for([(10, 0.0, 5)], capacity=500) == pytest.approx(10, rel=0.01)


def test_the_shares_of_all_caches_are_all_requests():
    shares = simulate(Site(edges=10, shared_mb=64, processes=4))
    total = shares.front + shares.process + shares.shared + shares.made
    assert total == pytest.approx(1)
    assert min(shares.front, shares.process, shares.shared, shares.made) > 0


def test_more_edits_have_more_made_and_a_shared_cache_has_less_made():
    site = Site(processes=8)
    made = [simulate(replace(site, edits=edits)).made for edits in (0.1, 10, 600)]
    assert made == sorted(made)
    assert simulate(replace(site, shared_mb=64)).made < simulate(site).made


def test_with_one_process_a_shared_cache_keeps_nothing_more():
    alone = Site(processes=1, page_cache_mb=100_000, mix=(PAGES,))
    shares = simulate(replace(alone, shared_mb=100_000))
    assert shares.shared == 0
    assert shares.made == pytest.approx(simulate(alone).made)


@pytest.mark.parametrize(
    "site",
    [
        Site(records=500, rate=50, edits=600, processes=2),
        Site(records=500, rate=50, edits=600, processes=4, edges=1, shared_mb=64),
        Site(records=500, rate=200, edits=600, processes=4, edges=3, page_cache_mb=1),
        Site(records=500, rate=50, edits=600, processes=4, edges=1, front_seconds=600),
    ],
    ids=["portal alone", "all caches", "little room", "a front that is purged"],
)
def test_formulas_say_what_happens_when_a_site_is_played(site):
    said, played = simulate(site), events.play(site, 40_000, seed=44)
    for layer in events.LAYERS:
        assert getattr(said, layer) == pytest.approx(played[layer], abs=0.03), layer


def test_a_seed_plays_the_same_again():
    site = Site(records=100, shared_mb=1)
    assert events.play(site, 2_000, seed=1) == events.play(site, 2_000, seed=1)
    assert events.play(site, 2_000, seed=1) != events.play(site, 2_000, seed=2)


def test_what_is_played_stays_within_its_room():
    kept = events.Kept(megabytes=0.1)
    for number in range(50):
        kept.keep(number, 0, 0.0, kilobytes=10)
    assert len(kept.pages) == 10
    assert kept.has(49, 0)
    assert not kept.has(0, 0)
    assert not kept.has(49, revision=1)
    assert not kept.has(49, 0, since=1.0)


def test_a_site_gets_the_processes_that_it_needs():
    site, shares, needed = sized(Site(rate=1_000))
    assert needed == cores(site, shares)
    assert needed <= 0.6 * site.processes
    fewer = replace(site, processes=site.processes - 2)
    assert cores(fewer, simulate(fewer)) > 0.6 * fewer.processes


def test_the_shares_of_the_mix_are_whole_however_many_searches_are_asked_once():
    for mix in (MIX, mix_with(0), mix_with(0.4)):
        assert sum(kind.share for kind in mix) == pytest.approx(1)
    [once] = [kind.share for kind in mix_with(0.4) if kind.name == ONCE]
    assert once == 0.4


def test_what_was_measured_is_told_as_it_was_measured_and_the_line_goes_on():
    for records, size in MEASURED_SIZES.items():
        assert size_of(records) == size
    small, large, larger = (size_of(10**power).process_mb for power in (4, 5, 6))
    assert larger - large == pytest.approx(10 * (large - small))
    assert MEASURED_COSTS.keys() == MEASURED_SIZES.keys()


def test_the_document_has_the_tables_that_these_figures_make():
    document = sizing.DOCUMENT.read_text(encoding="utf-8")
    _, _, rest = document.partition(sizing.BEGIN)
    made, _, _ = rest.partition(marks.END)
    assert made.strip() == sizing.tables().strip(), "run `python -m benchmarks.sizing --write`"
