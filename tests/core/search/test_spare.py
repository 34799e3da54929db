"""Whether a process has time to spare for what nobody has asked for yet."""

from types import SimpleNamespace

import pytest

from core.search import spare

CLOCKS = ("perf_counter", "process_time", "thread_time")


@pytest.fixture
def clock(monkeypatch):
    """What the clocks show: of the world, of all threads of the process, and of the asking one."""
    clock = SimpleNamespace(perf_counter=50.0, process_time=7.0, thread_time=3.0)
    for name in CLOCKS:
        monkeypatch.setattr(spare, name, lambda name=name: getattr(clock, name))
    return clock


@pytest.mark.parametrize(
    ("ours", "others", "is_there"),
    [(0.0, 0.0, True), (1.0, 0.0, True), (0.0, 0.4, True), (0.5, 0.6, False), (0.0, 2.0, False)],
)
def test_it_is_there_while_others_leave_half_of_a_processor(clock, ours, others, is_there):
    time = spare.SpareTime()
    clock.perf_counter += 1.0
    clock.thread_time += ours
    clock.process_time += ours + others
    assert time.is_there() is is_there


def test_each_look_counts_from_the_last_one(clock):
    time = spare.SpareTime()
    clock.perf_counter += 1.0
    clock.process_time += 0.9
    assert not time.is_there()
    clock.perf_counter += 0.1
    assert time.is_there()
