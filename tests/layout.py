"""Looks at a page in a browser as a reader would who has this window and these letters."""

from pathlib import Path

WIDTHS = (320, 360, 768, 1280)  # the smallest phone, a usual one, a tablet, a desk

FAULTS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
UNFOLD = "for (const folded of document.querySelectorAll('details')) folded.open = true"


def faults_at_each_width(page):
    """What scrolls sideways, is cut at an edge or lies on other words, with all of it unfolded."""
    page.evaluate(UNFOLD)
    faults = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        faults += [f"{page.url} at {width}px: {fault}" for fault in page.evaluate(FAULTS)]
    return faults


def families_of(page, selector):
    """The families of letters that the browser took for the text of an element."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("DOM.enable")
    devtools.send("CSS.enable")
    document = devtools.send("DOM.getDocument")["root"]["nodeId"]
    node = devtools.send("DOM.querySelector", {"nodeId": document, "selector": selector})
    fonts = devtools.send("CSS.getPlatformFontsForNode", {"nodeId": node["nodeId"]})["fonts"]
    return {font["familyName"] for font in fonts}
