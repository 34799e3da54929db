"""Pages for what went wrong, in the portal's look."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path
from django.views.decorators.csrf import csrf_protect

from tests.pages import visible_text


def breaks(request):
    raise RuntimeError("something only we should read")


def waits(request):
    raise OperationalError("something only we should read")


def refuses(request):
    raise PermissionDenied("something only we should read")


def distrusts(request):
    raise SuspiciousOperation("something only we should read")


urlpatterns = [
    path("breaks/", breaks),
    path("waits/", waits),
    path("api/waits/", waits),
    path("api/breaks/", breaks),
    path("refuses/", refuses),
    path("distrusts/", distrusts),
    path("admin/form/", csrf_protect(lambda request: HttpResponse("sent"))),
    path("", include("portal.urls")),
]
handler404 = "portal.pages.general.page_not_found"
handler500 = "portal.pages.general.server_error"


@pytest.fixture
def stranger(settings):
    """A browser at a portal in production, and some addresses that go wrong."""
    settings.ROOT_URLCONF = __name__
    settings.DEBUG = False
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("url", "status", "heading"),
    [
        ("/nowhere/", 404, "Page not found"),
        ("/breaks/", 500, "Sorry, something went wrong"),
        ("/waits/", 503, "Sorry, the catalogue is unavailable"),
        ("/refuses/", 403, "You cannot open this page"),
        ("/distrusts/", 400, "We could not understand the web address"),
    ],
)
def test_what_goes_wrong_is_said_in_our_own_look(stranger, url, status, heading):
    response = stranger.get(url)
    assert response.status_code == status
    text = visible_text(response)
    assert heading in text
    assert "Initiatives" in text
    assert "something only we should read" not in response.content.decode()
    assert "<style" not in response.content.decode()


def test_who_is_told_to_try_again_is_told_when(stranger):
    assert stranger.get("/waits/").headers["Retry-After"] == "5"
    assert "Retry-After" not in stranger.get("/breaks/").headers


@pytest.mark.parametrize(
    ("url", "status", "title"),
    [
        ("/api/waits/", 503, "Service Unavailable"),
        ("/api/breaks/", 500, "Internal Server Error"),
    ],
)
def test_programs_are_told_in_the_shape_of_the_api(stranger, url, status, title):
    response = stranger.get(url)
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["title"] == title
    assert "something only we should read" not in response.content.decode()


def test_no_database_is_asked_to_say_that_something_broke(stranger):
    """These tests have no database: a query would raise."""
    assert stranger.get("/breaks/").status_code == 500
    assert stranger.get("/nowhere/").status_code == 404


def test_something_is_said_even_where_the_page_for_it_is_broken(stranger, settings):
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": []}]
    response = stranger.get("/breaks/")
    assert response.status_code == 500
    assert "Sorry, something went wrong" in visible_text(response)


def test_a_form_that_was_open_too_long_says_what_to_do(settings):
    settings.ROOT_URLCONF = __name__
    response = Client(enforce_csrf_checks=True).post("/admin/form/")
    assert response.status_code == 403
    assert "Nothing was changed." in visible_text(response)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("/initiatives-old/child-labour-network/", "child labour network"),
        ("/nowhere/seed_banks", "seed banks"),
        ("/nowhere/%22%3E%3Cscript%3E/", "script"),
        ("/nowhere/%00/", ""),
        (f"/nowhere/{'long-' * 500}/", " ".join(["long"] * 12)),
    ],
)
def test_a_page_that_is_not_there_offers_a_search_for_its_words(stranger, url, words):
    response = stranger.get(url)
    assert response.status_code == 404
    assert response.context["words"] == words
    assert "<script>" not in response.content.decode()


@pytest.mark.django_db
def test_the_reason_is_said_where_there_is_one(stranger):
    text = visible_text(stranger.get("/countries/XXX/"))
    assert "No country has this code." in text
