"""What stands on a card, whatever it is of."""

from msgspec import Struct

from core.worldmap import Map


class Way(Struct, frozen=True):
    """From which places to which, by name, and in words what came of it besides."""

    origins: tuple[str, ...]
    targets: tuple[str, ...] = ()
    besides: str = ""


class SharedCard(Struct, frozen=True):
    """All that stands on a card.

    kind: what the page is about, in a word or two; title: of the page; map: in the form of
    `chart.MAP_RATIO`; facts: short ones; stage: pair of the slug and the name of a stage of
    replication; hue: one of the map's colours, by name.
    """

    kind: str
    title: str
    map: Map
    way: Way | None = None
    facts: tuple[str, ...] = ()
    stage: tuple[str, str] | None = None
    hue: str = "cross-cutting"
