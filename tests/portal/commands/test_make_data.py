"""The files of each day, as a running server hands them out."""

import http.client

import pytest
from django.core.management import call_command

from portal.data import sets
from tests.servers import Server, database_url

PATH = "/data/latest/catalogue.sqlite"


@pytest.fixture
def server(transactional_db):
    with Server(database_url(), SEARCH_INDEX="False") as server:
        yield server


def test_a_large_file_goes_out_whole_in_parts_and_to_nobody_twice(server, settings):
    """Larger than what an answer holds in memory: the web server reads it by itself."""
    assert server.ask(PATH).status == 404
    settings.DOWNLOADS_ROOT = type(settings.DOWNLOADS_ROOT)(server.downloads.name)
    call_command("make_data", verbosity=0)
    content = b"As large as that of thousands of initiatives. " * 50_000
    (sets.kept()[0].path / "catalogue.sqlite").write_bytes(content)
    whole = server.ask(PATH)
    assert (whole.status, whole.body) == (200, content)
    assert whole.headers["Content-Length"] == str(len(content))
    assert whole.headers["X-Content-Type-Options"] == "nosniff"
    part = server.ask(PATH, Range="bytes=100-1500099")
    assert (part.status, part.body) == (206, content[100:1_500_100])
    assert part.headers["Content-Range"] == f"bytes 100-1500099/{len(content)}"
    known = server.ask(PATH, **{"If-None-Match": whole.headers["ETag"]})
    assert (known.status, known.body) == (304, b"")
    client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    client.request("HEAD", PATH)
    headed = client.getresponse()
    assert (headed.status, headed.read()) == (200, b"")
    assert headed.headers["Content-Length"] == str(len(content))
    client.close()
    assert server.ask("/data/catalogue.zip").status == 503  # it makes none: it is told not to
