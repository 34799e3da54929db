"""A web page of another origin reads what is open, in a browser that keeps it from the rest."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

OPEN = ["/api/v1/stages/", "/initiatives.csv", "/initiatives/feed.atom"]
ASK = """async ([address, headers]) => {
    const answer = await fetch(address, {headers, cache: "no-store"});
    return {
        status: answer.status,
        etag: answer.headers.get("ETag"),
        length: (await answer.text()).length,
    };
}"""


class EmptyPage(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Elsewhere</title><link rel=icon href=data:,>")

    def log_message(self, *arguments):
        pass


@pytest.fixture
def elsewhere():
    """The address of another site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), EmptyPage)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield f"http://localhost:{server.server_address[1]}/"
    server.shutdown()
    serving.join()
    server.server_close()


@pytest.fixture
def ask(caching_server, elsewhere, open_page):
    """Ask the portal from a page of the other site."""
    page = open_page()
    page.goto(elsewhere)
    portal = "http://{}:{}".format(*caching_server)
    return lambda path, **headers: page.evaluate(ASK, [portal + path, headers])


@pytest.mark.parametrize("path", OPEN)
def test_it_reads_the_answer_and_its_etag_and_asks_again_with_it(ask, path):
    first = ask(path)
    assert first["status"] == 200
    assert first["length"] > 0
    assert first["etag"]
    again = ask(path, **{"If-None-Match": first["etag"]})
    assert again["status"] == 304


def test_what_is_for_people_is_not_open(ask, open_page):
    with pytest.raises(Exception, match="Failed to fetch"):
        ask("/about/")
    with pytest.raises(Exception, match="Failed to fetch"):
        ask("/api/v1/stages/", Authorization="Basic YTpi")
    assert all("CORS policy" in error or "ERR_FAILED" in error for error in open_page.errors)
    open_page.errors.clear()
