"""What can be said of a web address without asking for it."""

import ipaddress
import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

# RFC 2606 and 6761, and what home and office networks use among themselves.
NOWHERE = {"example", "invalid", "local", "localhost", "test", "internal", "lan", "home", "corp"}
TRACKING = re.compile(  # what tells who followed a link from where, and whose session it is
    r"utm_\w+|pk_\w+|mtm_\w+|at_(?:medium|campaign)|\w*clid|gbraid|wbraid|li_fat_id|mc_[ce]id|igshi?d?"
    r"|_g[al]|_hsenc|_hsmi|hsctatracking|mkt_tok|vero_id|cmpid|ref_(?:src|url)|usp"
    r"|jsessionid|phpsessid|aspsessionid\w*|asp\.net_sessionid|session_?id|cfid|cftoken",
    re.IGNORECASE,
)
SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?;]*", re.IGNORECASE)
VIEWER = re.compile(
    r"docs\.google\.com/(?:g?view|viewer)|google\.[a-z.]+/url$|view\.officeapps\.live\.com/op/"
    r"|/viewer\.html$|pdf-?viewer|pdf\.?js",
    re.IGNORECASE,
)
SHOWN = ("file", "url", "src", "q", "pdf")  # what names the page that a viewer shows
ARCHIVE = re.compile(r"web\.archive\.org/web/[0-9]{1,14}\w*\*?/", re.IGNORECASE)
WHERE_ONE_BEGINS = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
OF_ONE_DOCUMENT = re.compile(r"(?<=/d/)([\w-]+)/(?:edit|view|preview|copy)$")  # at Google's
VIDEO = re.compile(r"(?:youtu\.be/|(?:m\.)?youtube\.com/(?:embed|shorts|live|v)/)([\w-]{11})$")
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
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

    Host and path, and the question without what only tells who followed a link, in one order. A
    viewer of documents, and an archive, show the page that their address names. An address may lack
    its scheme, as people write them.
    """
    try:
        parts = urlsplit(with_scheme(address.strip()))
        host = (parts.hostname or "").rstrip(".").removeprefix("www.")
        port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    except ValueError:
        return address
    if archived := ARCHIVE.search(address):
        shown = address.strip()[archived.end() :]
        return page_at(shown if "//" in shown else f"http://{shown}")
    asked = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True)]
    if VIEWER.search(f"{host}{parts.path}"):
        shown = next((value for name, value in asked if name in SHOWN), "")
        if "//" in shown:
            return page_at(shown)
    path = WHERE_ONE_BEGINS.sub("", SESSION.sub("", unquote(parts.path))).rstrip("/")
    path = re.sub("/{2,}", "/", path)
    if known := of_known_host(host, path, dict(asked)):
        return known
    told = sorted((name, value) for name, value in asked if not TRACKING.fullmatch(name))
    route = parts.fragment if parts.fragment.startswith(("/", "!/")) else ""
    question = f"?{urlencode(told)}" if told else ""
    return f"{host}{port}{path}{question}" + (route and f"#{route}")


def with_scheme(address):
    return address if SCHEME.match(address) else f"http://{address}"


def of_known_host(host, path, asked):
    """The same for hosts that have several addresses for one thing; None at any other."""
    if host in {"doi.org", "dx.doi.org"}:
        return f"doi.org{path.lower()}"
    if host in {"docs.google.com", "drive.google.com"} and OF_ONE_DOCUMENT.search(path):
        return host + OF_ONE_DOCUMENT.sub(r"\1", path)
    if video := VIDEO.match(f"{host}{path}"):
        return f"youtube.com/watch?v={video[1]}"
    if host.endswith("youtube.com") and path == "/watch":
        return f"youtube.com/watch?v={asked.get('v', '')}"
    return None


def page_in_archive(address):
    """The address of the page that an archived copy is of, as the Internet Archive writes it."""
    return address.split("/", 5)[-1]


def tidy_address(address):
    """An address with scheme and host in small letters, as they are written."""
    found = re.match(r"([a-z]+://)([^/?#@]+)", address.strip(), re.IGNORECASE)
    return found[0].lower() + address.strip()[found.end() :] if found else address.strip()
