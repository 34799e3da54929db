"""Static files and downloads over HTTP: forms, parts, and answers to who has them already."""

import gzip
import os

import brotli
import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from core.web.files import ServedFile
from core.web.staticfiles import StaticFilesMiddleware

TEXT = "".join(f"p:nth-child({number}) {{ color: green }}\n" for number in range(500)).encode()
SIZE = len(TEXT)


@pytest.fixture
def ask(tmp_path, settings):
    """Ask for a style sheet that stands in a folder with its compressed forms."""
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False
    settings.STATIC_ROOT = tmp_path
    sheet = tmp_path / "site.css"
    for name, data in {
        "site.css": TEXT,
        "site.css.br": brotli.compress(TEXT),
        "site.css.gz": gzip.compress(TEXT),
    }.items():
        (tmp_path / name).write_bytes(data)
    os.utime(sheet, (1_700_000_000, 1_700_000_000))
    serve = StaticFilesMiddleware(lambda request: HttpResponse(status=404))

    def ask(method="GET", path="/static/site.css", **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return serve(RequestFactory().generic(method, path, headers=named))

    return ask


def encoding_of(response):
    return response.headers.get("Content-Encoding", "identity")


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", "identity"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0, gzip;q=0", "identity"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("identity;q=1, *;q=0", "identity"),
        ("*", "br"),
        ("zstd", "identity"),
    ],
)
def test_the_form_is_the_one_that_is_accepted(ask, accepted, encoding):
    response = ask(Accept_Encoding=accepted)
    assert encoding_of(response) == encoding
    assert response.headers["Vary"] == "Accept-Encoding"
    read = {"br": brotli.decompress, "gzip": gzip.decompress, "identity": bytes}[encoding]
    assert read(response.content) == TEXT
    assert response.headers["Content-Length"] == str(len(response.content))
    assert response.headers["Content-Type"] == 'text/css; charset="utf-8"'
    assert not response.streaming  # a slow reader would keep a thread


def test_each_form_has_an_etag_of_its_own(ask):
    etags = {name: ask(Accept_Encoding=name).headers["ETag"] for name in ("br", "gzip", "identity")}
    assert len(set(etags.values())) == 3
    for name, etag in etags.items():
        assert ask(Accept_Encoding=name, If_None_Match=etag).status_code == 304
    assert ask(Accept_Encoding="gzip", If_None_Match=etags["br"]).status_code == 200


@pytest.mark.parametrize("asked", ["{}", "W/{}", '"other", {}', "*", " {} "])
def test_who_has_it_gets_304(ask, asked):
    etag = ask().headers["ETag"]
    response = ask(If_None_Match=asked.format(etag))
    assert response.status_code == 304
    assert response.content == b""
    assert response.headers["ETag"] == etag
    assert "Content-Type" not in response.headers


def test_when_it_was_made_is_told_and_gone_by(ask):
    made = "Tue, 14 Nov 2023 22:13:20 GMT"
    assert ask().headers["Last-Modified"] == made
    assert ask(If_Modified_Since=made).status_code == 304
    assert ask(If_Modified_Since="Tue, 14 Nov 2023 22:13:21 GMT").status_code == 304
    assert ask(If_Modified_Since="Tue, 14 Nov 2023 22:13:19 GMT").status_code == 200
    assert ask(If_Modified_Since="yesterday").status_code == 200
    assert ask(If_Modified_Since=made, If_None_Match='"other"').status_code == 200


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=5-9", 5, 9),
        ("bytes=10-", 10, SIZE - 1),
        ("bytes=-1", SIZE - 1, SIZE - 1),
        ("bytes=-5", SIZE - 5, SIZE - 1),
        (f"bytes=-{SIZE * 2}", 0, SIZE - 1),
        (f"bytes=7-{SIZE * 2}", 7, SIZE - 1),
        (f"bytes={SIZE - 1}-{SIZE - 1}", SIZE - 1, SIZE - 1),
    ],
)
def test_a_part_is_sent_as_asked(ask, asked, first, last):
    response = ask(Range=asked)
    assert response.status_code == 206
    assert response.content == TEXT[first : last + 1]
    assert response.headers["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert response.headers["Content-Length"] == str(last - first + 1)


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", f"bytes={SIZE}-{SIZE + 5}", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused(ask, asked):
    response = ask(Range=asked)
    assert response.status_code == 416
    assert response.headers["Content-Range"] == f"bytes */{SIZE}"


@pytest.mark.parametrize("asked", ["bytes=9-5", "bytes=-", "bytes=0-1,5-6", "lines=1-2", "x", ""])
def test_a_range_that_says_nothing_gets_it_all(ask, asked):
    response = ask(Range=asked)
    assert (response.status_code, response.content) == (200, TEXT)
    assert response.headers["Accept-Ranges"] == "bytes"


def test_a_part_of_what_has_changed_is_not_sent(ask):
    now = ask().headers
    for stands in (now["ETag"], now["Last-Modified"]):
        assert ask(Range="bytes=0-4", If_Range=stands).status_code == 206
    for stands in ('"other"', f"W/{now['ETag']}", "Tue, 14 Nov 2023 22:13:21 GMT"):
        response = ask(Range="bytes=0-4", If_Range=stands)
        assert (response.status_code, response.content) == (200, TEXT)


def test_parts_of_a_compressed_form_are_parts_of_its_bytes(ask):
    whole = ask(Accept_Encoding="br").content
    response = ask(Accept_Encoding="br", Range="bytes=0-9")
    assert response.content == whole[:10]
    assert response.headers["Content-Range"] == f"bytes 0-9/{len(whole)}"


def test_head_says_what_get_says(ask):
    got, headed = ask(), ask("HEAD")
    assert headed.content == b""
    assert headed.headers == got.headers
    assert ask("HEAD", Range="bytes=0-4").status_code == 200


def test_what_is_no_static_file_is_for_others_to_answer(ask):
    assert ask(path="/static/nothing.css").status_code == 404
    assert ask(path="/static/").status_code == 404


def test_a_new_version_has_a_new_etag(tmp_path):
    path = tmp_path / "file"
    path.write_text("one")
    before = ServedFile({"identity": path}, {}).forms["identity"].etag
    os.utime(path, (1, 1))
    assert ServedFile({"identity": path}, {}).forms["identity"].etag != before
    named = ServedFile({"identity": path}, {}, version="digest").forms["identity"].etag
    assert named == '"digest-identity"'
