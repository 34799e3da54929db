"""Suggestions in Chromium: a combobox for the keyboard, and a form that works without it."""

import pytest
from playwright.sync_api import expect

from tests.factories import InitiativeFactory


@pytest.fixture(autouse=True)
def some_initiatives(transactional_db):
    InitiativeFactory(slug="seed-bank", title="Seed bank")
    InitiativeFactory(slug="seedlings", title="Seedlings")


def test_the_keyboard_finds_chooses_and_leaves(open_page, live_server):
    page = open_page("/initiatives/")
    box = page.get_by_role("combobox", name="Search initiatives")
    box.press_sequentially("see")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press("ArrowDown")
    expect(options).to_have_count(2)
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/initiatives/seed-bank/")


def test_without_scripts_the_form_searches(open_page, live_server):
    page = open_page("/initiatives/", java_script_enabled=False)
    page.get_by_label("Search initiatives").fill("seedlings")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/initiatives/?q=seedlings*")
    expect(page.get_by_role("heading", name="Seedlings")).to_be_visible()
