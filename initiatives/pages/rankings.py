"""Countries ranked by what came from them or went to them, with bars.

What a map says in lines, for narrow screens and for all who read numbers more easily. Taken up,
learnt from and wanted are three things: each has a part of the bar and a number of its own.
"""

from heapq import nsmallest
from html import escape

from django.utils.safestring import mark_safe

from initiatives.short_names import short_name
from initiatives.uptake import Uptake

SHOWN = 9


def ranked(by_uptake):
    """Pairs of a country and its counts by Uptake: who has most taken up first, then most learnt.

    by_uptake: how much there is of each country, by Uptake.
    """
    counts = {}
    for uptake in Uptake:
        for country, count in by_uptake.get(uptake, {}).items():
            counts.setdefault(country, dict.fromkeys(Uptake, 0))[uptake] = count
    return nsmallest(SHOWN, counts.items(), key=lambda one: ([-n for n in one[1].values()], one[0]))


def ranking_html(by_uptake, names, address):
    """The first of `ranked` as a list.

    names: of countries by code; address: a function that gives where those of a country stand.
    """
    rows = ranked(by_uptake)
    if not rows:
        return ""
    longest = max(sum(counts.values()) for _, counts in rows)
    entries = [
        f'<li><a href="{escape(address(code))}" rel="nofollow">'
        f"{escape(short_name(names.get(code, code)))}</a>"
        f'<svg class="bar" aria-hidden="true">{"".join(_parts(counts, longest))}</svg>'
        f"<span>{in_words(counts)}</span></li>\n"
        for code, counts in rows
    ]
    return mark_safe(f'<ol class="ranking">\n{"".join(entries)}</ol>\n')  # noqa: S308 - escaped


def in_words(counts):
    """Counts by Uptake: "46 taken up, 12 learnt from"."""
    return ", ".join(f"{n:,} {uptake.label.lower()}" for uptake, n in counts.items() if n)


def _parts(counts, longest):
    """The parts of a bar, one behind the other, in per cent of the longest."""
    start = 0.0
    for uptake, count in counts.items():
        share = 100 * count / longest
        if share:
            yield f'<rect class="{uptake.value}" x="{start:.3g}%" width="{share:.3g}%"/>'
        start += share
