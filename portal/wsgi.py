"""The WSGI application, and the gateway that the web server of `manage.py serve` loads with it."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()

from core.search.worker import worker  # noqa: E402 - models need the application
from portal.gateway import Gateway  # noqa: E402
from portal.observing import questions  # noqa: E402
from portal.observing.request_log import RequestLog  # noqa: E402
from portal.reads.counter import ReadCounter  # noqa: E402

reads = ReadCounter() if settings.COUNT_READS == "PORTAL" else None
watchers, count = [], None
if settings.METRICS:
    from portal.observing.metrics import QUESTIONS, Meter

    watchers.append(Meter())
    count = QUESTIONS.observe
if settings.LOG_REQUESTS:
    watchers.append(RequestLog())
questions.watch(count)
gateway = Gateway(application, settings.THREADS, reads, watchers)

_ = get_resolver().url_patterns  # reads all views now, not while the first visitor waits
# Hundreds of thousands of objects of the code live as long as the process. Looking through them
# for garbage took a tenth of a second, every ten requests or so.
gc.freeze()
worker.start()  # the index is being read while the first visitors come
if reads:
    reads.start()
