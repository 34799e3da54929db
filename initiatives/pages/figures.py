"""Figures as a page tells them: a few large ones that count, and the others by what they are.

Costs are no part of these: they stand with what it takes to take an initiative up.
"""

from dataclasses import dataclass

from initiatives.models import FigureBase

TILES = 3
Kind = FigureBase.Kind
HEADINGS = {  # of what is told in small, in this order
    Kind.RESULT: "More results",
    Kind.SCALE: "How large it is",
    Kind.CONTEXT: "Background, not results of the initiative",
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

    def __bool__(self):
        return bool(self.tiles or self.groups)


def rows_of(figures):
    """FigureRows by quantity: the same one in several years is one row, in their order."""
    quantities = {}
    for figure in figures:
        quantities.setdefault((figure.kind, figure.unit, figure.label), []).append(figure)
    return [sorted(row, key=lambda figure: figure.year or 0) for row in quantities.values()]


def costs_of(figures):
    """The rows of those FigureRows that tell of money put in or planned."""
    return rows_of(figure for figure in figures if figure.kind == Kind.COST)


def laid_out(figures):
    """FigureRows as Figures: results are large, then what tells how large it is.

    Context never is: it stands apart, as what it is.
    """
    rows = rows_of(figures)
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
