"""How requests come in: who sends half of one, too much or something odd stops nobody."""

import asyncio
import http.client
import io
import socket
import tempfile
import threading
import time

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from PIL import Image

from portal.accounts.sessions import SessionStore
from portal.gateway import Gateway
from tests.factories import UserFactory
from tests.gateways import ask, run
from tests.servers import Server, database_url

TIMEOUT = 4  # seconds, of the server here, for a form to come in
FORM = "application/x-www-form-urlencoded"
FILES = "multipart/form-data; boundary=x"


@pytest.fixture(scope="module")
def _served(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        url = database_url()
    environment = {"SECRET_KEY": settings.SECRET_KEY, "SEARCH_INDEX": "False"}
    with Server(url, BODY_TIMEOUT=str(TIMEOUT), **environment) as server:
        yield server


@pytest.fixture
def server(_served, transactional_db):
    return _served


def send(server, head, body=b"", cookies=""):
    """A connection on which this much of a request was sent."""
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=30)
    cookies = f"Cookie: csrftoken={'c' * 32}; {cookies}"
    lines = [*head, f"Host: 127.0.0.1:{server.port}", cookies, "", ""]
    connection.sendall("\r\n".join(lines).encode() + body)
    return connection


def answer(connection):
    """The status and the text of the answer on a connection."""
    response = http.client.HTTPResponse(connection)
    response.begin()
    text = response.read().decode()
    connection.close()
    return response.status, text


def post(server, length, kind=FORM, body=b"", *, path="/admin/login/", cookies=""):
    head = [f"POST {path} HTTP/1.1", f"Content-Type: {kind}", f"Content-Length: {length}"]
    return send(server, head, body, cookies)


@pytest.mark.parametrize("path", ["/admin/login/", "/about/"])
def test_unfinished_forms_stop_nobody(server, path):
    unfinished = [post(server, 1000, body=b"abc", path=path) for _ in range(40)]
    for address in ("/healthz", "/about/", "/admin/login/", "/static/site.css"):
        assert server.ask(address).seconds < TIMEOUT
    for connection in unfinished:
        assert answer(connection)[0] == (408 if path == "/admin/login/" else 405)


def test_what_is_refused_is_refused_before_it_has_come(server):
    began = time.monotonic()
    assert answer(post(server, 1000, body=b"abc", path="/about/"))[0] == 405
    assert answer(post(server, 1_000_000, body=b"abc"))[0] == 413
    assert time.monotonic() - began < TIMEOUT


@pytest.mark.parametrize(
    ("length", "kind", "status"),
    [
        (500_000_000, FILES, 413),
        (64_001, FORM, 413),
        (1000, FILES, 415),
        (1000, "application/json", 415),
        (1000, "", 415),
    ],
)
@pytest.mark.parametrize("cookie", ["", "sessionid=" + "f" * 32])
def test_strangers_send_short_forms_and_nothing_else(server, length, kind, status, cookie):
    body = b"a" * min(length, 100_000)  # of the largest there comes no more
    told, text = answer(post(server, length, kind, body, cookies=cookie))
    assert told == status
    assert "not signed in" in text


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [("/admin/login/", 9_000_000, 413), ("/admin/login/", 300_000, 413), ("/about/", 60_000, 405)],
)
def test_who_is_refused_hears_it_though_still_sending(server, path, size, status):
    for _ in range(10):
        assert answer(post(server, size, FILES, b"a" * size, path=path))[0] == status


def test_a_form_without_its_length_is_refused(server):
    head = ["POST /admin/login/ HTTP/1.1", f"Content-Type: {FORM}", "Transfer-Encoding: chunked"]
    assert answer(send(server, head, b"3\r\nabc\r\n0\r\n\r\n"))[0] == 411


def test_a_form_of_a_stranger_reaches_the_desk(server):
    body = b"username=nobody&password=none"
    status, text = answer(post(server, len(body), body=body))
    assert status == 403  # as Django says of a form without its token
    assert "<main" in text


@pytest.fixture
def session(transactional_db):
    """The session of somebody who may do everything."""
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    return f"sessionid={client.cookies['sessionid'].value}"


def form(**parts):
    """A form with files as a browser sends it, from headers and contents."""
    lines = []
    for name, (more, content) in {"csrfmiddlewaretoken": ("", b"c" * 32), **parts}.items():
        disposition = f'Content-Disposition: form-data; name="{name}"{more}'
        lines += [b"--x", disposition.encode(), b"", content]
    return b"\r\n".join([*lines, b"--x--", b""])


def test_who_is_signed_in_sends_files(server, session):
    picture = io.BytesIO()
    Image.effect_noise((1200, 1200), 90).save(picture, "PNG")
    assert len(picture.getvalue()) > 1_000_000
    body = form(cover=('; filename="cover.png"\r\nContent-Type: image/png', picture.getvalue()))
    path = "/admin/initiatives/resource/add/"
    status, text = answer(post(server, len(body), FILES, body, path=path, cookies=session))
    assert status == 200
    assert "This field is required." in text
    assert "csrf" not in text.partition("<form")[0].lower()


def test_nobody_sends_more_than_a_form_can_have(server, session):
    status, text = answer(post(server, 25_000_001, FILES, cookies=session))
    assert status == 413
    assert "25 MB" in text


def test_what_breaks_off_is_not_taken_for_the_whole(server, session):
    """The fields that came would have been a form by themselves."""
    group = form(name=("", b"Half a group"))
    path = "/admin/auth/group/add/"
    broken = post(server, len(group) + 1000, FILES, group, path=path, cookies=session)
    broken.shutdown(socket.SHUT_WR)
    assert answer(broken)[0] == 400
    assert not Group.objects.filter(name="Half a group").exists()
    whole = post(server, len(group), FILES, group, path=path, cookies=session)
    assert answer(whole)[0] == 302
    assert Group.objects.filter(name="Half a group").exists()


def test_header_names_with_underscores_count_for_nothing(transactional_db):
    with Server(database_url(), HTTPS="True", SEARCH_INDEX="False") as server:
        assert server.ask("/about/", **{"X-Forwarded-Proto": "https"}).status == 200
        assert server.ask("/about/", **{"X_Forwarded_Proto": "https"}).status == 301
        both = {"X-Forwarded-Proto": "https", "X_Forwarded_Proto": "http"}
        assert server.ask("/about/", **both).status == 200


def test_a_forged_cookie_is_a_stranger_s(server, client):
    kept = server.ask("/about/")
    forged = server.ask(
        "/about/", Cookie="sessionid=" + "f" * 32, Authorization="Basic Zm9vOmJhcg=="
    )
    assert forged.headers["ETag"] == kept.headers["ETag"]
    assert forged.headers["Cache-Control"].startswith("public")
    store = SessionStore()
    store["theme"] = "dark"
    store.save()
    assert "ETag" in server.ask("/about/", Cookie=f"sessionid={store.session_key}").headers


def test_a_request_that_names_its_host_itself_is_understood(server):
    own = f"http://127.0.0.1:{server.port}"
    for address, status in ((f"{own}/about/", 200), ("http://elsewhere.example/about/", 400)):
        assert answer(send(server, [f"GET {address} HTTP/1.1"]))[0] == status


def test_the_probe_is_answered_while_every_thread_is_at_work():
    go_on = threading.Event()

    class Slow(list):
        def close(self):
            pass

    def application(environment, start_response):
        if environment["PATH_INFO"] != "/healthz":
            go_on.wait(30)
        start_response("200 OK", [])
        return Slow([environment["PATH_INFO"].encode()])

    async def day():
        gateway = Gateway(application, threads=2)
        others = [asyncio.create_task(ask(gateway, "/about/")[1]) for _ in range(5)]
        await asyncio.sleep(0.1)
        probe, answering = ask(gateway, "/healthz")
        await asyncio.wait_for(answering, 5)
        assert (probe.status, probe.body) == (200, b"/healthz")
        assert not any(task.done() for task in others)
        go_on.set()
        await asyncio.gather(*others)
        gateway.__rsgi_del__(None)

    run(day())


@pytest.mark.parametrize(("path", "said"), [("/about/", b"No."), ("/admin/login/", b"")])
def test_what_was_sent_is_taken_in_once_whatever_is_answered(path, said):
    class Answer(list):
        def close(self):
            pass

    def application(environment, start_response):
        start_response("200 OK", [])
        return Answer([said])

    async def day():
        gateway = Gateway(application, threads=1)
        protocol, answering = ask(gateway, path, method="POST", body=b"a=b")
        await asyncio.wait_for(answering, 5)
        gateway.__rsgi_del__(None)
        assert (protocol.body, protocol.times_read) == (said, 1)

    run(day())


def test_a_file_is_sent_in_parts_when_its_thread_is_free_again():
    whole = bytes(range(256)) * 1000

    def application(environment, start_response):
        start_response("200 OK", [])
        file = tempfile.SpooledTemporaryFile()  # noqa: SIM115 - the gateway closes it
        file.write(whole)
        file.rollover()
        file.seek(0)
        return environment["wsgi.file_wrapper"](file)

    async def day():
        gateway = Gateway(application, threads=1)
        protocol, answering = ask(gateway, "/initiatives.json")
        await asyncio.wait_for(answering, 5)
        gateway.__rsgi_del__(None)
        assert b"".join(protocol.parts) == whole
        assert len(protocol.parts) > 1

    run(day())
