"""What can be said of a web address without asking for it."""

import ipaddress
import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

# RFC 2606 and 6761, and what home and office networks use among themselves.
NOWHERE = {"example", "invalid", "local", "localhost", "test", "internal", "lan", "home", "corp"}
TRACKING = re.compile(r"utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|igshid|_ga|ref_src", re.IGNORECASE)
VIEWER = re.compile(
    r"docs\.google\.com/(?:g?view|viewer)|/viewer\.html$|pdf-?viewer", re.IGNORECASE
)
NAME = re.compile(r"(?:[\w-]+\.)+[^\W\d_][\w-]+\.?")

# The same for the database to look for, but for rare forms of numbers.
DEAD_FORM = (
    r"^https?://(([^/?#]*\.)?(" + "|".join(sorted(NOWHERE)) + r")\.?|[^./?#:]+|\[[^]]*\]"
    r"|(10|127)(\.\d+){3}|192\.168(\.\d+){2}|172\.(1[6-9]|2\d|3[01])(\.\d+){2}|169\.254(\.\d+){2})"
    r"(:\d+)?([/?#]|$)"
)


def dead_form(address):
    """Why no reader can open a web address, by its form alone; None where one might."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return "it is not written as addresses are"
    if parts.scheme not in ("http", "https") or not host:
        return "it is not written as addresses are"
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        number = None
    if number:
        return None if number.is_global else f"{host} is a number of a network of one's own"
    if host.rpartition(".")[2].lower() in NOWHERE or "." not in host:
        return f"{host} is a name that leads nowhere in the world"
    return None if NAME.fullmatch(host) else f"{host} is no name of a host"


def page_at(address):
    """What tells a web page from others: two addresses with the same are of the same page.

    Host and path, and the question without what only tells who followed a link. A viewer of
    documents shows the page that its question names.
    """
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").rstrip(".").removeprefix("www.")
        port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    except ValueError:
        return address
    asked = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True)]
    if VIEWER.search(f"{host}{parts.path}"):
        shown = next((value for name, value in asked if name in ("file", "url", "src")), "")
        if "//" in shown:
            return page_at(shown)
    told = urlencode([(name, value) for name, value in asked if not TRACKING.fullmatch(name)])
    return f"{host}{port}{unquote(parts.path).rstrip('/')}" + (f"?{told}" if told else "")


def page_in_archive(address):
    """The address of the page that an archived copy is of, as the Internet Archive writes it."""
    return address.split("/", 5)[-1]


def tidy_address(address):
    """An address with scheme and host in small letters, as they are written."""
    found = re.match(r"([a-z]+://)([^/?#@]+)", address.strip(), re.IGNORECASE)
    return found[0].lower() + address.strip()[found.end() :] if found else address.strip()
