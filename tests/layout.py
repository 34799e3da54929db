"""Looks at a page in a browser as a reader would who has this window and these letters."""

from pathlib import Path

WIDTHS = (320, 360, 768, 1280)  # the smallest phone, a usual one, a tablet, a desk

FAULTS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
# All but the menu, which lies on the page while it is open.
UNFOLD = """
for (const folded of document.querySelectorAll("details:not(.menu)")) folded.open = true
"""
SPACED = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
        * { line-height: 1.5 !important }
        * { letter-spacing: .12em !important; word-spacing: .16em !important }
        p { margin-block-end: 2em !important }
    `);
    document.adoptedStyleSheets = [sheet];
}"""


def faults_at_each_width(page):
    """What scrolls sideways, is cut at an edge or lies on other words, with all of it unfolded."""
    page.evaluate(UNFOLD)
    faults = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        faults += [f"{page.url} at {width}px: {fault}" for fault in page.evaluate(FAULTS)]
    return faults


def faults_with_text_spaced(page):
    """The same of a small phone whose reader has set letters, words and lines far apart.

    By as much as WCAG 2.2 asks for (1.4.12). A style sheet of ours or none: the page runs no other.
    """
    page.evaluate(UNFOLD)
    page.set_viewport_size({"width": WIDTHS[0], "height": 800})
    page.evaluate(SPACED)
    return [f"{page.url} with text spaced: {fault}" for fault in page.evaluate(FAULTS)]


def families_of(page, selector):
    """The families of letters that the browser took for the text of an element."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("DOM.enable")
    devtools.send("CSS.enable")
    document = devtools.send("DOM.getDocument")["root"]["nodeId"]
    node = devtools.send("DOM.querySelector", {"nodeId": document, "selector": selector})
    fonts = devtools.send("CSS.getPlatformFontsForNode", {"nodeId": node["nodeId"]})["fonts"]
    return {font["familyName"] for font in fonts}
