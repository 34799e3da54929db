"""The cache that processes share, a Redis or Valkey: whatever it holds, hangs or ends."""

import itertools
import pickle
import signal
import time
from contextlib import contextmanager

import pytest
from django.core.cache import cache
from django.core.cache.backends.redis import RedisCache
from django.http import HttpResponse
from django.utils.safestring import mark_safe

from core.environment import cache_from
from core.http_cache import shared
from tests.caching import get, html
from tests.pooler import required
from tests.servers import free_port
from topology import parts


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    """A Valkey or Redis as deploy/ starts it, and its address."""
    folder, port = tmp_path_factory.mktemp("cache"), free_port()
    with required():
        program = parts.cache(folder, port)
    program.wait()
    yield program, f"redis://127.0.0.1:{port}/0"
    program.process.kill()
    program.stop()


@pytest.fixture
def redis(program, settings):
    """It as the cache of all processes of this test; as a client that sees what it holds."""
    _, settings.CACHE_URL = program
    settings.CACHES = {"default": with_patience(cache_from(settings.CACHE_URL))}
    cache.clear()
    return cache._cache.get_client()


def with_patience(described):
    """A cache that is waited for, however busy the machine of the tests is."""
    patience = {"socket_connect_timeout": 60, "socket_timeout": 60}
    return described | {"OPTIONS": described["OPTIONS"] | patience}


@pytest.fixture
def page(middleware, redis):
    """A function: what a process that has just started answers, and whether it made the page."""

    def ask(view=html, path="/"):
        cached, counted = middleware(view)
        response = cached(get(path))
        return response, counted.calls == 1

    return ask


def test_one_process_makes_a_page_for_all(page):
    first, was_made = page()
    assert was_made
    again, was_made = page()
    assert not was_made
    assert (again.content, again.headers) == (first.content, first.headers)


def test_a_header_may_be_any_text(page):
    def view(request):
        return HttpResponse("text", headers={"Link": mark_safe("<#>")})

    first, _ = page(view)
    again, was_made = page(view)
    assert not was_made
    assert again.headers == first.headers


class Planted:
    """What would leave a trace if it were ever unpickled."""

    runs = []

    def __reduce__(self):
        return Planted.runs.append, ("ran",)


FOREIGN = {
    "nothing": b"",
    "a number": b"1",
    "a word": b"garbled",
    "what runs when it is unpickled": pickle.dumps(Planted()),
    "a page without the seal": b"\x95\xcc\xc8\x90\xc4\x04evil\xa1d\xa8identity",
    "the same behind a seal": bytes(shared.SEAL) + b"\x95\xcc\xc8\x90\xc4\x04evil\xa1d\xa8identity",
}


@pytest.mark.parametrize("value", FOREIGN.values(), ids=FOREIGN)
def test_what_others_write_is_as_good_as_nothing(page, redis, value, caplog):
    first, _ = page()
    [key] = redis.keys()
    redis.set(key, value)
    response, was_made = page()
    assert was_made
    assert (response.status_code, response.content) == (200, first.content)
    assert not Planted.runs
    assert "holds what this portal has not written" in caplog.text
    assert not page()[1]  # what was made has taken its place


def test_so_is_a_page_of_ours_that_somebody_cut_or_moved(page, redis):
    page()
    [key] = redis.keys()
    whole = redis.get(key)
    redis.set(key, whole[:-1])
    assert page()[1]
    page(path="/elsewhere/")
    [other] = set(redis.keys()) - {key}
    redis.set(other, whole)
    response, was_made = page(path="/elsewhere/")
    assert was_made
    assert b"elsewhere" in response.content


def test_a_portal_with_another_secret_does_not_believe_it(page, settings):
    page()
    settings.SECRET_KEY = "the secret of somebody else, who has the same release"
    assert page()[1]


def test_a_key_of_another_kind_is_no_error(page, redis):
    page()
    [key] = redis.keys()
    redis.delete(key)
    redis.lpush(key, "no page")
    response, was_made = page()
    assert (response.status_code, was_made) == (200, True)


@pytest.fixture
def hanging(redis, program, settings):
    """A block in which it takes connections and answers nothing, and is waited for as ever."""

    @contextmanager
    def hanging():
        patient = settings.CACHES
        settings.CACHES = {"default": cache_from(settings.CACHE_URL)}
        program[0].process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            program[0].process.send_signal(signal.SIGCONT)
            settings.CACHES = patient

    return hanging


def test_while_it_hangs_one_request_in_five_seconds_waits_and_none_fails(
    page, middleware, hanging, monkeypatch, caplog
):
    cached, _ = middleware(html)
    numbers = itertools.count()

    def times_that_it_was_waited_for():
        before = caplog.text.count("The shared cache does not answer")
        answers = [cached(get(f"/{next(numbers)}/")).status_code for _ in range(3)]
        assert answers == [200, 200, 200]
        return caplog.text.count("The shared cache does not answer") - before

    with hanging():
        assert times_that_it_was_waited_for() == 1
        later = time.monotonic() + shared.PAUSE
        monkeypatch.setattr(shared, "monotonic", lambda: later)
        assert times_that_it_was_waited_for() == 1
        assert times_that_it_was_waited_for() == 0
    later += shared.PAUSE
    assert times_that_it_was_waited_for() == 0
    assert not page(path="/9/")[1]  # it keeps again


def test_django_s_own_cache_keeps_bytes_and_reads_nothing_else(redis):
    assert isinstance(cache._connections["default"], RedisCache)
    redis.set(cache.make_key("number"), b"1")
    assert cache.get("number") == b"1"
