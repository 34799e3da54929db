"""One client cannot take all threads for itself, and others do not notice that it tries."""

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse
from django.test import RequestFactory

from core.environment import env_networks
from core.web import shares


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still: `clock.now += 5`."""

    class Clock:
        now = 1000.0

    monkeypatch.setattr(shares, "monotonic", lambda: Clock.now)
    return Clock


@pytest.fixture
def ask(clock, settings, monkeypatch):
    """Ask for what takes some seconds, through our proxy: its answer."""
    monkeypatch.setenv("TRUSTED_PROXIES", "127.0.0.1")
    settings.TRUSTED_PROXIES = env_networks("TRUSTED_PROXIES", "")
    settings.THREADS, settings.CLIENT_SHARE = 4, 50  # two seconds in each second

    def view(request):
        clock.now += float(request.GET["seconds"])
        return HttpResponse("made")

    middleware = shares.SharesMiddleware(view)

    def ask(client, seconds, path="/search/"):
        headers = {"X-Forwarded-For": client}
        return middleware(RequestFactory().get(path, {"seconds": seconds}, headers=headers))

    return ask


def use_up(ask, clock, client="198.51.100.7"):
    """Six threads at once, for a minute: five minutes of work in one."""
    for _ in range(6):
        ask(client, 60)
        clock.now -= 60


def test_who_has_used_up_its_share_waits_and_nobody_else_does(ask, clock):
    use_up(ask, clock)
    refused = ask("198.51.100.7", 1)
    assert refused.status_code == 429
    assert refused["Cache-Control"] == "no-store"
    assert ask("203.0.113.9", 1).content == b"made"
    clock.now += int(refused["Retry-After"])
    assert ask("198.51.100.7", 1).content == b"made"


def test_programs_are_told_in_their_own_shape(ask, clock):
    use_up(ask, clock)
    refused = ask("198.51.100.7", 1, "/api/v1/initiatives/")
    assert refused["Content-Type"] == "application/problem+json"
    assert int(refused["Retry-After"]) > 0


def test_many_short_requests_are_no_flood(ask):
    assert {ask("198.51.100.7", 0.01).status_code for _ in range(1000)} == {200}


def test_signing_in_and_probes_are_counted_elsewhere(ask, clock):
    use_up(ask, clock)
    for path in ("/admin/login/", "/healthz"):
        assert ask("198.51.100.7", 1, path).content == b"made"


def test_a_network_counts_as_one_client(ask, clock):
    use_up(ask, clock, "2001:db8::1")
    assert ask("2001:db8::2", 1).status_code == 429


def test_only_so_many_clients_are_remembered(clock, monkeypatch):
    monkeypatch.setattr(shares, "MOST", 10)
    some = shares.Shares(rate=1)
    for number in range(30):
        some.note(f"client {number}", 100 + number)
    assert len(some.used) <= 10
    assert some.wait_of("client 29") > 0


@pytest.mark.parametrize(("proxies", "share"), [([], 50), (["127.0.0.1"], 100)])
def test_without_known_proxies_or_with_a_whole_share_nothing_is_counted(settings, proxies, share):
    settings.TRUSTED_PROXIES, settings.CLIENT_SHARE = proxies, share
    with pytest.raises(MiddlewareNotUsed):
        shares.SharesMiddleware(lambda request: None)
