"""The HTTP cache by real requests and real commits."""

import http.client
import threading

import pytest
from django.db import transaction
from django.test import Client

from core import revision
from tests.factories import InitiativeFactory

PAGE = "/about/"


class TestOverTheWire:
    """The same by real requests and real commits."""

    @pytest.fixture
    def ask(self, caching_server):
        """A function that asks a server of this test's own; gives the response and its body."""

        def ask(path, method="GET", **headers):
            link = http.client.HTTPConnection(*caching_server, timeout=10)
            try:
                named = {name.replace("_", "-"): value for name, value in headers.items()}
                link.request(method, path, headers=named)
                response = link.getresponse()
                return response, response.read()
            finally:
                link.close()

        return ask

    def test_head_says_what_get_says(self, ask):
        for accepted in ("gzip", "identity"):
            head, nothing = ask(PAGE, "HEAD", Accept_Encoding=accepted)
            full, body = ask(PAGE, Accept_Encoding=accepted)
            assert nothing == b""
            assert head.status == full.status == 200
            assert int(head.headers["Content-Length"]) == len(body) > 0
            left_out = {"Date", "Server", "Connection"}
            assert {k: v for k, v in head.headers.items() if k not in left_out} == {
                k: v for k, v in full.headers.items() if k not in left_out
            }

    def test_an_edit_is_told_as_soon_as_it_is_committed(self, ask):
        initiative = InitiativeFactory(title="First title")
        path = initiative.get_absolute_url()
        revision.current(fresh=True)  # a reader may be a few milliseconds behind
        etag = ask(path)[0].headers["ETag"]
        assert ask(path, If_None_Match=etag)[0].status == 304
        with transaction.atomic():
            initiative.title = "Second title"
            initiative.save()
            assert ask(path, If_None_Match=etag)[0].status == 304
        revision.current(fresh=True)
        response, body = ask(path, If_None_Match=etag)
        assert response.status == 200
        assert b"Second title" in body

    def test_many_readers_at_once_get_the_same(self, ask):
        InitiativeFactory.create_batch(3)
        answers = []
        threads = [
            threading.Thread(target=lambda: answers.append(ask("/initiatives/")[1]))
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(answers) == 8
        assert len(set(answers)) == 1


def test_with_a_listener_a_kept_page_takes_no_query(caching, listening, django_assert_num_queries):
    reader = Client()
    reader.get(PAGE)
    with django_assert_num_queries(0):
        assert reader.get(PAGE).status_code == 200
