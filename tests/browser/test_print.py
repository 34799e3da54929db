"""A page on paper, as a browser prints it."""

from io import BytesIO

import pypdf
import pytest


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_record_prints_on_two_pages_with_its_address_and_without_controls(
    catalogue, open_page, paper
):
    page = open_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/initiatives/luban-workshops/", wait_until="networkidle")
    assert len(asked) <= 5
    assert not [url for url in asked if "qr.svg" in url]
    pages = pypdf.PdfReader(BytesIO(page.pdf(format=paper))).pages
    assert [url for url in asked if "qr.svg" in url] == [f"{page.url}qr.svg"]
    text = " ".join(" ".join(one.extract_text() for one in pages).split())
    assert len(pages) == 2
    for told in ("Who took it up", "Replicated", "Who to ask", "Sources", "Page 2 of 2", "As of "):
        assert told in text
    assert page.url in text.replace(" ", "")
    for control in ("Skip to content", "Two-page brief", "Search", "Compare", "On this page"):
        assert control not in text


def test_nothing_is_folded_away_on_paper_and_no_badge_is_lost(catalogue, open_page):
    page = open_page("/countries/BRA/")
    page.emulate_media(media="print")
    folded = page.locator("details.rest")
    assert folded.count()
    assert all(one.locator("ul").first.is_visible() for one in folded.all() if is_told(one))
    badge = page.locator(".stage.replicated").first
    look = badge.evaluate("one => [getComputedStyle(one).printColorAdjust]")
    assert look == ["exact"]


def is_told(folded):
    """Whether what is folded belongs to a part that paper has."""
    return folded.evaluate("one => getComputedStyle(one.closest('section')).display !== 'none'")
