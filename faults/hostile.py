"""Requests that no browser sends: each of them made of one thing that is wrong."""

from itertools import cycle

from faults.client import HOST, exchange, request

LONG = "a" * 4000
PATHS = [
    "/",
    "/initiatives/",
    "/initiatives/feed.atom",
    "/search/",
    "/suggest/",
    "/compare/",
    "/replications/",
    "/sitemap.xml",
    "/api/v1/initiatives/",
    "/api/v1/schema/",
    "/api/v1/changes/",
]
PARAMETERS = [
    "q",
    "page",
    "theme",
    "initiative",
    "country",
    "ordering",
    "format",
    "version",
    "since",
]
VALUES = [
    "%00",
    "a%01b",
    "%0d%0aX-Injected:%20yes",
    "%ff%fe",
    "%ed%a0%80",
    "%f0%9f%92%a9",
    "%e2%80%ae",
    "'%20OR%201=1--",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "{{7*7}}",
    "-1",
    "99999999999999999999",
    "1e999",
    "%22%22%22",
    LONG,
]
STRANGE_PATHS = [
    "/../../etc/passwd",
    "/static/../portal/settings.py",
    "/static/%2e%2e/%2e%2e/etc/passwd",
    "/static/..%2f..%2fetc%2fpasswd",
    "/media/covers/..%2f..%2f.env",
    "/media/covers/" + "a" * 260,
    "/media/covers/%00.jpg",
    "//example.org/%2f..",
    "/initiatives//",
    "/initiatives/%00/",
    "/initiatives/%ff/",
    "/initiatives/" + LONG + "/",
    "/api/v1/initiatives/%0a/",
    "/api/v1/initiatives/..%2f/",
    "/admin/%2e%2e/",
    "/admin/login/?next=//example.org/",
    "/.env",
    "/.git/config",
    "/\\example.org",
    "*",
    "http://example.org/",
    "/" + "a/" * 2000,
    "/initiatives/?" + "&".join(f"theme=t{number}" for number in range(2000)),
    "/initiatives/?" + "q=a&" * 3000,
]
METHODS = ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "get", "A" * 300]
TARGETS = [
    "/",
    "/initiatives/",
    "/api/v1/initiatives/",
    "/admin/",
    "/healthz",
    "/data/catalogue.zip",
]
HEADERS = [
    ("Accept", "application/xml;q=9"),
    ("Accept", "*/*;q=nonsense,,,;"),
    ("Accept", "text/html;" * 500),
    ("Accept-Encoding", "br;q=x, gzip;q=-1, *;q=0"),
    ("Accept-Language", "xx-" + LONG),
    ("Range", "bytes=0-0,1-1,2-2," + "3-3," * 500),
    ("Range", "bytes=99999999999999999999-"),
    ("Range", "bytes=-0"),
    ("Range", "lines=a-b"),
    ("If-None-Match", '"' * 500),
    ("If-None-Match", "W/,*,\xff"),
    ("If-Modified-Since", "Thu, 99 Foo 99999 99:99:99 GMT"),
    ("If-Range", "\xe9"),
    ("Cookie", "__Host-sessionid=" + LONG),
    ("Cookie", "__Host-sessionid=\xff\xfe; csrftoken=\x80; =; ;;"),
    ("Cookie", 'messages="[[\\"__json_message\\""'),
    ("Authorization", "Basic ====" + LONG),
    ("Authorization", "Bearer \xff"),
    ("Content-Type", "multipart/form-data"),
    ("Content-Type", "application/json; charset=nonsense"),
    ("Content-Length", "-1"),
    ("Content-Length", "99999999999999999999999"),
    ("Transfer-Encoding", "chunked, identity"),
    ("Expect", "200-maybe"),
    ("Upgrade", "websocket"),
    ("Origin", "null"),
    ("Referer", "\xff" + LONG),
    ("User-Agent", "\xff\xfe" + LONG),
    ("X-Forwarded-For", "not an address, ::, 999.1.1.1," + LONG),
    ("X-Forwarded-Host", "example.org"),
    ("X_Forwarded_Proto", "http"),
    ("X_Forwarded_For", "192.0.2.1"),
    ("X-HTTP-Method-Override", "DELETE"),
    ("Host", "example.org"),
    ("Host", "127.0.0.1:99999"),
    ("Host", "127.0.0.1@example.org"),
    ("Host", "[::1"),
    ("Host", "\xff"),
    ("Host", None),
]


def requests(port):
    """Yield all of them, as bytes."""
    parameters = cycle(PARAMETERS)
    for path in PATHS:
        yield from (request(port, f"{path}?{next(parameters)}={value}") for value in VALUES)
    yield from (request(port, path) for path in STRANGE_PATHS)
    for target in TARGETS:
        yield from (request(port, target, method=method) for method in METHODS)
        yield from (request(port, target, headers={name: value}) for name, value in HEADERS)
    yield request(port, "/", headers={f"X-Header-{number}": "a" for number in range(200)})
    yield request(port, "/", headers={"X-Long": "a" * 200_000})
    yield b"GET / HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n"
    yield b"GET /\r\n\r\n"
    yield b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"
    yield b"\x00" * 1000 + b"\r\n\r\n"
    yield b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: example.org\r\nConnection: close\r\n\r\n"
    yield b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nA: b\r\n c: folded\r\nConnection: close\r\n\r\n"
    yield b"GET / HTTP/1.1\r\nHost : 127.0.0.1\r\nConnection: close\r\n\r\n"


def believed(port):
    """Sentences on headers that are believed though only the proxy may send them."""
    deceiving = {"X-Forwarded-Proto": None, "X_Forwarded_Proto": "https"}
    if exchange(port, request(port, "/", headers=deceiving)).status != 301:
        yield f"{HOST} believes X_Forwarded_Proto"
    if exchange(port, request(port, "/", headers={"X_Forwarded_Proto": "http"})).status != 200:
        yield "X_Forwarded_Proto undoes what the proxy says"
