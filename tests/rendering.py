"""Tell the test client of each page that is rendered, and not of the parts of a page.

Django has it keep a copy of the context of every template, which are some hundred for each form of
the desk, one for each widget: a quarter of the time of such a test. Tests look into
`response.context` for what a view gave to its template, which is the context of the outermost one.
"""

import threading

import pytest
from django.test import utils
from django.test.signals import template_rendered

rendering = threading.local()


def render(template, context):
    """In the place of `Template._render`: the client hears of the outermost template alone."""
    if getattr(rendering, "within_a_page", False):
        return template.nodelist.render(context)
    template_rendered.send(sender=template, template=template, context=context)
    rendering.within_a_page = True
    try:
        return template.nodelist.render(context)
    finally:
        rendering.within_a_page = False


@pytest.hookimpl(tryfirst=True)
def pytest_configure():
    """Before pytest-django puts Django's own way in its place."""
    utils.instrumented_test_render = render
