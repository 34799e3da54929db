"""`python -m screenshots`: pictures of every kind of page, as readers would see it.

Each in three widths, in the light and the dark, in forced colours, and on paper (A4). With
`--desk NAME`, pictures of the curators' desk for the documents instead, as NAME sees it, whose
password stands in DESK_PASSWORD.
"""

import argparse
import os
import shutil
import sys
from itertools import product
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

from screenshots import desk
from screenshots.pages import PAGES

WIDTHS = (360, 768, 1280)
LIGHTS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced": {"color_scheme": "dark", "forced_colors": "active"},
}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main():
    """Do what the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m screenshots", description=__doc__)
    parser.add_argument("--at", default="http://127.0.0.1:8000", help="where the portal runs")
    parser.add_argument("--into", type=Path, default=Path("var/screenshots"), help="a folder")
    parser.add_argument("--desk", metavar="NAME", help="picture the desk as NAME sees it, in docs/")
    parser.add_argument("--only", default="", help="pages with this in their name")
    options = parser.parse_args()
    browser = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit("No Chromium was found: install one, or name it in CHROMIUM.")
    host = options.at.rstrip("/")
    if options.desk:
        with sync_playwright() as driver:
            password = os.environ["DESK_PASSWORD"]
            desk.take(launched(driver, browser), host, Path("docs"), options.desk, password)
        print(f"{len(desk.PAGES)} pages of the desk are in docs")
        return
    options.into.mkdir(parents=True, exist_ok=True)
    pages = {name: path for name, path in PAGES.items() if options.only in name}
    try:
        take(browser, host, options.into, pages)
    except Error as error:
        sys.exit(f"{error.message.splitlines()[0]}\nIs the portal running at {options.at}?")
    print(f"{len(pages)} pages are in {options.into}")


def launched(driver, path):
    """A Chromium that is under way."""
    as_root = os.geteuid() == 0  # to whom Chromium refuses its sandbox
    return driver.chromium.launch(executable_path=path, chromium_sandbox=not as_root)


def take(path, host, folder, pages):
    """Pictures of pages, by name and address at the host, as NAME-WIDTH-LIGHT.png and NAME.pdf."""
    with sync_playwright() as driver:
        browser = launched(driver, path)
        for width, (light, wishes) in product(WIDTHS, LIGHTS.items()):
            page = browser.new_page(viewport={"width": width, "height": 900}, **wishes)
            for name, address in pages.items():
                page.goto(host + address)
                page.screenshot(path=folder / f"{name}-{width}-{light}.png", full_page=True)
            page.close()
        page = browser.new_page()
        for name, address in pages.items():
            page.goto(host + address)
            page.pdf(path=folder / f"{name}.pdf", format="A4")


if __name__ == "__main__":
    main()
