"""The desk in Chromium under its content security policy: nothing that it needs is refused.

`open_page` fails a test for each error on the console, and Chromium tells refusals there.
"""

from django.contrib.auth.models import User

from forum.models import Person, Session
from initiatives.models import Initiative, Resource
from portal.proposals.models import Proposal
from tests.desk import url_of
from tests.factories import UserFactory

REFUSALS = """
window.refusals = [];
addEventListener("securitypolicyviolation", refusal => window.refusals.push(
    `${refusal.effectiveDirective} ${refusal.blockedURI} ${refusal.sourceFile} ${refusal.sample}`
));
"""


def addresses():
    """Pages of the desk of each sort: its own, lists, empty forms, forms of records."""
    yield from ("/admin/", "/admin/reports/", "/admin/steps/")
    for model in (Initiative, Proposal, User):
        yield url_of(model, "changelist")
    for model in (Initiative, Session, User):
        yield url_of(model, "add")
    for model in (Initiative, Person, Resource):
        yield url_of(model, "change", model.objects.first().pk)


def test_no_page_of_the_desk_asks_for_what_is_refused(catalogue, open_page, let_in):
    page = open_page()
    page.add_init_script(REFUSALS)
    let_in(page, UserFactory(is_superuser=True))
    refused = {}
    for address in addresses():
        page.goto(address)
        if found := page.evaluate("window.refusals"):
            refused[address] = found
    assert refused == {}
