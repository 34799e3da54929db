"""What the tests in a browser share besides the browser: the way into the desk."""

import pytest

from tests.factories import UserFactory

PASSWORD = "a long secret"


@pytest.fixture
def desk(open_page):
    """Open the desk as somebody of this role."""

    def desk(role, **options):
        user = UserFactory(groups=[role], username=role.lower())
        user.set_password(PASSWORD)
        user.save()
        page = open_page("/admin/", **options)
        page.get_by_label("Username").fill(user.username)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.get_by_role("heading", name="Waiting for an editor").wait_for()
        return page

    return desk
