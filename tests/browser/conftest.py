"""What the tests in a browser share besides the browser: the way into the desk."""

import pytest
from django.conf import settings
from django.test import Client

from tests.factories import UserFactory

PASSWORD = "a long secret"


@pytest.fixture
def let_in(live_server):
    """Have a page be of somebody who is signed in, without the form that asks who one is."""

    def let_in(page, user):
        client, name = Client(), settings.SESSION_COOKIE_NAME
        client.force_login(user)
        cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
        page.context.add_cookies([cookie])

    return let_in


@pytest.fixture
def desk(open_page, let_in):
    """Open the desk as somebody of this role; the name is that of the role unless it is given."""

    def desk(role, username=None, **options):
        user = UserFactory(groups=[role], username=username or role.lower())
        user.set_password(PASSWORD)
        user.save()
        page = open_page(**options)
        let_in(page, user)
        page.goto("/admin/")
        page.get_by_role("heading", name="Waiting for an editor").wait_for()
        return page

    return desk


def sign_in(page, username):
    """Fill in the form that asks who one is."""
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
