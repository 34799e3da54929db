"""What the tests in a browser share besides the browser: the way into the desk."""

import pytest

from tests.factories import UserFactory

PASSWORD = "a long secret"


@pytest.fixture
def desk(open_page):
    """Open the desk as somebody of this role; the name is that of the role unless it is given."""

    def desk(role, username=None, **options):
        user = UserFactory(groups=[role], username=username or role.lower())
        user.set_password(PASSWORD)
        user.save()
        page = open_page("/admin/", **options)
        sign_in(page, user.username)
        page.get_by_role("heading", name="Waiting for an editor").wait_for()
        return page

    return desk


def sign_in(page, username):
    """Fill in the form that asks who one is."""
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
