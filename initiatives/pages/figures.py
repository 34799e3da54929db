"""Figures as a page tells them: a few large ones that count, and the others by what they are."""

from dataclasses import dataclass

from initiatives.models import FigureBase

TILES = 3
Kind = FigureBase.Kind
HEADINGS = {  # of what is told in small, in this order
    Kind.RESULT: "More results",
    Kind.SCALE: "How large it is",
    Kind.COST: "Money",
    Kind.CONTEXT: "Context, not of its making",
    "": "Figures",
}


@dataclass(frozen=True)
class Figures:
    """The figures of a record, ready for the template.

    tiles: those shown large; groups: pairs of a heading and rows, each a list of one quantity in
    one year or several.
    """

    tiles: list
    groups: list


def laid_out(figures):
    """FigureRows as Figures: results are large, then what tells how large it is.

    Costs and context never are: they stand apart, as what they are. The same quantity in several
    years is one row.
    """
    quantities = {}
    for figure in figures:
        quantities.setdefault((figure.kind, figure.unit, figure.label), []).append(figure)
    rows = [sorted(row, key=lambda figure: figure.year or 0) for row in quantities.values()]
    in_order = [
        row
        for kind in (Kind.RESULT, Kind.SCALE)
        for row in rows
        if row[0].kind == kind and len(row) == 1
    ]
    tiles = in_order[:TILES]
    groups = [
        (heading, [row for row in rows if row[0].kind == kind and row not in tiles])
        for kind, heading in HEADINGS.items()
    ]
    return Figures([row[0] for row in tiles], [group for group in groups if group[1]])
