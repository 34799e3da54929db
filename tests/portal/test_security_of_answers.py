"""What the headers of every sort of answer say of it, and what they do not."""

import re

import pytest

pytestmark = pytest.mark.django_db

ANSWERS = [
    "/",
    "/nothing/is/here/",
    "/api/v1/initiatives/",
    "/api/v1/initiatives/?nothing=1",
    "/initiatives.csv",
    "/initiatives/feed.atom",
    "/robots.txt",
    "/sitemap.xml",
    "/admin/login/",
    "/healthz",
]


@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_says_what_it_is_and_that_it_is_nothing_else(client, path):
    headers = client.get(path).headers
    kind = headers["Content-Type"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    if kind.startswith("text/"):
        assert re.search(r"charset=utf-8", kind, re.IGNORECASE)


@pytest.mark.parametrize("path", ANSWERS)
def test_no_header_tells_a_version(client, path):
    said = {name: value for name, value in client.get(path).headers.items() if name != "ETag"}
    assert not {"Server", "X-Powered-By"} & said.keys()
    assert not re.search(r"(?i)django|python|granian|postgres", str(said))
