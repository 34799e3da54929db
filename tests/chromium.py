"""Pages in a real browser, for tests in `tests/browser/`. Ask by fixture:

- `open_page`: a function that opens a page of the live server; the test fails at its end if the
  page reported an error on the console or threw one.

Playwright drives an installed Chromium: the one that CHROMIUM names, or the first found. It reads
with the letters of `tests/fonts.py` alone. Where the browser or the letters are missing the test is
skipped, or fails if REQUIRE_BROWSER is 1.
"""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from tests.fonts import WIDE
from tests.lacking import do_without

REQUIRED_BY = "REQUIRE_BROWSER"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium(tmp_path_factory):
    """A function that gives a running Chromium, headless: one for each family of letters."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        do_without("no Chromium found: install one, or name it in CHROMIUM", REQUIRED_BY)
    # Playwright keeps an event loop in this thread, where Django takes our queries for async ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    running = {}
    with sync_playwright() as driver:

        def chromium(letters):
            if letters not in running:
                if not letters.is_installed:
                    do_without(f"no {letters.sans} found: install {letters.package}", REQUIRED_BY)
                folder = tmp_path_factory.mktemp(letters.name)
                running[letters] = driver.chromium.launch(
                    executable_path=path,
                    args=OPTIONS,
                    chromium_sandbox=os.geteuid() != 0,  # Chromium refuses its sandbox to root
                    env=os.environ | letters.environment(folder),
                )
            return running[letters]

        yield chromium
        for browser in running.values():
            browser.close()


@pytest.fixture
def open_page(chromium, live_server):
    """Open pages: `open_page("/initiatives/", width=375)`, or without a path an empty one.

    Arguments: the path; `width` and `height` of the window; the `letters` to read with; any option
    of Playwright's new_context, such as `java_script_enabled=False` or `color_scheme="dark"`. Every
    page has cookies of its own.
    `open_page.errors` lists what went wrong; a test that provokes an error clears it.
    """
    contexts = []

    def open_page(path=None, *, width=1280, height=800, letters=WIDE, **options):
        context = chromium(letters).new_context(
            base_url=live_server.url, viewport={"width": width, "height": height}, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", note_console)
        page.on("pageerror", lambda error: open_page.errors.append(f"{page.url}: {error}"))
        if path is not None:
            page.goto(path)
        return page

    def note_console(message):
        asked_by_itself = message.location["url"].endswith("/favicon.ico")
        if message.type == "error" and not asked_by_itself:
            open_page.errors.append(f"{message.page.url}: {message.text}")

    open_page.errors = []
    yield open_page
    for context in contexts:
        context.close()
    assert open_page.errors == []
