"""`manage.py check_links`: what it notes of addresses, and what becomes of sources by it."""

import os
import signal
from datetime import timedelta

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F
from django.utils import timezone

from core.links import chain
from core.models import CheckedAddress, EditedRow, Revision
from initiatives.models import Source
from portal.management.commands.check_links import LOCK
from portal.proposals.models import Proposal
from tests.factories import (
    InitiativeFactory,
    OrganizationFactory,
    ResourceFactory,
    SourceFactory,
)
from tests.wild_server import WildServer

pytestmark = pytest.mark.django_db

HOST = "wild.example.org"
PLACE = ("dbname", "user", "password", "host", "port")  # of the database


@pytest.fixture
def wild(settings):
    settings.LINK_PAUSE = 0
    with WildServer() as server:
        settings.LINK_HOSTS = {HOST: server.place, "new.example.org": server.place}
        yield server


@pytest.fixture
def source_at():
    """Makes a source, and beside it one that answers, so that somebody does."""

    def make(path):
        SourceFactory(url=f"http://{HOST}/fine")
        return SourceFactory(url=f"http://{HOST}/{path}")

    return make


def check(*options):
    call_command("check_links", *options, verbosity=0)
    connection.check_constraints()


def pass_time(**some):
    """Have all that was noted be so much older."""
    span = timedelta(**some)
    for name in ("asked_at", "answered_at"):
        CheckedAddress.objects.update(**{name: F(name) - span})
    for checked in CheckedAddress.objects.all():
        checked.failed_at = [at - span for at in checked.failed_at]
        checked.save()


def revision():
    return Revision.objects.get().value


def told(source):
    """What the history tells of a source besides that it was made: pairs of column and why."""
    rows = EditedRow.objects.of("source", source.pk).filter(before__isnull=False)
    return [(*row.after, row.edit.reason) for row in rows.select_related("edit")]


def test_dead_is_what_failed_three_times_in_seven_days(wild, source_at):
    source = source_at("404")
    for _ in range(2):
        check()
        pass_time(days=1)
        source.refresh_from_db()
        assert source.dead_since is None
    check()
    source.refresh_from_db()
    assert source.dead_since == timezone.localdate() - timedelta(days=2)
    assert told(source) == [
        (
            "dead_since",
            "It failed three times in seven days. It has never answered. It answers 404.",
        )
    ]


def test_the_history_tells_when_it_last_answered_and_that_it_does_again(wild, source_at):
    source = source_at("comes-and-goes")
    check()
    answered = timezone.localdate()
    wild.gone.add("comes-and-goes")
    for days in (8, 1, 1):
        pass_time(days=days)
        check()
    last = answered - timedelta(days=10)
    (_, reason) = told(source)[0]
    assert f"It last answered on {last.day} {last:%B %Y}. It answers 410." in reason
    wild.gone.clear()
    pass_time(days=8)
    check()
    source.refresh_from_db()
    assert source.dead_since is None
    assert told(source)[1] == ("dead_since", "It answers again.")


def test_three_failures_of_one_night_are_one(wild, source_at):
    source = source_at("404")
    for _ in range(3):
        check("--all")
    source.refresh_from_db()
    assert source.dead_since is None
    assert CheckedAddress.objects.get(url=source.url).outcome == "failed"


def test_three_failures_in_more_than_seven_days_are_no_death(wild, source_at):
    source = source_at("404")
    for _ in range(3):
        check()
        pass_time(days=4)
    source.refresh_from_db()
    assert source.dead_since is None


@pytest.mark.parametrize("path", ["403", "429", "hang"])
def test_of_what_refuses_programs_or_hangs_nobody_can_tell(wild, source_at, settings, path):
    settings.LINK_SECONDS = 1 if path == "hang" else 60
    source = source_at(path)
    for _ in range(4):
        check("--all")
        pass_time(days=1)
    source.refresh_from_db()
    assert source.dead_since is None
    assert CheckedAddress.objects.unclear().get().url == source.url


def test_where_nobody_answers_nobody_has_failed(wild, settings):
    settings.LINK_HOSTS = {HOST: "127.0.0.1:9"}
    source = SourceFactory(url=f"http://{HOST}/fine")
    for _ in range(3):
        check("--all")
        pass_time(days=1)
    source.refresh_from_db()
    assert source.dead_since is None
    noted = CheckedAddress.objects.get()
    assert (noted.outcome, noted.said[:26]) == ("unclear", "Nobody else answered eithe")


def test_where_others_answer_what_nobody_listens_at_has_failed(wild, source_at, settings):
    settings.LINK_HOSTS |= {"gone.example.org": "127.0.0.1:9"}
    source_at("fine-too")
    source = SourceFactory(url="http://gone.example.org/")
    check()
    assert CheckedAddress.objects.failing().get().url == source.url


def test_what_answered_lately_bears_witness(wild, source_at):
    source_at("404")
    check()
    wild.asked.clear()
    pass_time(days=1)
    check()
    assert wild.paths() == ["/404", "/404", "/fine"]


def test_a_source_says_where_it_has_moved_and_the_history_too(wild, source_at):
    source = source_at("to/301/http/new.example.org/report")
    check()
    source.refresh_from_db()
    assert source.moved_to == "http://new.example.org/report"
    assert told(source) == [("moved_to", "It has moved to http://new.example.org/report")]


def test_a_check_that_finds_all_as_it_was_is_no_change(wild, source_at):
    source_at("to/301/http/new.example.org/report")
    SourceFactory(url=f"http://{HOST}/404")
    for _ in range(3):
        check()
        pass_time(days=1)
    before, rows = revision(), EditedRow.objects.count()
    pass_time(days=8)
    asked = len(wild.asked)
    check()
    assert len(wild.asked) > asked
    assert (revision(), EditedRow.objects.count()) == (before, rows)


def test_what_is_found_of_a_source_raises_the_revision(wild, source_at):
    source_at("to/301/http/new.example.org/report")
    connection.check_constraints()
    before = revision()
    check()
    assert revision() > before


def test_what_answers_is_asked_once_a_week_and_what_failed_every_night(wild, source_at):
    source_at("404")
    check()
    for days in range(1, 4):
        wild.asked.clear()
        pass_time(days=1)
        check()
        assert ("/404" in wild.paths()) == (days < 3)  # by then it is dead
    wild.asked.clear()
    pass_time(days=6)
    check()
    assert set(wild.paths()) == {"/404", "/fine"}


def test_all_addresses_of_the_catalogue_are_asked_and_none_that_a_reader_sent(wild):
    InitiativeFactory(sources=[SourceFactory(url=f"http://{HOST}/of-a-draft")], publication="draft")
    OrganizationFactory(url=f"http://{HOST}/site", publication="draft").links.create(
        url=f"http://{HOST}/channel"
    )
    ResourceFactory(url=f"http://{HOST}/document", publication="draft")
    Proposal.objects.create(
        kind="wrong",
        record_kind="initiative",
        record_id="0123456789ab",
        text="Look here",
        source=f"http://{HOST}/of-a-reader",
    )
    check()
    assert set(wild.paths()) == {"/of-a-draft", "/site", "/channel", "/document"}
    assert CheckedAddress.objects.filter(url=f"http://{HOST}/document").exists()


def test_what_the_catalogue_does_not_name_any_more_is_forgotten(wild, source_at):
    source = source_at("fine-too")
    check()
    Source.objects.filter(pk=source.pk).delete()
    SourceFactory(url=f"http://{HOST}/another")
    check()
    assert not CheckedAddress.objects.filter(url=source.url).exists()


def test_a_site_that_leads_to_what_is_no_address_is_noted_and_so_are_all_others(wild, source_at):
    source = source_at("to-text/javascript%3Aalert(1)")
    check()
    noted = dict(CheckedAddress.objects.values_list("url", "outcome"))
    assert noted == {source.url: "failed", f"http://{HOST}/fine": "answered"}


def test_what_ends_in_a_fault_of_ours_is_noted_and_can_wait(wild, source_at, monkeypatch):
    monkeypatch.setattr(chain, "ended", lambda text, *said: 1 / 0)
    source = source_at("odd")
    check()
    assert CheckedAddress.objects.unclear().filter(url=source.url).exists()
    wild.asked.clear()
    check()
    assert not wild.asked


def test_two_runs_at_once_are_refused(wild, source_at):
    source_at("fine-too")
    known = connection.get_connection_params()
    place = {name: known[name] for name in PLACE if name in known}
    with psycopg.connect(**place) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        with pytest.raises(CommandError, match="running already"):
            check()
        other.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    assert not wild.asked
    check()


def test_broken_off_it_loses_nothing_and_goes_on_where_it_was(wild, settings):
    settings.LINK_PAUSE = 0.1
    for number in range(30):
        SourceFactory(url=f"http://{HOST}/p{number}")
    wild.when_asked = {"/p20": lambda: os.kill(os.getpid(), signal.SIGTERM)}
    with pytest.raises(CommandError, match="Not all addresses were asked"):
        check()
    noted = set(CheckedAddress.objects.values_list("url", flat=True))
    assert 5 < len(noted) < 30
    assert signal.getsignal(signal.SIGTERM) != signal.default_int_handler
    wild.asked.clear()
    wild.when_asked = {}
    check()
    assert CheckedAddress.objects.count() == 30


def test_a_run_says_what_it_came_to(wild, source_at, capsys):
    source_at("404")
    SourceFactory(url=f"http://{HOST}/403")
    call_command("check_links")
    assert (
        "3 addresses asked: 1 answered, 1 failed, of 1 nobody can tell. "
        "0 dead since, 0 back, 0 moved." in capsys.readouterr().out
    )


def test_no_more_is_asked_than_was_said(wild):
    for number in range(5):
        SourceFactory(url=f"http://{HOST}/p{number}")
    check("--most", "2")
    assert CheckedAddress.objects.count() == 2
    check("--most", "3")
    assert CheckedAddress.objects.count() == 5


@pytest.mark.parametrize("option", ["--minutes", "--most"])
def test_nought_is_refused(option):
    with pytest.raises(CommandError, match="more than nought"):
        check(option, "0")
