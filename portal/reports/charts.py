"""Tables as small drawings: SVG that stands in the page, needs no script, and prints.

A drawing says nothing that the table beside it does not: readers of the screen hear its name alone.
Colours are those of the style sheet of reports.
"""

from heapq import nlargest
from html import escape

from django.utils.safestring import mark_safe

WIDTH = 720
LABELS, NUMBERS = 220, 48  # of the width
LETTERS = 36  # of a label
ROW, BAR, GAP = 20, 13, 6
HEIGHT, ABOVE, BELOW, LEFT, RIGHT = 200, 26, 24, 52, 34  # of a line's drawing
TICKS = 12  # names under a line at most


def drawn(table):
    """The chart of a Table as SVG; nothing where it has none, or nothing to show."""
    chart = table.chart
    if chart is None or not any(any(table.column(name)) for name in chart.columns):
        return ""
    inside, height = (bars if chart.kind == "bars" else line)(table, chart)
    name = f"Chart of “{table.title}”: {', '.join(chart.columns)}. The table has its numbers."
    return mark_safe(  # noqa: S308 - what is a text is escaped
        f'<svg class="report-drawing" viewBox="0 0 {WIDTH} {height}" role="img"'
        f' aria-label="{escape(name)}">'
        f"{''.join(inside)}</svg>"
    )


def legend(chart, x=0):
    """What the colours stand for, where there are several."""
    if len(chart.columns) < 2:
        return
    for place, name in enumerate(chart.columns):
        yield f'<rect class="of-{place}" x="{x}" y="3" width="10" height="10"/>'
        yield text(x + 16, 12, name)
        x += 40 + 7 * len(name)


def bars(table, chart):
    """The rows with most of the first column, each with a bar for every column."""
    columns = (table.columns[0], *chart.columns)
    values = list(zip(*map(table.column, columns), strict=True))
    if len(values) > chart.most:
        values = nlargest(chart.most, values, key=lambda row: row[1:])
    values = [row for row in values if any(row[1:])]
    longest = max(max(numbers) for _, *numbers in values)
    room = WIDTH - LABELS - NUMBERS
    parts = list(legend(chart, LABELS))
    y = 20 if parts else 0
    thickness = BAR if len(chart.columns) == 1 else BAR - 1
    for label, *numbers in values:
        parts.append(text(LABELS - 8, y + ROW / 2 + 4, shortened(label), "end"))
        for place, number in enumerate(numbers):
            top = y + 3 + place * thickness
            width = room * number / longest
            parts.append(
                f'<rect class="of-{place}" x="{LABELS}" y="{top:g}" width="{width:.1f}"'
                f' height="{thickness - 1}"/>'
            )
            if number:
                parts.append(text(LABELS + width + 4, top + thickness - 3, f"{number:,}"))
        y += max(ROW, 3 + len(numbers) * thickness + GAP)
    return parts, y


def line(table, chart):
    """The first column of a chart from row to row, over a scale that begins at nothing."""
    numbers = table.column(chart.columns[0])
    names = table.column(table.columns[0])
    top = ceiling(max(numbers))
    high, wide = HEIGHT - BELOW - ABOVE, WIDTH - LEFT - RIGHT
    across = [LEFT + wide * place / max(len(numbers) - 1, 1) for place in range(len(numbers))]
    parts = [text(LEFT, 11, chart.columns[0])]
    for share in (0, 0.5, 1):
        y = ABOVE + high * (1 - share)
        parts.append(f'<path class="scale" d="M{LEFT} {y:g}H{WIDTH - RIGHT}"/>')
        if top * share == int(top * share):
            parts.append(text(LEFT - 8, y + 4, f"{int(top * share):,}", "end"))
    points = [
        (x, ABOVE + high * (1 - number / top)) for x, number in zip(across, numbers, strict=True)
    ]
    parts.append(f'<path class="line" d="M{"L".join(f"{x:.1f} {y:.1f}" for x, y in points)}"/>')
    parts += [f'<circle class="of-0" cx="{x:.1f}" cy="{y:.1f}" r="2.5"/>' for x, y in points]
    every = -(-len(names) // TICKS)
    for place in range(0, len(names), every):
        month, _, year = names[place].partition(" ")
        name = f"{month[:3]} {year}" if year else month
        parts.append(text(across[place], HEIGHT - 6, name, "middle"))
    return parts, HEIGHT


def ceiling(number):
    """A round number that is not below this one: 1, 2, 4, 6, 8 or 10, tens, hundreds ..."""
    size = 1
    while True:
        for step in (1, 2, 4, 6, 8):
            if step * size >= number:
                return step * size
        size *= 10


def shortened(label):
    return label if len(label) <= LETTERS else f"{label[: LETTERS - 1].rstrip()}…"


def text(x, y, said, anchor="start"):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(said)}</text>'
