"""A request that nobody sent: what the desk needs to know of who acts, outside any page."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest, QueryDict

from core.admin.rehearsal import Anybody


class Unsent(HttpRequest):
    """A request that came by no network."""

    def get_host(self):
        return urlsplit(settings.SITE_URL).netloc


def request_of(user=None, post=None):
    """A request of somebody; of nobody in particular where a command acts, which may do all."""
    request = Unsent()
    request.method = "POST" if post is not None else "GET"
    request.path = request.path_info = "/"
    request.META |= server() | {"REQUEST_METHOD": request.method, "PATH_INFO": request.path}
    request.user = user or Anybody()
    request.POST = post if post is not None else QueryDict(mutable=True)
    request.session = {}
    request._messages = FallbackStorage(request)
    request._dont_enforce_csrf_checks = True  # no browser sent it
    request.refusals = []
    return request


def server():
    """What a server says of itself, which pages ask for: forms are built as if they were shown."""
    site = urlsplit(settings.SITE_URL)
    port = site.port or (443 if site.scheme == "https" else 80)
    return {
        "SCRIPT_NAME": "",
        "QUERY_STRING": "",
        "SERVER_NAME": site.hostname or "",
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "",
        "wsgi.url_scheme": site.scheme,
    }


def told(request):
    """What the desk said to a request, as texts."""
    return [str(message) for message in request._messages]
