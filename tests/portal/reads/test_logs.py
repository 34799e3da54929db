"""`count_reads` takes reads from logs: each line once, whatever becomes of the file."""

import gzip
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from core import revision
from portal.reads import requests
from portal.reads.models import ReadCount, ReadLog
from tests.factories import InitiativeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _counts_logs(settings, monkeypatch):
    settings.COUNT_READS = "LOG"
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 29, 12, tzinfo=UTC))


@pytest.fixture
def initiative():
    record = InitiativeFactory(slug="wages")
    revision.current(fresh=True)  # has the triggers of this transaction's changes fire
    return record


def line(number, path="/initiatives/wages/", **told):
    """A line as nginx notes it; told: what is not as usual."""
    usual = {"at": "2026-11-29T10:00:00+00:00", "status": 200, "method": "GET", "who": "person"}
    said = usual | told
    return f"{said['at']} {number:032x} {said['status']} {said['method']} {said['who']} {path}\n"


def count(*logs):
    call_command("count_reads", *map(str, logs), verbosity=0)


def numbers():
    return {
        (str(day), what): number
        for day, what, number in ReadCount.objects.values_list("day", "what", "number")
    }


def test_lines_count_on_their_day_of_utc_by_what_was_taken(tmp_path, initiative):
    log = tmp_path / "reads.log"
    log.write_text(
        line(1)
        + line(2)
        + line(3, at="2026-11-30T01:30:00+03:00")
        + line(4, at="2026-11-29T23:30:00-03:00")
        + line(5, path="/initiatives/wages/brief.pdf", status=304)
        + line(6, path="/api/v1/initiatives/wages/", who="program")
    )
    count(log)
    assert numbers() == {
        ("2026-11-29", "page"): 3,
        ("2026-11-30", "page"): 1,
        ("2026-11-29", "pdf"): 1,
        ("2026-11-29", "api"): 1,
    }


def test_no_line_counts_twice_whatever_becomes_of_its_file(tmp_path, initiative):
    log = tmp_path / "reads.log"
    log.write_text(line(1) + line(2))
    count(log)
    count(log)
    assert numbers() == {("2026-11-29", "page"): 2}
    log.write_text(log.read_text() + line(3) + line(4)[:40])  # is being written
    count(log)
    assert numbers() == {("2026-11-29", "page"): 3}
    packed = tmp_path / "reads.log.1.gz"
    packed.write_bytes(gzip.compress((line(1) + line(2) + line(3) + line(4)).encode()))
    log.write_text(line(5))
    count(log, packed, packed, log)
    assert numbers() == {("2026-11-29", "page"): 5}
    log.write_text(line(1))  # less of what was counted
    count(log)
    assert numbers() == {("2026-11-29", "page"): 5}
    assert ReadLog.objects.count() == 2


def test_logs_of_two_servers_count_beside_each_other(tmp_path, initiative):
    first, second = tmp_path / "one", tmp_path / "two"
    first.write_text(line(1) + line(2))
    second.write_text(line(3) + line(4))
    count(first, second)
    assert numbers() == {("2026-11-29", "page"): 4}


def test_what_is_no_read_does_not_count(tmp_path, initiative):
    log = tmp_path / "reads.log"
    log.write_text(
        line(1, status=404)
        + line(2, method="HEAD")
        + line(3, who="robot")
        + line(4, who="program")
        + line(5, path="/initiatives/nothing/")
        + line(6, path="/search/")
    )
    count(log)
    assert numbers() == {}


def test_odd_lines_are_told_and_passed_over(tmp_path, initiative, capsys):
    log = tmp_path / "reads.log"
    odd = [
        b"\n",
        b'192.0.2.1 - - [29/Nov/2026:10:00:00 +0000] "GET /initiatives/wages/ HTTP/1.1" 200 5\n',
        b"\x00\xff\xfe garbage\n",
        line(2, at="2026-13-45T10:00:00+00:00").encode(),
        line(3, at="2026-11-29T10:00:00").encode(),
        line(4, status="2x0").encode(),
        line(4, status="2_0_0").encode(),
        line(4, at="0001-01-01T00:00:00+14:00").encode(),
        line(4, at="9999-12-31T23:59:59-14:00").encode(),
        line(4, at="9999-12-31T10:00:00+00:00").encode(),
        line(4, at="1999-12-31T10:00:00+00:00").encode(),
        line(5, who="somebody").encode(),
        line(6, path="initiatives/wages/").encode(),
        b"a" * 50_000 + b"\n",
    ]
    log.write_bytes(line(1).encode() + b"".join(odd) + line(7).encode())
    count(log)
    assert numbers() == {("2026-11-29", "page"): 2}
    told = capsys.readouterr().err
    assert "20 lines are not understood" in told
    assert "lines are not understood and left out, the first are 2, 3, 4, 5, 6." in told
    assert "192.0.2.1" not in told
    count(log)
    assert numbers() == {("2026-11-29", "page"): 2}


def test_of_a_log_that_breaks_off_nothing_counts(tmp_path, initiative, capsys):
    whole = gzip.compress("".join(map(line, range(500))).encode())
    log = tmp_path / "reads.log.gz"
    log.write_bytes(whole[: len(whole) // 2])
    for bad in (log, tmp_path / "missing", tmp_path):
        with pytest.raises(CommandError, match="1 of 1 logs could not be counted"):
            count(bad)
        assert "nothing was counted" in capsys.readouterr().err
    assert numbers() == {}
    log.write_bytes(whole)
    count(log)
    assert numbers() == {("2026-11-29", "page"): 500}


def test_a_log_that_was_changed_is_refused(tmp_path, initiative, capsys):
    log = tmp_path / "reads.log"
    log.write_text(line(1) + line(2))
    count(log)
    log.write_text(line(1) + line(9) + line(10))
    with pytest.raises(CommandError):
        count(log)
    assert "goes on otherwise" in capsys.readouterr().err
    assert numbers() == {("2026-11-29", "page"): 2}


def test_few_things_are_in_memory_of_a_long_log(tmp_path, initiative, monkeypatch):
    monkeypatch.setattr("portal.reads.logs.MOST", 10)
    log = tmp_path / "reads.log"
    log.write_text("".join(line(n, path=f"/initiatives/no-{n}/") + line(n) for n in range(100)))
    count(log)
    assert numbers() == {("2026-11-29", "page"): 100}


def test_an_empty_log_is_nothing(tmp_path, initiative):
    log = tmp_path / "reads.log"
    log.write_text("")
    count(log)
    assert not ReadLog.objects.exists()


@pytest.mark.parametrize("setting", ["PORTAL", "OFF"])
def test_logs_are_refused_where_the_portal_counts_itself(tmp_path, settings, setting):
    settings.COUNT_READS = setting
    with pytest.raises(CommandError, match="COUNT_READS=log"):
        count(tmp_path / "reads.log")


def test_the_configuration_of_nginx_knows_the_same_words():
    text = Path(django_settings.BASE_DIR, "docs", "deployment.md").read_text(encoding="utf-8")
    told = {
        who: re.search(rf'"~\*\(([^)]*)\)" {who};', text)[1].split("|")
        for who in ("robot", "program")
    }
    assert told == {"robot": list(requests.ROBOTS), "program": list(requests.PROGRAMS)}
    assert (
        "log_format reads '$time_iso8601 $request_id $status $request_method $reader $uri';" in text
    )
