"""Where answers are kept: in memory, within bounds, and in a cache that processes share."""

import pytest
from django.core.cache import cache
from django.http import HttpResponse

from core.http_cache.pages import KeptResponse, ResponsesOfOneRevision
from tests.caching import get, html


class TestBounds:
    def test_endless_questions_do_not_fill_the_memory(self, middleware):
        cached, _ = middleware(html)
        for number in range(3000):
            cached(get(f"/?q={number}"))
        memory = cached.pages.memory
        assert 0 < memory.bytes <= 4_000_000
        assert len(memory) < 1500

    def test_the_least_recently_asked_for_leaves_first(self):
        memory = ResponsesOfOneRevision(16 * 3000)
        memory.get(1, "a")
        for key in ("a", *range(15)):
            memory.put(1, key, KeptResponse(200, (), bytes(1000)))
        assert memory.get(1, "a")
        memory.put(1, "one more", KeptResponse(200, (), bytes(1000)))
        assert memory.get(1, "a")
        assert memory.get(1, 0) is None

    def test_something_very_large_does_not_push_all_else_out(self, middleware):
        cached, view = middleware(lambda request: HttpResponse(bytes(1_000_000)))
        cached(get())
        cached(get())
        assert view.calls == 2
        assert len(cached.pages.memory) == 0

    def test_a_new_revision_empties_the_memory_and_an_old_one_fills_it_no_more(self):
        memory = ResponsesOfOneRevision(1_000_000)
        memory.get(1, "a")
        memory.put(1, "a", KeptResponse(200, (), b"old"))
        assert memory.get(2, "a") is None
        assert (len(memory), memory.bytes) == (0, 0)
        memory.put(1, "a", KeptResponse(200, (), b"old"))
        assert memory.get(2, "a") is None
        memory.put(2, "a", KeptResponse(200, (), b"new"))
        assert memory.get(2, "a").body == b"new"


class TestSharedCache:
    @pytest.fixture(autouse=True)
    def shared(self, settings):
        settings.CACHE_URL = "as configured"
        cache.clear()

    def test_one_process_keeps_for_all(self, middleware):
        one, view_of_one = middleware(html)
        other, view_of_other = middleware(html)
        first, second = one(get()), other(get())
        assert (view_of_one.calls, view_of_other.calls) == (1, 0)
        assert first.content == second.content
        assert first.headers == second.headers

    def test_pages_do_without_it_when_it_fails(self, middleware, settings, caplog):
        settings.CACHES = {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": "redis://127.0.0.1:1/0",
            }
        }
        cached, view = middleware(html)
        assert cached(get()).status_code == cached(get()).status_code == 200
        assert view.calls == 1
        assert caplog.text.count("The shared cache does not answer") == 1
