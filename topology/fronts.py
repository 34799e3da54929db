"""What stands before portals when they are measured or tested, set up by docs/caching.md.

It is asked by HTTP, as it is where somebody else before it has ended HTTPS.
"""

from tests.deployment import blocks
from topology.parts import listens
from topology.programs import BASE_DIR, Program, ProgramFailed, program

DOCUMENT = (BASE_DIR / "docs" / "caching.md").read_text(encoding="utf-8")
CHAPTER = "A CDN, Varnish or nginx in front"
NGINX = """
daemon off;
worker_processes 1;
pid FOLDER/pid;
error_log FOLDER/error.log;
events { worker_connections 768; }
http {
    access_log off;
    client_body_temp_path FOLDER/body;
    proxy_temp_path FOLDER/proxy;
    fastcgi_temp_path FOLDER/fastcgi;
    uwsgi_temp_path FOLDER/uwsgi;
    scgi_temp_path FOLDER/scgi;
    HEAD
    upstream portal { SERVERS keepalive 16; keepalive_timeout 10s; }
    server {
        listen 127.0.0.1:PORT;
        keepalive_requests 1000000;
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_set_header Host $host;
        proxy_buffer_size 32k;
        proxy_buffers 8 32k;
        add_header X-Kept $upstream_cache_status always;
        location / { LOCATION proxy_pass http://portal; }
    }
}
"""


def documented():
    """What docs/caching.md sets apart: the file of Varnish, and two pieces of that of nginx."""
    return [block for _, block in blocks(CHAPTER, DOCUMENT)]


def varnish(folder, port, portal, vcl=None):
    """Varnish before the portal on another port. vcl: in place of the document's."""
    path = program("varnishd")
    text = vcl or documented()[0]
    place = '.port = "8000"'
    if place not in text:
        raise ProgramFailed(f"docs/caching.md has no {place!r} for Varnish.")
    file = folder / "default.vcl"
    file.write_text(text.replace(place, f'.port = "{portal}"'))
    command = [path, "-F", "-j", "none", "-n", folder / "varnish", "-f", file]
    command += ["-a", f"127.0.0.1:{port}", "-s", "malloc,256m", "-p", "vsl_space=4M"]
    command += ["-p", "timeout_idle=75"]  # seconds, as nginx has for connections that wait
    return Program("varnish", command, folder / "varnish.log", lambda: listens(port))


def nginx(folder, port, portals, *, has_cache=False):
    """nginx before portals on other ports, each of which is asked in turn. It says in `X-Kept` what
    its cache did.
    """
    head, location = documented()[1:] if has_cache else ("", "")
    text = NGINX.replace("HEAD", head).replace("LOCATION", location)
    servers = " ".join(f"server 127.0.0.1:{one};" for one in portals)
    text = text.replace("SERVERS", servers).replace("PORT", str(port))
    text = text.replace("/var/cache/portal", "FOLDER/kept").replace("FOLDER", str(folder))
    file = folder / "nginx.conf"
    file.write_text(text)
    command = [program("nginx"), "-c", file, "-p", folder]
    return Program("nginx", command, folder / "nginx.log", lambda: listens(port))
