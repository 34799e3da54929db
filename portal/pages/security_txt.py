"""/.well-known/security.txt (RFC 9116): whom to tell about a hole, where that is known."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

HOLDS = timedelta(days=90)  # the standard: less than a year, so that nobody trusts an old copy


@never_cache
@require_safe
def security_txt(request):
    """Contact, until when that holds, and the address that it is told at; 404 without a contact."""
    contact = settings.SECURITY_CONTACT
    if not contact:
        raise Http404("This copy of the catalogue does not say whom to write to.")
    lines = [
        f"Contact: {contact if contact.startswith('https:') else f'mailto:{contact}'}",
        f"Expires: {timezone.now() + HOLDS:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {settings.SITE_URL}{reverse('security-txt')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
