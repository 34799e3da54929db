"""Answers go out in an encoding that the client understands."""

import gzip

import pytest
from django.http import HttpResponse
from django.test import Client

from core.http_cache.encodings import choose
from tests.caching import ENCODINGS, get, html


class TestEncodings:
    @pytest.mark.parametrize(
        ("accepted", "chosen"),
        [
            ("", "identity"),
            ("gzip, deflate", "gzip"),
            ("gzip, deflate, br, zstd", "br"),
            ("gzip, deflate, zstd", "zstd"),
            ("br;q=0.2, gzip;q=0.8", "gzip"),
            ("br;q=0, gzip;q=0.001", "gzip"),
            ("BR ; Q=0.5 , GZIP;q=0.4", "br"),
            ("x-gzip", "gzip"),
            ("*", "br"),
            ("*;q=0.1, br;q=0", "zstd"),
            ("identity", "identity"),
            ("identity, gzip;q=0.5", "identity"),
            ("identity;q=0, *;q=0", "identity"),
            ("gzip;q=0", "identity"),
            ("gzip;q=2, nonsense;;;, br;q=x", "identity"),
        ],
    )
    def test_the_client_chooses(self, accepted, chosen):
        assert choose(accepted) == chosen

    @pytest.mark.parametrize("first", ENCODINGS)
    def test_all_encodings_hold_the_same_and_the_page_is_made_once(self, middleware, first):
        cached, view = middleware(html)
        for encoding in (first, *ENCODINGS):
            response = cached(get(headers={"Accept-Encoding": encoding}))
            assert response.get("Content-Encoding", "identity") == encoding
            assert ENCODINGS[encoding](response.content) == html(get()).content
            assert response.headers["Content-Length"] == str(len(response.content))
        assert view.calls == 1

    @pytest.mark.parametrize(
        ("body", "content_type"),
        [(b"x" * 5000, "application/zip"), (b"x" * 5000, "image/png"), (b"short", "text/html")],
    )
    def test_some_things_are_not_compressed(self, middleware, body, content_type):
        cached, view = middleware(lambda request: HttpResponse(body, content_type=content_type))
        for _ in range(2):
            response = cached(get(headers={"Accept-Encoding": "gzip"}))
            assert response.content == body
            assert "Content-Encoding" not in response.headers
            assert "Accept-Encoding" in response.headers["Vary"]
        assert view.calls == 1

    def test_what_is_not_kept_is_compressed_too(self, caching, db):
        response = Client().get("/nowhere/", headers={"Accept-Encoding": "gzip"})
        assert response.status_code == 404
        assert b"<html" in gzip.decompress(response.content)
