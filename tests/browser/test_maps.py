"""The map of all replications in a real browser: what is named, and where a press leads."""

from collections import Counter

import pytest

from core.worldmap import labels
from initiatives.models import Replication

# Where a press on the middle of each dot leads: pairs of the address that is its own and of that.
PRESSED = """() => {
    const map = document.querySelector(".map-crowded");
    map.scrollIntoView();
    const address = element => element?.closest(".map-points a")?.getAttribute("href") ?? null;
    return [...map.querySelectorAll("circle")].map(dot => {
        const box = dot.getBoundingClientRect();
        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
        return [address(dot), address(document.elementFromPoint(x, y))];
    });
}"""
NAMED = """() => [...document.querySelectorAll(".map-crowded text")]
    .filter(text => text.getClientRects().length).map(text => text.textContent)"""


@pytest.mark.parametrize("path", ["/", "/replications/"])
def test_no_dot_leads_to_another_country_and_those_that_gave_most_are_named(
    catalogue, open_page, path
):
    page = open_page(path, width=360)
    assert {leads for own, leads in page.evaluate(PRESSED) if leads != own} <= {None}
    assert 3 <= len(page.evaluate(NAMED)) <= 5
    page.set_viewport_size({"width": 1280, "height": 900})
    dots = page.evaluate(PRESSED)
    assert len(dots) > 50
    assert [pair for pair in dots if pair[0] != pair[1]] == []
    given = Counter(Replication.objects.public().values_list("from_country__name", flat=True))
    most = {labels.short(name) for name, _ in given.most_common(10)}
    assert most - set(page.evaluate(NAMED)) == set()
