"""A second factor, from its picture to the end of all sessions, as its owner goes."""

from base64 import b32decode

from django.contrib.auth.models import User

from portal.accounts.second_factor import device_of
from portal.desk.roles import CURATORS
from tests.browser.conftest import sign_in
from tests.portal.accounts.signing_in import code_of, next_code, wait_out


def go_on(page, text):
    page.get_by_label("Code").fill(text)
    page.get_by_role("button", name="Go on").click()


def sign_out(page):
    with page.expect_navigation():
        page.locator("#logout-form").evaluate("form => form.submit()")


def test_set_up_sign_in_with_a_code_and_with_a_recovery_code_and_end_all(desk, open_page):
    page = desk(CURATORS, "carla", width=360, height=740)
    page.goto("/admin/access/")
    page.get_by_role("link", name="Set it up").click()
    assert page.get_by_role("img", name="The secret as a picture").is_visible()
    groups = page.locator("#secret").inner_text()
    assert [len(group) for group in groups.split()] == [4] * 8
    secret = b32decode(groups.replace(" ", "")).hex()
    go_on(page, code_of(secret))
    codes = page.locator("#recovery-codes code").all_inner_texts()
    assert len(codes) == 10
    page.get_by_role("link", name="I have kept them").click()
    page.get_by_text("You have 10 recovery codes").wait_for()
    person = User.objects.get(username="carla")

    page.get_by_role("link", name="Change it").click()
    new, words = page.locator("[name=new_password1]"), page.get_by_role("status")
    for typed, said in (
        ("seeds", "Too short: 12 characters at least."),
        ("passwordpassword", "Weak: a machine guesses it within a day."),
        ("mended roofs hold longest", "Strong."),
    ):
        new.fill(typed)
        words.filter(has_text=said).wait_for()
    show = page.get_by_role("button", name="Show what is typed").nth(1)
    show.press("Enter")
    assert new.get_attribute("type") == "text"
    page.get_by_role("button", name="Hide what is typed").press("Space")
    assert new.get_attribute("type") == "password"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    sign_out(page)
    page.goto("/admin/access/")
    sign_in(page, "carla")
    page.get_by_role("heading", name="Your code").wait_for()
    go_on(page, "000000")
    page.get_by_text("This code is wrong").wait_for()
    wait_out(person)
    go_on(page, next_code(device_of(person)))
    page.get_by_role("heading", name="Where you are signed in").wait_for()

    other = open_page("/admin/access/")
    sign_in(other, "carla")
    go_on(other, codes[0])
    other.get_by_text("You have 9 recovery codes").wait_for()
    assert other.get_by_role("listitem").filter(has_text="Chrome on Linux").count() == 2
    other.get_by_role("button", name="End all others").click()
    other.get_by_text("Ended: 1 session.").wait_for()
    page.reload()
    page.get_by_label("Password").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
