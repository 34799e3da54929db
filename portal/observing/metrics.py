"""What is measured in a worker, in the names of Prometheus.

Imported only where settings.METRICS names an address: `prometheus_client` then finds the folder
that all workers share in PROMETHEUS_MULTIPROC_DIR, which `server.py` has set.
"""

from django.db.models.signals import post_save
from prometheus_client import Counter, Gauge, Histogram

from core.http_cache import WAS_KEPT
from core.revision.listener import listener
from core.search.worker import worker
from core.web.shedding import SHED, STATUS
from portal.accounts.models import AccessEvent

SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20)
KINDS = (  # by the beginning of the path, the first that fits
    ("/api/", "api"),
    ("/admin/", "desk"),
    ("/data/", "data"),
    ("/static/", "file"),
    ("/media/", "file"),
    ("/healthz", "probe"),
    ("/readyz", "probe"),
)
METHODS = {"GET", "HEAD", "POST", "OPTIONS"}

REQUESTS = Counter("portal_requests", "Requests that were answered.", ["kind", "method", "status"])
TOOK = Histogram(
    "portal_request_seconds", "From a whole request to its answer.", ["kind"], buckets=SECONDS
)
WAITED = Histogram(
    "portal_request_wait_seconds", "How long requests waited for a thread.", buckets=SECONDS
)
AT_WORK = Gauge(
    "portal_requests_at_work", "Requests that wait or are worked on.", multiprocess_mode="livesum"
)
REFUSED = Counter(
    "portal_shed", "Requests that were refused since more was asked than can be answered.", ["kind"]
)
KEPT = Counter("portal_kept_pages", "Public pages asked for, by whether they were kept.", ["kept"])
QUESTIONS = Histogram("portal_database_seconds", "Questions to the database.", buckets=SECONDS)
HAS_INDEX = Gauge(
    "portal_search_has_index",
    "1 if the process answers searches from memory, 0 if from the database.",
    multiprocess_mode="livemin",
)
BEHIND = Gauge(
    "portal_search_revisions_behind",
    "By how many microseconds the catalogue has been changed later than the index knows.",
    multiprocess_mode="livemax",
)
EVENTS = Counter(
    "portal_access_events", "Lines of the access log that requests have written.", ["kind"]
)
for known in AccessEvent.Kind.values:  # from nought on, or the first of a kind would be no rise
    EVENTS.labels(known)


def note_event(sender, instance, created, **kwargs):
    """Count a line of the access log."""
    if created:
        EVENTS.labels(instance.kind).inc()


post_save.connect(note_event, sender=AccessEvent)


def kind_of(path):
    """What sort of answer an address gives: one of a few words."""
    return next((kind for beginning, kind in KINDS if path.startswith(beginning)), "page")


class Meter:
    """Counts requests, as the gateway tells its watchers of them."""

    def __init__(self):
        for kind in ("page", *dict(KINDS).values()):
            REFUSED.labels(kind)  # so that it says 0 of what has not happened

    def begin(self):
        AT_WORK.inc()

    def end(self, environment, status, waited, took):
        AT_WORK.dec()
        kind = kind_of(environment["PATH_INFO"])
        method = environment["REQUEST_METHOD"]
        REQUESTS.labels(kind, method if method in METHODS else "other", str(status)).inc()
        TOOK.labels(kind).observe(took)
        WAITED.observe(waited)
        if SHED in environment and status == STATUS:
            REFUSED.labels(kind).inc()
        was_kept = environment.get(WAS_KEPT)
        if was_kept is not None:
            KEPT.labels("yes" if was_kept else "no").inc()
        if kind == "probe":  # every few seconds, which is often enough for what changes slowly
            note_index()


def note_index():
    """Note how far the index in memory is. Nothing is asked: the event loop waits for this."""
    index, present = worker.snapshot.catalogue, listener.known()
    HAS_INDEX.set(1 if index else 0)
    if index is None:
        BEHIND.set(0)
    elif present is not None:  # else nobody knows, and what was known last stays
        BEHIND.set(max(0, present - index.revision))
