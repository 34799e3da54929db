"""Addresses are read, and only the desk is written to; nothing else is even listened to."""

import pytest

from tests.factories import ForumFactory, InitiativeFactory, SessionFactory

PAGES = [
    "/",
    "/about/",
    "/initiatives/",
    "/initiatives/feed.atom",
    "/data/",
    "/data/catalogue.zip",
    "/data/latest/catalogue.sqlite",
    "/sitemap.xml",
    "/robots.txt",
    "/healthz",
    "/readyz",
    "/suggest/",
    "/media/covers/none.jpg",
    "/static/site.css",
    "/nowhere/",
    "/about/?format=csv",
]
FOR_PROGRAMS = ["/api/", "/api/v1/", "/api/v1/docs/", "/api/v1/schema/", "/api/v1/initiatives/"]


class Unread:
    """A body that nobody may wait for."""

    def read(self, *size):
        raise AssertionError("The body was read.")

    readline = read


@pytest.fixture
def send(client):
    """Send a method with a body that never comes; the sender holds a CSRF cookie."""
    client.cookies["csrftoken"] = "c" * 32

    def send(method, path, **headers):
        environment = {"wsgi.input": Unread(), "CONTENT_LENGTH": "1000"}
        kind = "application/x-www-form-urlencoded"
        return client.generic(method, path, content_type=kind, headers=headers, **environment)

    return send


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "BREW"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_answer_405_before_a_body_is_read(send, method, path):
    response = send(method, path)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
@pytest.mark.parametrize("path", FOR_PROGRAMS)
def test_the_api_says_so_in_its_own_shape(send, method, path):
    response = send(method, path, Origin="https://example.org")
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["detail"] == f'Method "{method}" not allowed.'
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "OPTIONS"])
def test_the_desk_takes_forms_and_nothing_else(send, method):
    assert send(method, "/admin/login/").status_code == 405


def test_records_are_read_only_too(send, db):
    session = SessionFactory(forum=ForumFactory())
    for record in (InitiativeFactory(), session.forum, session):
        assert send("POST", record.get_absolute_url()).status_code == 405
