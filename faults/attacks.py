"""What somebody sends who means harm. Each is a function of the Stage that returns Findings.

All but the probing for drafts go to the first server, which has two workers, as fast as it can take
them; readers and the curator are at work on all three meanwhile and are to notice nothing.
"""

import contextlib
import http.client
import itertools
import select
import socket
import time
import urllib.parse
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from faults import hostile, probing
from faults.client import FORM, HOST, NO_ANSWER, ask, exchange, received, request
from faults.people import is_leak
from faults.servers import UPLOADS
from faults.stage import Findings, Trial

SIGN_IN = "/admin/login/"
HELD = 30  # seconds that unfinished requests are kept open; a form may take 20
CONNECTIONS = 16  # twice as many as there are threads to answer
LARGE = 300_000_000  # bytes
PIECE = bytes(1_000_000)
LARGEST_ON_DISK = 10_000_000  # bytes that a stranger may have us write
DRIPPING = 100  # connections
GUESSES = 30
SERVED_AT_ONCE = 16
ZIP = "/data/catalogue.zip"
NO_SESSION = "__Host-sessionid=abcdefghijklmnopqrstuvwxyz012345"


def token_of(port):
    """What a browser has to send back with the form to sign in: a cookie anybody is given."""
    return ask(port, SIGN_IN).cookie("csrftoken")


def unfinished_at_about(stage):
    """Forms that never come to their end, sent to a page that takes none."""
    return unfinished(stage.servers[0].port, "/about/")


def unfinished_at_sign_in(stage):
    """The same to the page that everybody may send a form to."""
    return unfinished(stage.servers[0].port, SIGN_IN)


def unfinished(port, path):
    """Many requests at once that promise 1,000 bytes and send three, held open until answered."""
    headers = {"Cookie": f"csrftoken={token_of(port)}", "Content-Type": FORM}
    sent = request(port, path, method="POST", headers=headers | {"Content-Length": "1000"})
    findings = Findings()
    with contextlib.ExitStack() as stack:
        opened = [stack.enter_context(connected(port)) for _ in range(CONNECTIONS)]
        for connection in opened:
            connection.sendall(sent + b"a=b")
        deadline = time.monotonic() + HELD
        for connection in opened:
            connection.settimeout(max(0.01, deadline - time.monotonic()))
            findings.sent[status_on(connection)] += 1
    if held := findings.sent[NO_ANSWER]:
        findings.objections.append(f"{held} unfinished requests are not answered after {HELD} s")
    return findings


def connected(port):
    return socket.create_connection((HOST, port), timeout=HELD)


def status_on(connection):
    """The status of the answer on a connection; NO_ANSWER without one."""
    try:
        return received(connection)[0]
    except (OSError, http.client.HTTPException):
        return NO_ANSWER


def large_upload(stage):
    """300 MB of a form with files, from somebody who is not signed in."""
    return upload(stage.servers[0].port, "")


def large_upload_with_cookie(stage):
    """The same with the cookie of a session that there never was."""
    return upload(stage.servers[0].port, f"; {NO_SESSION}")


def upload(port, more_cookies):
    """Send the form until it is answered, and see how much of it is written to the disk."""
    start = b'--x\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\n'
    headers = {
        "Cookie": f"csrftoken={token_of(port)}{more_cookies}",
        "Content-Type": "multipart/form-data; boundary=x",
        "Content-Length": str(LARGE),
    }
    findings, on_disk = Findings(), 0
    with connected(port) as connection:
        with contextlib.suppress(ConnectionError):
            connection.sendall(request(port, SIGN_IN, method="POST", headers=headers) + start)
            for _ in range(LARGE // len(PIECE)):
                if select.select([connection], [], [], 0)[0]:
                    break
                connection.sendall(PIECE)
                on_disk = max(on_disk, size_of(UPLOADS))
        findings.sent[status_on(connection)] += 1
    if on_disk > LARGEST_ON_DISK:
        findings.objections.append(f"a stranger had {on_disk / 1e6:.0f} MB written to the disk")
    return findings


def size_of(folder):
    """Bytes of all files in a folder; one may go meanwhile."""
    size = 0
    for path in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):
            size += path.stat().st_size
    return size


def slow_headers(stage):
    """Many connections on which a header comes in, one letter each second."""
    port = stage.servers[0].port
    findings = Findings()
    with contextlib.ExitStack() as stack:
        still_open = [stack.enter_context(connected(port)) for _ in range(DRIPPING)]
        for connection in still_open:
            connection.sendall(f"GET / HTTP/1.1\r\nHost: {HOST}\r\nX-Slow: ".encode())
        deadline = time.monotonic() + HELD
        while still_open and time.monotonic() < deadline:
            time.sleep(1)
            answered = select.select(still_open, [], [], 0)[0]
            for connection in answered:
                findings.sent[status_on(connection)] += 1
            still_open = [one for one in still_open if one not in answered]
            for connection in still_open:
                with contextlib.suppress(ConnectionError):
                    connection.sendall(b"x")
    if still_open:
        findings.objections.append(f"{len(still_open)} slow requests are open after {HELD} s")
    return findings


_guessers = itertools.count(1)


def wrong_passwords(stage):
    """Passwords guessed for one name from one address, which claims to be another each time."""
    port = stage.servers[0].port
    guesser = next(_guessers)
    token = token_of(port)
    findings = Findings()
    for number in range(GUESSES):
        fields = {"username": f"anna-{guesser}", "password": f"a wrong password {number}"}
        answer = ask(
            port,
            SIGN_IN,
            method="POST",
            body=urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": token}).encode(),
            headers={
                "Cookie": f"csrftoken={token}",
                "Referer": f"https://{HOST}:{port}{SIGN_IN}",
                "X-Forwarded-For": f"203.0.113.{guesser}",
                "X_Forwarded_For": f"192.0.2.{number}",
            },
        )
        findings.sent[answer.status] += 1
    if not findings.sent[429]:
        findings.objections.append(f"{GUESSES} passwords were guessed and nobody minded")
    return findings


def catalogue_over_and_over(stage):
    """The largest file of all, by addresses and with cookies that nothing is kept for."""
    port = stage.servers[0].port

    def take(number):
        method = "HEAD" if number % 4 == 0 else "GET"
        cookie = {"Cookie": f"__Host-sessionid=forged{number}"} if number % 2 else {}
        return ask(port, f"{ZIP}?junk={number}", method=method, headers=cookie).status

    with ThreadPoolExecutor(SERVED_AT_ONCE) as crowd:
        return Findings(Counter(crowd.map(take, range(10 * SERVED_AT_ONCE))))


def hostile_requests(stage):
    """Some hundred requests that no browser sends; see hostile.py."""
    port = stage.servers[0].port
    sent = list(hostile.requests(port))
    with ThreadPoolExecutor(4) as crowd:
        answers = list(crowd.map(lambda one: exchange(port, one), sent))
    findings = Findings(Counter(answer.status for answer in answers))
    for one, answer in zip(sent, answers, strict=True):
        if answer.status >= 500 and answer.status != 503:
            findings.objections.append(f"{answer.status} to {one[:200]!r}")
        if is_leak(answer.body):
            findings.leaked.append(repr(one[:200]))
    findings.objections += hostile.believed(port)
    return findings


def probe_for_drafts(stage):
    """Ask for what nobody may see: one server in every way, the others in the plainest ones."""
    findings = Findings()
    first, *others = [server.port for server in stage.servers]
    probing.probe(first, findings, stage.database)
    for port in others:
        probing.ask_for_hidden(port, findings)
    return findings


ATTACKS = [
    Trial("16 unfinished forms at once to a page", unfinished_at_about, 5, 2),
    Trial("16 unfinished forms at once to the sign-in", unfinished_at_sign_in, 5, 2),
    Trial("300 MB of files to the sign-in", large_upload, 5, 2),
    Trial("300 MB of files with a forged session", large_upload_with_cookie, 5, 2),
    Trial("100 requests whose headers come in slowly", slow_headers, 5, 1),
    Trial("30 wrong passwords", wrong_passwords, 5, 2),
    Trial("160 times the whole catalogue, 16 at once", catalogue_over_and_over, 5, 2),
    Trial("Hostile requests", hostile_requests, 5, 2),
    Trial("Probing for drafts", probe_for_drafts, 5, 1),
]
