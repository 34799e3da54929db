"""What the answers allow a browser to do."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from core.web.security import ContentSecurityMiddleware


def policy_at(path):
    """The content security policy that an answer at this path comes with, by directive."""
    answer = ContentSecurityMiddleware(lambda request: HttpResponse())(RequestFactory().get(path))
    directives = answer["Content-Security-Policy"].split("; ")
    return {name: sources for name, _, sources in (d.partition(" ") for d in directives)}


@pytest.mark.parametrize("path", ["/", "/initiatives/", "/administration/", "/apiary/"])
def test_pages_run_nothing_inline_and_nothing_from_elsewhere(path):
    assert policy_at(path) == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "object-src": "'none'",
        "frame-ancestors": "'none'",
    }


def test_the_admin_alone_may_evaluate_and_runs_nothing_inline_either():
    policy = policy_at("/admin/")
    assert policy["script-src"] == "'self' 'unsafe-eval'"
    assert policy["style-src"] == "'self'"
    assert "unsafe-inline" not in str(policy)
    for path in ("/", "/api/v1/", "/api/v1/docs/"):
        assert "unsafe-eval" not in str(policy_at(path))


@pytest.mark.parametrize("path", ["/", "/admin/", "/api/v1/", "/api/v1/docs/"])
def test_nobody_may_frame_us_or_move_our_forms(path):
    policy = policy_at(path)
    assert policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert policy["default-src"] == "'none'"


def test_a_view_may_set_a_policy_of_its_own():
    own = HttpResponse(headers={"Content-Security-Policy": "sandbox"})
    answer = ContentSecurityMiddleware(lambda request: own)(RequestFactory().get("/"))
    assert answer["Content-Security-Policy"] == "sandbox"


def test_every_answer_says_who_may_look(client):
    answer = client.get("/healthz")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in answer["Permissions-Policy"]
