"""Where answers are kept: in memory, within bounds, and in a cache that processes share."""

import gzip

import pytest
from django.core.cache import cache
from django.http import HttpResponse

from core.http_cache.kept import KeptResponse
from core.http_cache.pages import Memory, Pages
from core.http_cache.version import version
from tests.caching import get, html
from tests.factories import InitiativeFactory


def page(body, digest="same"):
    """A page that can be compressed."""
    return KeptResponse(200, (), body, digest, is_compressible=True)


class TestBounds:
    def test_endless_questions_do_not_fill_the_memory(self, middleware):
        cached, _ = middleware(html)
        for number in range(3000):
            cached(get(f"/?q={number}"))
        memory = cached.pages.memory
        assert 0 < memory.bytes <= 4_000_000
        assert len(memory) < 1500

    def test_the_least_recently_asked_for_leaves_first(self):
        memory = Memory(16 * 3000)
        for key in ("a", *range(15)):
            memory.put(1, key, page(bytes(1000)))
        assert memory.get(1, "a")
        memory.put(1, "one more", page(bytes(1000)))
        assert memory.get(1, "a")
        assert memory.get(1, 0) is None

    def test_something_very_large_does_not_push_all_else_out(self, middleware):
        cached, view = middleware(lambda request: HttpResponse(bytes(1_000_000)))
        cached(get())
        cached(get())
        assert view.calls == 2
        assert len(cached.pages.memory) == 0

    def test_after_edits_it_holds_no_more_than_before(self, middleware):
        cached, _ = middleware(html)
        for _ in range(3):
            for number in range(1000):
                cached(get(f"/?q={number}"))
            InitiativeFactory()
            assert 0 < cached.pages.memory.bytes <= 4_000_000


class TestRevisions:
    def test_what_was_kept_for_one_is_given_for_no_other(self):
        memory = Memory(1_000_000)
        memory.put(1, "a", page(b"old"))
        assert memory.get(2, "a") is None
        memory.put(2, "a", page(b"new"))
        assert memory.get(2, "a").body == b"new"
        assert memory.get(1, "a") is None
        assert len(memory) == 1

    def test_a_page_that_says_the_same_is_compressed_once(self, caching):
        pages = Pages()
        first = pages.put(1, "name", "gzip", page(b"word " * 500))
        assert gzip.decompress(first.body) == b"word " * 500
        assert pages.put(2, "name", "gzip", page(b"word " * 500)) is first
        assert pages.get(2, "name", "gzip") is first
        assert pages.get(3, "name", "gzip") is None
        other = pages.put(3, "name", "gzip", page(b"text " * 500, digest="other"))
        assert gzip.decompress(other.body) == b"text " * 500

    def test_each_encoding_of_it_too(self, caching):
        pages = Pages()
        pages.put(1, "name", "gzip", page(b"word " * 500))
        former = pages.get(1, "name", "br")
        pages.put(2, "name", "gzip", page(b"word " * 500))
        assert pages.get(2, "name", "br") is former
        pages.put(3, "name", "gzip", page(b"text " * 500, digest="other"))
        assert pages.get(3, "name", "br").digest == "other"


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

    def test_each_revision_and_each_release_have_their_own(self, middleware, settings):
        cached, view = middleware(html)
        cached(get())
        InitiativeFactory()
        cached(get())
        assert view.calls == 2
        settings.SITE_NAME = "Another name"
        version.cache_clear()
        released, view = middleware(html)
        released(get())
        assert view.calls == 1
        version.cache_clear()

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
