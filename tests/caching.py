"""The HTTP cache at work, for the tests that ask for `caching` or `middleware`."""

import gzip
import threading

import brotli
import pytest
import zstandard
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.http import HttpResponse
from django.test import RequestFactory

from core.http_cache.middleware import HttpCacheMiddleware

ENCODINGS = {  # and how to read them
    "br": brotli.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompress(body),
    "gzip": gzip.decompress,
    "identity": bytes,
}


@pytest.fixture
def caching(settings):
    """The cache at work, 4 MB of it."""
    settings.HTTP_CACHE_BYTES = 4_000_000
    settings.ALLOWED_HOSTS = ["*"]


@pytest.fixture
def middleware(caching, db):
    """A function: the cache before a view, and the view, which counts its `calls`."""

    def before(view):
        def counted(request):
            counted.calls += 1
            return view(request)

        counted.calls = 0
        return HttpCacheMiddleware(counted), counted

    return before


@pytest.fixture
def caching_server(caching, listening):
    """A server that keeps its answers, and hears of commits: its host and port."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
    server.set_app(WSGIHandler())
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield server.server_address
    server.shutdown()
    serving.join()
    server.server_close()


def html(request):
    """A page that says where it stands."""
    address = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
    return HttpResponse(f"<p>{address}</p>" * 50)


def get(path="/", **options):
    """A request."""
    return RequestFactory().get(path, **options)
