"""Every colour of a text can be read on every ground, by day and by night (WCAG 2.2).

Computed from the style sheets, so that no pair waits for a page on which somebody sees it.
"""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[1] / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text(encoding="utf-8")
COMPONENTS = {path.name: path.read_text(encoding="utf-8") for path in sorted(CSS.glob("*.css"))}
ON_PAPER, OF_THE_SYSTEM = "print.css", "contrast.css"  # which set their own colours

HUES = ("employment", "protection", "rights", "dialogue", "crosscut")
TEXTS = ("ink", "soft", "link", "focus", *HUES)
GROUNDS = ("paper", "card", "wash", "mark")
EDGES = ("edge", "focus", *HUES)  # of what can be filled in or chosen, and of what has a state
INVERTED = [("paper", "ink"), ("paper", "employment")]  # buttons and the present page; a badge
DECORATION = {"rule"}  # lines between what stands apart without them

TEXT, GRAPHICS = 4.5, 3.0


def scheme(text):
    """The colours of tokens, by name."""
    return dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", text))


LIGHT, DARK = map(scheme, TOKENS.split("prefers-color-scheme: dark"))
BY_DAY_AND_BY_NIGHT = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


def channels(colour):
    return [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def luminance(colour):
    """As WCAG defines it, of a colour as its three channels."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted(map(luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def too_faint(pairs, least):
    """Of pairs of names and channels, those whose contrast is less."""
    return [
        f"{one} on {other}: {ratio:.2f}"
        for (one, above), (other, below) in pairs
        if (ratio := contrast(above, below)) < least
    ]


def named(colours, names):
    return [(name, channels(colours[name])) for name in names]


def mixtures(colours):
    """The grounds that components mix of two tokens, as names and channels."""
    mix = r"background: color-mix\(in srgb, var\(--(\w+)\) (\d+)%, var\(--(\w+)\)\)"
    for text in COMPONENTS.values():
        for one, part, other in re.findall(mix, text):
            share = int(part) / 100
            pairs = zip(channels(colours[one]), channels(colours[other]), strict=True)
            yield f"{one} in {other}", [share * a + (1 - share) * b for a, b in pairs]


@BY_DAY_AND_BY_NIGHT
def test_every_text_can_be_read_on_every_ground(colours):
    grounds = named(colours, GROUNDS)
    pairs = [(text, ground) for text in named(colours, TEXTS) for ground in grounds]
    pairs += [named(colours, pair) for pair in INVERTED]
    assert too_faint(pairs, TEXT) == []


@BY_DAY_AND_BY_NIGHT
def test_every_text_of_a_badge_can_be_read(colours):
    mixed = list(mixtures(colours))
    assert mixed
    texts = named(colours, ("ink", "soft", "link"))
    assert too_faint([(text, ground) for text in texts for ground in mixed], TEXT) == []


@BY_DAY_AND_BY_NIGHT
def test_every_edge_can_be_told_from_every_ground(colours):
    grounds = named(colours, ("paper", "card", "wash"))
    pairs = [(edge, ground) for edge in named(colours, EDGES) for ground in grounds]
    assert too_faint(pairs, GRAPHICS) == []


def test_day_and_night_have_the_same_colours_and_each_has_a_part():
    assert LIGHT.keys() == DARK.keys() == {*TEXTS, *GROUNDS, *EDGES, *DECORATION}


def test_components_take_their_colours_from_the_tokens():
    """And each as what it was measured as: a text as a text, a ground as a ground."""
    texts, grounds = {*TEXTS, "c"}, {*GROUNDS, "c"}
    inverted = {below for _, below in INVERTED}
    for name, text in COMPONENTS.items():
        if name in ("tokens.css", ON_PAPER, OF_THE_SYSTEM):
            continue
        assert {*re.findall(r"#[0-9a-f]{3,8}\b", text)} <= {"#000"}, name  # what masks let through
        assert {*re.findall(r"(?<![-\w])color: var\(--(\w+)\)", text)} <= texts | {"paper"}, name
        used = {*re.findall(r"background(?:-color)?: var\(--(\w+)\)", text)}
        assert used <= grounds | inverted, name
