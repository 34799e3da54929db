"""nginx in front of a server of tests, set up as docs/deployment.md says.

with Server(database_url(), **BEHIND_PROXY) as server, Proxy(server.port) as proxy:
    proxy.ask("/about/").status

The document's file is taken as it stands; what a test cannot have is another port, certificate or
folder there. Around it stands what Debian has in nginx.conf. Where nginx is missing the test is
skipped, or fails if REQUIRE_PROXY is 1.
"""

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urlencode

from tests import deployment
from tests.lacking import do_without
from tests.servers import free_port, wait_until
from topology import fronts

NAME = "solutions.example.org"
BEHIND_PROXY = {
    "HTTPS": "True",
    "ALLOWED_HOSTS": f"{NAME},127.0.0.1",
    "TRUSTED_PROXIES": "127.0.0.1",
}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PATH = f"{os.environ['PATH']}:/usr/sbin"  # where Debian has it, and ordinary users do not look
SEEN = "access_log FOLDER/access.log seen;"
AROUND = """
daemon off;
pid FOLDER/pid;
error_log FOLDER/error.log;
events { worker_connections 768; }
http {
    sendfile on;
    tcp_nopush on;
    default_type application/octet-stream;
    ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3;
    ssl_prefer_server_ciphers on;
    gzip on;
    log_format seen '$status $upstream_status $upstream_cache_status $request_uri';
    access_log FOLDER/access.log seen;
    client_body_temp_path FOLDER/body;
    proxy_temp_path FOLDER/proxy;
    fastcgi_temp_path FOLDER/fastcgi;
    uwsgi_temp_path FOLDER/uwsgi;
    scgi_temp_path FOLDER/scgi;
    include FOLDER/portal.conf;
}
"""


def program(name):
    """The path of a program; else the test is skipped, or fails where a proxy is required."""
    path = shutil.which(name, path=PATH)
    if path is None:
        do_without(f"no {name} found", "REQUIRE_PROXY")
    return path


class Proxy:
    """nginx. As a context it is up when the block begins, and gone after it.

    port: of the portal. has_cache: whether it keeps pages as docs/caching.md says.
    """

    def __init__(self, port, has_cache=False):
        self.nginx, openssl = program("nginx"), program("openssl")
        self.http, self.https = free_port(), free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="portal-proxy-"))
        self.folder.chmod(0o755)  # started by root, nginx works as somebody else
        [(_, text)] = deployment.files("nginx").items()
        if has_cache:
            text = with_cache(text)
        (self.folder / "portal.conf").write_text(self.here(text, port))
        (self.folder / "nginx.conf").write_text(AROUND.replace("FOLDER", str(self.folder)))
        make_certificate(openssl, self.folder)

    def here(self, text, port):
        """The document's file with the ports and folders of this test."""
        for there, here in (
            ("listen 80;", f"listen 127.0.0.1:{self.http};"),
            ("listen [::]:80;", f"listen [::1]:{self.http};"),
            ("listen 443 ", f"listen 127.0.0.1:{self.https} "),
            ("listen [::]:443 ", f"listen [::1]:{self.https} "),
            ("server 127.0.0.1:8000;", f"server 127.0.0.1:{port};"),
            (f"/etc/letsencrypt/live/{NAME}/", f"{self.folder}/"),
            (
                "access_log /var/log/nginx/",
                f"{SEEN} access_log FOLDER/",
            ),
        ):
            assert there in text, f"docs/deployment.md has no {there!r} for nginx"
            text = text.replace(there, here.replace("FOLDER", str(self.folder)))
        text = text.replace("/var/cache/portal", f"{self.folder}/cache")
        return text if has_ipv6() else re.sub(r"listen \[::1\].*", "", text)

    def __enter__(self):
        self.process = subprocess.Popen(
            [self.nginx, "-c", f"{self.folder}/nginx.conf", "-p", self.folder],
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_until(self.is_up)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *error):
        self.stop()

    def stop(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder)

    def is_up(self):
        with socket.socket() as probe:
            is_up = probe.connect_ex(("127.0.0.1", self.https)) == 0
        assert is_up or self.process.poll() is None, (self.folder / "error.log").read_text()
        return is_up

    def connect(self, address="127.0.0.1", protocols=("http/1.1",)):
        """A connection that nobody listens in on, from an address of this machine."""
        context = ssl.create_default_context(cafile=self.folder / "fullchain.pem")
        context.set_alpn_protocols(protocols)
        plain = socket.create_connection(("127.0.0.1", self.https), 60, (address, 0))
        return context.wrap_socket(plain, server_hostname=NAME)

    def ask(self, path, body=None, address="127.0.0.1", method=None, **headers):
        """The answer to a reader at this address; GET, or POST where there is a body."""
        client = http.client.HTTPConnection(NAME)
        client.sock = self.connect(address)
        try:
            method = method or ("GET" if body is None else "POST")
            client.request(method, path, body, headers)
            return Answered(client.getresponse())
        finally:
            client.close()

    def seen(self, path):
        """Of each answer at this path: its status, the portal's, and what the cache did; or "-"."""
        lines = map(str.split, (self.folder / "access.log").read_text().splitlines())
        return [tuple(told) for *told, asked in lines if asked == path]


class Answered:
    """An answer that has come in whole."""

    def __init__(self, response):
        self.status, self.headers, self.body = response.status, response.headers, response.read()


class Curator:
    """Somebody with a browser: keeps cookies, and sends forms with the token that they need."""

    def __init__(self, proxy, address="127.0.0.1"):
        self.proxy, self.address = proxy, address
        self.cookies = {}

    def ask(self, path, body=None, **headers):
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers |= {"Cookie": cookies, "Origin": f"https://{NAME}"}
        answer = self.proxy.ask(path, body, address=self.address, **headers)
        for line in answer.headers.get_all("Set-Cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def sign_in(self, name, password, **headers):
        self.ask("/admin/login/")
        form = {"username": name, "password": password, "next": "/admin/"}
        form["csrfmiddlewaretoken"] = self.cookies["csrftoken"]
        return self.ask("/admin/login/", urlencode(form), **FORM, **headers)


def with_cache(text):
    """The document's file with the lines that docs/caching.md adds to it."""
    _, head, location = fronts.documented()
    for place in ("location / {", "location /api/ {"):
        assert place in text
        text = text.replace(place, f"{place} {location}", 2)
    return head + text


def make_certificate(openssl, folder):
    """A certificate for the portal's name that nobody but the test believes."""
    command = [openssl, "req", "-x509", "-nodes", "-days", "1", "-subj", f"/CN={NAME}"]
    command += ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    command += ["-addext", f"subjectAltName=DNS:{NAME}"]
    command += ["-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"]
    subprocess.run(command, check=True, capture_output=True)


def has_ipv6():
    """Whether this machine speaks IPv6, if only with itself."""
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True
