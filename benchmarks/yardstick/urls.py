"""One address, and 20 kB that never change."""

from django.http import HttpResponse
from django.urls import path

PAGE = (b"What works in the world of work. " * 700)[:20_000]


def constant(request):
    """The least that a Django page can cost."""
    return HttpResponse(PAGE)


urlpatterns = [path("", constant)]
