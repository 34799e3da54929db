"""The card of the portal: of its first page, and of all that has none of its own."""

from core.sharing.answers import has_card
from core.sharing.chart import MAP_RATIO
from core.sharing.model import SharedCard
from core.worldmap import world_map
from initiatives.pages.flows import busiest_arcs

DRAWN = 60  # ways: with more of them, a picture that is seen in small has none


@has_card("home")
def portal():
    """What it is about, and the busiest ways on a map of the world."""
    return SharedCard(
        kind="South-South and triangular cooperation",
        title="Initiatives for decent work: where they began, and who took them up",
        map=world_map(busiest_arcs(DRAWN), ratio=MAP_RATIO),
        facts=("How they work, their results and costs, and the sources",),
    )
