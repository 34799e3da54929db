"""What `make faults` does where a program is missing or nobody may mount a disk."""

import pytest

from faults import clocks
from faults.__main__ import attempted
from faults.disks import Disk
from faults.neighbours import Cache
from faults.stage import Trial
from faults.verdict import NotHere
from topology import programs


def test_a_fault_of_a_program_that_is_missing_is_left_out(monkeypatch, tmp_path):
    monkeypatch.setattr(programs, "PATH", str(tmp_path))
    cache = Cache()
    assert not cache.start()
    with pytest.raises(NotHere, match="no valkey-server found: install redis-server"):
        cache.kill()


def test_no_clock_is_wrong_without_a_compiler(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotHere, match="install gcc"):
        clocks.make_library()


def test_a_disk_is_neither_filled_nor_closed_that_is_not_its_own(tmp_path):
    disk = Disk(tmp_path, 1)
    with pytest.raises(NotHere, match="only root may mount"), disk.full():
        pass
    with pytest.raises(NotHere, match="only root may mount"), disk.read_only():
        pass
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_tried_is_told_once(capsys):
    class Stage:
        def attempt(self, act):
            raise NotHere("no pgbouncer found")

    result = attempted(Stage(), Trial("The pooler is killed", None, 5), 3, 0.0)
    assert (result.tries, result.why_not) == ([], "no pgbouncer found")
    assert "not tried here, no pgbouncer found" in capsys.readouterr().out
