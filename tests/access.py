"""Looks at a page in a browser for what keeps people out, by axe-core.

axe-core is Deque's (MPL-2.0), in the copy that its binding for Playwright carries; we run it
ourselves, for a page that runs no script but ours would not load it. The names on maps are left
out: each letter has a rim of the ground around it, which axe does not see. A long answer of the API
is cut behind its first lines, for all of them would take a minute.
"""

from importlib.resources import files

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
CUT = """() => {
    for (const code of document.querySelectorAll("pre.answer code")) {
        while (code.childNodes.length > 50) code.lastChild.remove();
    }
}"""
# Most of axe's time goes into contrast, element by element. Elements of the same look, in the same
# place of the tree, have the same: one of each look is asked about, and the faults of layout tell
# where words lie on others.
ALIKE = """() => {
    const numbers = new Map(), looks = new Map(), repeated = [];
    for (const element of document.body.querySelectorAll("*")) {
        const style = getComputedStyle(element);
        const look = [
            looks.get(element.parentElement), element.localName, element.getAttribute("class"),
            style.color, style.backgroundColor, style.backgroundImage, style.opacity, style.filter,
            style.fontSize, style.fontWeight, style.position, element.checkVisibility(),
        ].join("|");
        if (numbers.has(look)) repeated.push(element);
        else numbers.set(look, numbers.size);
        looks.set(element, numbers.get(look));
    }
    for (const element of repeated) element.dataset.alike = "";
    axe.configure({rules: [{id: "color-contrast", selector: "*:not([data-alike])"}]});
}"""
RUN = """async options => {
    const found = await axe.run({exclude: [".map-points"]}, options);
    return [...found.violations, ...found.incomplete].flatMap(({id, nodes}) => nodes.map(
        ({target, any, all, none}) => [
            id, target.join(" "), [...any, ...all, ...none].map(check => check.message).join("; ")
        ]
    ));
}"""
# The head of a group of rows has no cells beside it. Arrows are texts, too; and what stands before
# an element, as the dot of a date, is not behind it.
OPTIONS = {
    "resultTypes": ["violations", "incomplete"],
    "rules": {"th-has-data-cells": {"enabled": False}},
    "checks": {"color-contrast": {"options": {"ignoreUnicode": False, "pseudoSizeThreshold": 100}}},
}


def faults_found_by_axe(page):
    """What axe finds wrong, or cannot settle, on the page as it stands."""
    page.evaluate(CUT)
    page.evaluate(f"(() => {{ {AXE} }})()")
    page.evaluate(ALIKE)
    found = page.evaluate(RUN, OPTIONS)
    return [f"{page.url}: {rule}: {where}: {why}" for rule, where, why in found]
