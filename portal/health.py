"""What a load balancer asks: are you alive, and are you ready for visitors."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.database import replicas
from core.database.outage import OUTAGE
from core.revision import is_unwritten
from core.search.worker import worker
from portal.starting import are_migrations_applied

_seen = {"migrations": False}  # once all are applied, this process need not look again


@never_cache
@require_safe
def healthz(request):
    """The process answers. Asks no database, so that its failure restarts no web server."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def readyz(request):
    """200 if visitors can be served; else 503, and JSON that names what is missing.

    `search` says what answers questions in this process: `index`, or `database` until that is read.
    """
    missing = list(what_is_missing())
    answer = {
        "ready": not missing,
        "missing": missing,
        "search": "index" if worker.snapshot.catalogue else "database",
    }
    return JsonResponse(answer, status=503 if missing else 200)


def what_is_missing():
    """Yield `database`, `migrations` or `catalogue`, whichever comes first."""
    try:
        if not (_seen["migrations"] or are_migrations_applied()):
            yield "migrations"
            return
        _seen["migrations"] = True
        if is_unwritten():
            yield "catalogue"
    except OUTAGE:
        if replicas.newest() is None:  # else readers are served by one
            yield "database"
