"""The whole catalogue in the exchange format, as it was some minutes ago, to take away."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from core.http_cache.encodings import IDENTITY
from core.http_cache.middleware import CACHE_CONTROL
from core.web.files import ServedFile
from portal import downloads

AGAIN = 60  # seconds after which a file that is being made is there


def offered():
    """The file that can be taken away, or None while there is none."""
    download = downloads.latest()
    return None if download is None or download.is_withheld() else download


@require_safe
def catalogue_zip(request):
    """The file as it was made last; nothing that is asked has it made."""
    download = offered()
    if download is None:
        return HttpResponse(
            "A new file is being made. Try again in a minute.\n",
            status=503,
            content_type="text/plain; charset=utf-8",
            headers={"Retry-After": str(AGAIN), "Cache-Control": "no-store"},
        )
    headers = {
        "Content-Type": "application/zip",
        "Content-Disposition": 'attachment; filename="decent-work-solutions.zip"',
        "Cache-Control": CACHE_CONTROL,
    }
    return ServedFile({IDENTITY: download.path}, headers, version=download.digest).answer(request)
