"""The portal by keyboard alone: search and filters, the map, the comparison, and where focus is."""

import re

from playwright.sync_api import expect

PHONE = {"width": 360, "height": 640}
# What is wrong with where the focus is; an empty text if it can be seen, None if it is nowhere new.
FOCUS = """() => {
    const one = document.activeElement;
    window.walked ??= new Set();
    if (!one || one === document.body || window.walked.has(one)) return null;
    window.walked.add(one);
    const name = one.getAttribute("aria-label") || one.textContent.trim().slice(0, 40) || one.name;
    const style = getComputedStyle(one);
    if (style.outlineStyle === "none" || !parseFloat(style.outlineWidth)) return name + ": no ring";
    const boxes = [...one.getClientRects()].filter(box => box.width > 2 && box.height > 2);
    if (!boxes.length || style.clipPath !== "none") return name + ": invisible";
    const isSeen = boxes.some(box => {
        const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
        const top = document.elementFromPoint(x, y);
        return top && (one.contains(top) || top.contains(one));
    });
    return isSeen ? "" : name + ": hidden";
}"""


def faults_on_a_walk(page, key="Tab", most=700):
    """Walk through a whole page by a key: where focus cannot be seen, and how many stops it has."""
    faults, stops = [], 0
    page.keyboard.press(key)
    while (fault := page.evaluate(FOCUS)) is not None:
        assert stops < most, "the walk does not end"
        stops += 1
        faults += [fault] if fault else []
        page.keyboard.press(key)
    return faults, stops


def press_on(locator, key="Enter"):
    """Press a key on something that focus can be on."""
    locator.focus()
    expect(locator).to_be_focused()
    locator.press(key)


def test_words_and_filters(catalogue, open_page):
    page = open_page("/initiatives/")
    box = page.get_by_role("combobox", name="Search initiatives")
    box.press_sequentially("cotton")
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("ArrowDown")
    box.press("Escape")
    box.press("Enter")
    page.wait_for_url("**/initiatives/?q=cotton")
    filters = page.get_by_label("Filters")
    press_on(filters.locator("summary", has_text=re.compile("^Country$")), " ")
    press_on(filters.get_by_role("link", name=re.compile("^Brazil")))
    page.wait_for_url("**country=BRA**")
    faults, stops = faults_on_a_walk(page)
    assert faults == []
    assert stops > 60
    chip = page.get_by_role("link", name="Remove Brazil")
    press_on(chip)
    page.wait_for_url(re.compile("^((?!country).)*$"))
    expect(chip).to_have_count(0)
    assert "cotton" in page.url


def test_the_map(catalogue, open_page):
    page = open_page("/replications/")
    faults, stops = faults_on_a_walk(page)
    assert faults == []
    assert stops > 40
    way = page.locator("main").get_by_role("link", name="Brazil").first
    press_on(way)
    expect(page.locator("h1")).to_be_visible()
    assert "/replications/" not in page.url or "BRA" in page.url


def test_a_comparison_is_chosen_in_a_list_and_changed(catalogue, open_page):
    page = open_page("/initiatives/?q=cotton", java_script_enabled=False, **PHONE)
    boxes = page.get_by_role("checkbox", name=re.compile("^Compare "))
    names = [boxes.nth(place).get_attribute("aria-label")[8:] for place in range(2)]
    button = page.get_by_role("button", name="Compare the ticked ones")
    expect(button).not_to_be_in_viewport()
    press_on(boxes.nth(0), " ")
    expect(button).to_be_in_viewport()
    press_on(boxes.nth(1), " ")
    assert faults_on_a_walk(page)[0] == []
    press_on(boxes.nth(1), "Enter")
    page.wait_for_url("**/compare/?initiative=*&initiative=*")
    for name in names:
        expect(page.get_by_role("columnheader", name=name)).to_have_count(1)
    press_on(page.get_by_role("link", name=f"Remove {names[0]}"))
    page.wait_for_url(re.compile("compare/[?]initiative=[a-z0-9-]+$"))
    expect(page.get_by_role("columnheader", name=names[1])).to_have_count(1)
    expect(page.get_by_role("columnheader", name=names[0])).to_have_count(0)


def test_no_focus_hides_behind_the_titles_of_a_comparison(catalogue, open_page):
    page = open_page("/compare/?initiative=ciudad-mujer&initiative=cotton-with-decent-work")
    for key in ("Tab", "Shift+Tab"):
        page.evaluate("window.walked = new Set()")
        faults, stops = faults_on_a_walk(page, key)
        assert faults == []
        assert stops > 60
