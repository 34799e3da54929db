"""Caches before a server of tests, as docs/caching.md sets them up: nginx and Varnish.

with Server(database_url(), **BEHIND_PROXY) as server, Varnish(server.port) as front:
    answer, was_kept = front.ask_and_look("/about/")

Where varnishd is missing the test is skipped, or fails if REQUIRE_VARNISH is 1.
"""

import http.client
import shutil
import tempfile
from pathlib import Path

from tests.lacking import do_without
from tests.proxies import NAME, Answered, Proxy
from tests.servers import free_port, wait_until
from topology import fronts
from topology.programs import MissingProgram


class Nginx(Proxy):
    """nginx with its cache."""

    def __init__(self, port):
        super().__init__(port, has_cache=True)

    def ask_and_look(self, path, **asked):
        """An answer, and whether the portal was not asked for it."""
        before = len(self.seen(path))
        answer = self.ask(path, **asked)
        wait_until(lambda: len(self.seen(path)) > before)
        return answer, self.seen(path)[-1][-1] == "HIT"


class Varnish:
    """Varnish. As a context it is up when the block begins, and gone after it."""

    def __init__(self, port):
        self.port, self.portal = free_port(), port

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="portal-varnish-"))
        try:
            self.program = fronts.varnish(self.folder, self.port, self.portal)
        except MissingProgram as error:
            shutil.rmtree(self.folder)
            do_without(str(error), "REQUIRE_VARNISH")
        try:
            self.program.wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *error):
        self.program.stop()
        shutil.rmtree(self.folder)

    def ask(self, path, body=None, address="127.0.0.1", method=None, **headers):
        """The answer to a reader who came by HTTPS; GET, or POST where there is a body."""
        client = http.client.HTTPConnection("127.0.0.1", self.port, 60, (address, 0))
        headers = {"Host": NAME, "X-Forwarded-Proto": "https"} | headers
        try:
            method = method or ("GET" if body is None else "POST")
            client.request(method, path, body, headers)
            return Answered(client.getresponse())
        finally:
            client.close()

    def ask_and_look(self, path, **asked):
        """An answer, and whether the portal was not asked for it."""
        answer = self.ask(path, **asked)
        return answer, len(answer.headers["X-Varnish"].split()) > 1  # who asked, and who before
