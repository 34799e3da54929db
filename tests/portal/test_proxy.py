"""nginx in front of the portal, as docs/deployment.md and docs/caching.md have it."""

import gzip
import http.client
import json
import re
import time
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image

from core.api.document import EXAMPLES
from core.api.errors import MEDIA_TYPE
from initiatives.models import Resource
from portal.accounts.hashers import Argon2
from portal.reads.logs import understood
from tests.databases import copy_of, pointed_at
from tests.desk import fields_of
from tests.factories import UserFactory
from tests.proxies import BEHIND_PROXY, FORM, NAME, Curator, Proxy
from tests.servers import Server, database_url, free_port, wait_until

pytestmark = pytest.mark.django_db  # one of them at least, so that there is a database to copy

PASSWORD = "a long secret"
BY_PROXY = {"Host": NAME, "X-Forwarded-Proto": "https"}  # what it tells the portal
OF_EACH_CONNECTION = {"expires", "connection", "date", "keep-alive", "server", "transfer-encoding"}
OF_EACH_REQUEST = {"x-request-id"}
TIMEOUT = 10  # seconds, of the document


@pytest.fixture(scope="module")
def site(catalogue_database, django_db_blocker, tmp_path_factory):
    """The portal with the launch catalogue and nginx before it, for all tests of this file."""
    folder = tmp_path_factory.mktemp("site")
    environment = {"MEDIA_ROOT": str(folder / "media"), "STATIC_ROOT": str(folder / "static")}
    environment |= {"PUBLISH_ALONE": "True"}  # there is one curator
    environment |= {"SEARCH_INDEX": "False"}  # and so each answer is kept, and has an ETag, at once
    log = folder / "log"
    put_static_file(folder / "static" / "site.0123456789ab.css")
    with (
        django_db_blocker.unblock(),
        copy_of(catalogue_database, f"{catalogue_database}_proxied") as copy,
        pointed_at(copy),
    ):
        UserFactory(
            username="anna", is_superuser=True, password=Argon2().encode(PASSWORD, "a" * 16)
        )
        document = Resource.objects.published().first().pk
        with (
            Server(database_url(), log=log, **BEHIND_PROXY, **environment) as server,
            Proxy(server.port) as proxy,
        ):
            yield SimpleNamespace(server=server, proxy=proxy, document=document)


def put_static_file(path):
    """What collectstatic would leave of a file that does not change."""
    text = b"body { color: black }\n" * 100
    path.parent.mkdir()
    path.write_bytes(text)
    Path(f"{path}.gz").write_bytes(gzip.compress(text))


def told(answer):
    """An answer without what each connection and each request has for itself."""
    headers = {name.lower(): value for name, value in answer.headers.items()}
    headers = {
        name: headers[name] for name in headers.keys() - OF_EACH_CONNECTION - OF_EACH_REQUEST
    }
    return answer.status, headers, answer.body


PAGES = ("/", "/initiatives/?q=cooperatives", "/api/v1/initiatives/", "/healthz", "/nowhere/")
FILES = ("/static/site.0123456789ab.css",)


@pytest.mark.parametrize("path", [*PAGES, *FILES, "/admin/login/"])
@pytest.mark.parametrize("encoding", ["", "br", "gzip", "zstd, gzip;q=0.5"])
def test_nothing_that_the_portal_says_is_changed_or_hidden(site, path, encoding):
    asked = {"Accept-Encoding": encoding, "Origin": "https://elsewhere.example"}
    by_proxy = told(site.proxy.ask(path, **asked))
    direct = told(site.server.ask(path, **BY_PROXY, **asked))
    if path != "/admin/login/":  # where each form has a token, each answer a cookie
        assert by_proxy == direct
    assert by_proxy[1].keys() == direct[1].keys()
    assert by_proxy[1].get("content-encoding") == direct[1].get("content-encoding")


@pytest.mark.parametrize("path", ["/", "/api/v1/initiatives/", *FILES])
def test_what_a_reader_has_is_not_sent_again(site, path):
    asked = {"Accept-Encoding": "gzip"}
    first = site.proxy.ask(path, **asked)
    again = site.proxy.ask(path, **asked, **{"If-None-Match": first.headers["ETag"]})
    assert first.headers["Content-Encoding"] == "gzip"
    assert (again.status, again.body) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Vary"] == first.headers["Vary"]


def test_a_part_of_a_file_can_be_asked_for(site):
    answer = site.proxy.ask(FILES[0], Range="bytes=7-11", **{"Accept-Encoding": "identity"})
    assert (answer.status, answer.body) == (206, b"color")
    assert answer.headers["Content-Range"] == "bytes 7-11/2200"


def test_plain_http_leads_to_https(site):
    client = http.client.HTTPConnection("127.0.0.1", site.proxy.http)
    client.request("GET", "/initiatives/?q=a%20b", headers={"Host": "somebody.example"})
    answer = client.getresponse()
    client.close()
    assert answer.status == 301
    assert answer.headers["Location"] == f"https://{NAME}/initiatives/?q=a%20b"


def test_http_2_is_offered(site):
    with site.proxy.connect(protocols=("h2", "http/1.1")) as connection:
        assert connection.selected_alpn_protocol() == "h2"


def test_an_address_that_the_portal_repeats_in_a_header_may_be_long(site):
    path = "/admin/?" + "%C3%A9" * 1200
    answer = site.proxy.ask(path)
    assert answer.status == 302
    assert len(answer.headers["Location"]) > 3 * 3600


def test_the_portal_knows_who_asks_and_by_what_whatever_a_stranger_sends(site):
    lies = {
        "X-Forwarded-For": "203.0.113.9",
        "X_Forwarded_For": "203.0.113.9",
        "X-Forwarded-Proto": "http",
        "X_Forwarded_Proto": "http",
    }
    answer = Curator(site.proxy, "127.0.0.2").sign_in("nobody", PASSWORD, **lies)
    assert answer.status == 200  # and no redirect to HTTPS
    wait_until(lambda: any("Sign-in failed: user 'nobody'" in line for line in site.server.lines()))
    [line] = [line for line in site.server.lines() if "user 'nobody'" in line]
    assert re.search(r" from 127\.0\.0\.2 \[[0-9a-f]{32}\]$", line)  # with the id that nginx gave


def test_a_curator_uploads_a_large_cover(site):
    anna = Curator(site.proxy, "127.0.0.3")
    assert anna.sign_in("anna", PASSWORD).status == 302
    path = f"/admin/initiatives/resource/{site.document}/change/"
    form = fields_of(anna.ask(path).body.decode())
    picture = BytesIO()
    Image.new("RGB", (600, 800), "teal").save(picture, "JPEG")
    picture.write(bytes(9_000_000))  # which a camera might have put there
    picture.seek(0)
    picture.name = "cover.jpg"
    body = encode_multipart(BOUNDARY, form | {"cover": picture, "_continue": "1"})
    answer = anna.ask(path, body, **{"Content-Type": MULTIPART_CONTENT})
    assert answer.status == 302
    [cover] = set(re.findall(r"/media/covers/\w+\.jpg", anna.ask(path).body.decode()))
    shown = Image.open(BytesIO(site.proxy.ask(cover).body))
    assert shown.size == (480, 640)


@pytest.mark.parametrize(
    ("path", "size"), [("/admin/login/", 65_537), ("/about/", 65_537), ("/admin/", 26_214_401)]
)
def test_what_is_too_large_never_reaches_the_portal(site, path, size):
    with site.proxy.connect() as connection:
        connection.sendall(head(path, size))  # and nothing of it
        with http.client.HTTPResponse(connection) as answer:
            answer.begin()
            assert answer.status == 413
    wait_until(lambda: ("413", "-", "-") in site.proxy.seen(path))


def test_what_the_portal_refuses_unread_is_said_to_the_sender(site):
    """Somebody whose session has ended sends a form with a file."""
    path = "/admin/initiatives/resource/add/"
    for _ in range(10):
        answer = site.proxy.ask(path, bytes(2_000_000), **{"Content-Type": MULTIPART_CONTENT})
        assert answer.status == 413
        assert b"Who is not signed in" in answer.body


def head(path, size):
    lines = [f"POST {path} HTTP/1.1", f"Host: {NAME}", f"Content-Length: {size}"]
    return "\r\n".join([*lines, f"Content-Type: {FORM['Content-Type']}", "", ""]).encode()


def test_unfinished_requests_stop_nobody_and_end(site):
    path = "/admin/login/?unfinished"
    unfinished = [site.proxy.connect() for _ in range(9)]
    for connection in unfinished[1:]:
        connection.sendall(head(path, 1000) + b"abc")
    unfinished[0].sendall(head(path, 1000)[:-2])
    began = time.monotonic()
    for address in ("/about/", "/admin/login/", "/api/v1/initiatives/", "/initiatives/?q=work"):
        assert site.proxy.ask(address).status == 200
    assert time.monotonic() - began < TIMEOUT
    for connection in unfinished:
        assert b"200 OK" not in connection.recv(1000)
        connection.close()
    assert time.monotonic() - began < 2 * TIMEOUT
    wait_until(lambda: site.proxy.seen(path) == [("408", "-", "-")] * 9)


def test_one_address_cannot_have_many_requests_open_at_the_desk(site):
    unfinished = [site.proxy.connect("127.0.0.7") for _ in range(20)]
    for connection in unfinished:
        connection.sendall(head("/admin/", 1000))
    wait_until(lambda: site.proxy.ask("/admin/", address="127.0.0.7").status == 429)
    assert site.proxy.ask("/about/", address="127.0.0.7").status == 200
    assert site.proxy.ask("/admin/", address="127.0.0.8").status == 302
    for connection in unfinished:
        connection.close()


def test_who_asks_too_much_at_once_of_the_api_is_told_so_in_its_own_form(site):
    unfinished = [site.proxy.connect("127.0.0.9") for _ in range(100)]
    for connection in unfinished:
        connection.sendall(head("/api/v1/initiatives/", 1000))

    def ask():
        return site.proxy.ask("/api/v1/initiatives/", address="127.0.0.9")

    wait_until(lambda: ask().status == 429)
    answer = ask()
    for connection in unfinished:
        connection.close()
    assert answer.headers["Content-Type"] == MEDIA_TYPE
    assert answer.headers["Retry-After"] == "20"
    assert json.loads(answer.body) == EXAMPLES["TooManyRequests"]


def test_many_attempts_to_sign_in_have_to_wait(site):
    path = "/admin/login/?guesses"
    guess = {"body": "username=anna&password=guess", **FORM}
    answers = []
    while not answers or answers[-1].status != 429:
        assert len(answers) < 100
        answers.append(site.proxy.ask(path, address="127.0.0.4", **guess))
    assert len(answers) > 11
    assert {answer.status for answer in answers[:-1]} == {403}  # by the portal: there is no token
    assert answers[-1].headers["Retry-After"] == "20"
    assert b"Wait a moment" in answers[-1].body
    wait_until(lambda: ("429", "-", "-") in site.proxy.seen(path))
    assert site.proxy.ask(path, address="127.0.0.4").status == 200
    assert site.proxy.ask(path, address="127.0.0.5", **guess).status == 403


def test_a_portal_that_is_down_is_told_in_plain_words():
    with Proxy(free_port()) as proxy:
        for path, body in (("/", None), ("/api/v1/initiatives/", None), ("/admin/login/", "a=b")):
            answer = proxy.ask(path, body)
            assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["Content-Type"] == "text/html"
            assert b"the catalogue is unavailable" in answer.body
            assert b"nginx" not in answer.body


def test_it_notes_what_is_read_and_nothing_of_who_reads(site):
    browser = {"User-Agent": "Mozilla/5.0 Firefox/140.0"}
    page = "/initiatives/luban-workshops/"
    site.proxy.ask(f"{page}?q=a-secret", **browser)
    site.proxy.ask("/initiatives/luban-workshops.csv", **{"User-Agent": "curl/8.5.0"})
    site.proxy.ask(page, **{"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"})
    cookies = [{"Cookie": f"a=b; {name}=abc"} for name in ("sessionid", "__Host-sessionid")]
    for left_out in (*cookies, {"Sec-Purpose": "prefetch"}):
        site.proxy.ask(page, **browser | left_out)
    noted = (site.proxy.folder / "reads.log").read_bytes().splitlines()
    reads = [read for _, read in map(understood, noted) if read and read.slug == "luban-workshops"]
    assert [(read.kind, read.what) for read in reads] == [
        ("initiative", "page"),
        ("initiative", "csv"),
    ]
    assert not any(told in b"".join(noted) for told in (b"127.0.0.1", b"Mozilla", b"a-secret"))
