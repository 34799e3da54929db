"""What `tests/chromium.py` promises to the other browser tests."""


def test_a_page_opens_with_its_styles_and_without_a_complaint(open_page):
    page = open_page("/admin/login/", width=375)
    assert page.viewport_size["width"] == 375
    assert page.locator("input[name=username]").is_visible()
    assert page.evaluate("document.styleSheets.length") > 0


def test_an_error_on_the_console_is_noted(open_page):
    page = open_page("/admin/login/")
    with page.expect_console_message():
        page.evaluate("console.error('Something broke')")
    assert [error.partition(": ")[2] for error in open_page.errors] == ["Something broke"]
    open_page.errors.clear()
