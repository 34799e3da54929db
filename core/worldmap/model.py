"""What a map is asked for (places and arcs) and what a template draws (a `Map`).

Lengths are in view units, the units of `Map.view_box`, which is about 1000 wide; `radius` and the
offsets of labels are in CSS pixels, because points keep their size however wide the map is shown.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Hue:
    """A colour of static/css/map.css, by name, and what it stands for; rank: among others."""

    name: str
    label: str
    rank: int = 0


@dataclass(frozen=True)
class Line:
    """A kind of line of static/css/map.css, by name, and what it stands for; rank: among others.

    A tapered one is broad where it begins; of the others, the style sheet says how they look.
    """

    name: str
    label: str
    rank: int = 0
    is_tapered: bool = True


WENT = Line("went", "from where it began to where it went")


@dataclass(frozen=True)
class MapPoint:
    """A country on the map: its M49 code, its centre in degrees, and how large its dot is.

    given: how much went from it, by which it is named before others. Where these are 0, the map
    counts the arcs that touch the place, and those that begin there.
    """

    code: str
    label: str
    lat: float
    lon: float
    url: str | None = None
    weight: int = 0
    given: int = 0


@dataclass(frozen=True)
class Arc:
    """What went from one country to another, or was to go."""

    origin: MapPoint
    target: MapPoint
    hue: Hue
    line: Line = WENT
    label: str = ""
    url: str | None = None
    count: int = 1


@dataclass(frozen=True)
class Flow:
    """One drawn arc: all that went from one country to another in one hue."""

    origin: str
    target: str
    label: str
    count: int
    url: str | None
    d: str


@dataclass(frozen=True)
class FlowGroup:
    """Flows that look alike; long ones lie below and are fainter."""

    hue: Hue
    line: Line
    is_long: bool
    flows: tuple[Flow, ...]


@dataclass(frozen=True)
class Shape:
    """A highlighted country as path data; the one the map is about is tinted more strongly."""

    code: str
    d: str
    is_strong: bool


@dataclass(frozen=True)
class Dot:
    """A place, in per cent of the view; where something began, it is filled.

    right, down: how far it stands beside its place, in CSS pixels, for others are too near.
    """

    code: str
    label: str
    url: str | None
    x: float
    y: float
    radius: float
    is_highlighted: bool
    right: float = 0.0
    down: float = 0.0


@dataclass(frozen=True)
class Label:
    """A place's name beside its dot, or at the end of a line from it.

    shown: the class of those that only wide maps show, empty if all do; leader: the line, if any.
    """

    text: str
    url: str | None
    x: float
    y: float
    dx: float
    dy: float
    anchor: str
    shown: str
    leader: str


@dataclass(frozen=True)
class Map:
    """All that `components/map.html` draws."""

    title: str
    view_box: str
    width: int
    height: int
    is_overview: bool
    is_crowded: bool  # where it is narrow, its dots lie on each other and lead nowhere
    land: str
    parallels: str
    hue: Hue | None = None  # where there is only one
    shapes: tuple[Shape, ...] = ()
    groups: tuple[FlowGroup, ...] = ()
    targets: tuple[Dot, ...] = ()
    origins: tuple[Dot, ...] = ()
    labels: tuple[Label, ...] = ()
    legend: tuple[Hue, ...] = ()
    lines: tuple[Line, ...] = ()
