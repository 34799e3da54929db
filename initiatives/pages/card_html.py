"""An initiative in a list, as HTML.

Written without templates: a list shows twenty, and each would cost two dozen template nodes.
"""

from functools import lru_cache
from html import escape

from django.utils.safestring import mark_safe

from core.search.matching import AROUND, THERE, WORDS, WORDS_THERE
from core.web.languages import language_attributes
from core.web.paths import path_of
from initiatives.pages.evidence import DEAD, READ_COPY, described
from initiatives.short_names import short_name

THEMES = 2  # that an entry shows
NAMED = 3  # countries that are named before "and n more"
PILLAR_CLASSES = {
    "employment": "employment",
    "social-protection": "protection",
    "rights-at-work": "rights",
    "social-dialogue": "dialogue",
}
ARROW = ' <span class="arrow" aria-hidden="true">→</span> <span class="hidden">taken up by</span> '
# Over those that lack something, by what they lack; with what was read as a place.
LACKING = {
    AROUND: "These are not {}, but have to do with the same countries:",
    WORDS_THERE: "These are {} and have most of the words, but not all:",
    THERE: "These have the words, but are not {}:",
    WORDS: "These have most of the words, but not all:",
}


def card_entry(card, labels, *, title="", summary="", passage="", can_compare=False):
    """A Card as an entry of a list.

    labels: the names of themes and countries, by facet and value; title, summary: the same in HTML,
    where words are marked in them; passage: HTML of a text that has the words; can_compare: whether
    it can be ticked, on pages that have components/compare.html.
    """
    themes, countries, stages = labels["theme"], labels["country"], labels["stage"]
    route = route_html(
        card.path.named(lambda code: short_name(countries.get(code, code))),
        stage_html(card.stage, stages.get(card.stage, card.stage)) if card.stage else "",
    )
    meta = meta_html(
        [(slug, themes.get(slug, slug), pillar) for slug, pillar in card.themes[:THEMES]],
        card.years,
    )
    title, summary = title or escape(card.title), summary or escape(card.summary)
    url = initiative_url(card.slug)
    meta = (tick_html(card) if can_compare else "") + meta
    return entry_html(url, title, summary, route=route, meta=meta, passage=passage)


def tick_html(card):
    """The box by which a Card is chosen to be compared; its form stands elsewhere on the page."""
    return mark_safe(  # noqa: S308 - escaped piecewise
        '<label class="tick"><input type="checkbox" form="compare" name="initiative"'
        f' value="{card.slug}" aria-label="Compare {escape(card.title)}">Compare</label>'
    )


def partly_html(lacking, places):
    """What stands over entries that lack something of what was asked, as an entry.

    lacking: what; places: what was read as places, in words.
    """
    said = escape(LACKING[lacking].format(places))
    return mark_safe(f'<li class="partly"><p>{said}</p></li>')  # noqa: S308 - escaped


def card_line(card, labels, *, can_compare=False):
    """A Card as one line of a list. The others: as those of card_entry."""
    countries = labels["country"]
    way = path_html(card.path.named(lambda code: short_name(countries.get(code, code))))
    return mark_safe(  # noqa: S308 - escaped piecewise
        f"<li>{tick_html(card) if can_compare else ''}"
        f'<a href="{initiative_url(card.slug)}">{escape(card.title)}</a>'
        f' <span class="soft">{way}</span></li>\n'
    )


def entry_html(url, title, summary, *, route, meta, passage=""):
    """An entry of its parts, all but the address in HTML. The route, its point, comes first."""
    if passage:
        passage = f'<p class="passage">{passage}</p>'
    html = (
        f'<li class="entry">{route}<h3><a href="{url}">{title}</a></h3>'
        f"<p>{summary}</p>{passage}{meta}</li>\n"
    )
    return mark_safe(html)  # noqa: S308 - escaped piecewise


def route_html(path, stage=""):
    """The way of a solution as a line of its own; stage: the badge of the furthest, in HTML."""
    way = path_html(path)
    return mark_safe(f'<p class="route">{way} {stage}</p>') if way else ""  # noqa: S308 - escaped


def meta_html(themes, years):
    """The line below an entry. themes: slug, name, pillar of each; years: text."""
    parts = [theme_html(*theme) for theme in themes]
    if years:
        parts.append(f"<span>{escape(years)}</span>")
    return mark_safe(f'<div class="meta">{" ".join(parts)}</div>')  # noqa: S308 - escaped piecewise


@lru_cache(1000)
def theme_html(slug, name, pillar):
    """A theme as a link in the hue of its pillar."""
    css, url = PILLAR_CLASSES.get(pillar, "crosscut"), path_of("themes:detail", slug)
    return mark_safe(  # noqa: S308 - escaped piecewise
        f'<a class="theme {css}" href="{url}">{escape(name)}</a>'
    )


@lru_cache(100)
def stage_html(slug, name):
    """A stage of replication as its badge."""
    html = f'<span class="stage {escape(slug)}">{escape(name)}</span>'
    return mark_safe(html)  # noqa: S308 - escaped piecewise


def cite_html(number, title):
    """The number of a source as a link to it; title: of the source."""
    return mark_safe(  # noqa: S308 - escaped piecewise
        f'<a class="cite" href="#source-{number}" aria-label="Source {number}: {escape(title)}">'
        f"{number}</a>"
    )


def source_html(source, number):
    """A Source as a line of the page's list of sources, with what sort of evidence it is."""
    return mark_safe(  # noqa: S308 - escaped piecewise
        f'<li id="source-{number}"><a href="{escape(source.url)}" rel="noopener"'
        f"{language_attributes(source.title_language)}>{escape(source.title)}</a>"
        f'<span class="soft">, {escape(described(source))}</span>{copy_html(source)}</li>\n'
    )


def copy_html(source):
    """That the page of a SourceLabel no longer answers, and its archived copy, behind its name."""
    if source.dead_since:
        said = f"{DEAD}; {_copy_link(source, READ_COPY)}." if source.archived_url else f"{DEAD}."
        html = f". <strong>{said}</strong>"
    elif source.archived_url:
        html = f'<span class="soft"> · {_copy_link(source, "archived copy")}</span>'
    else:
        html = ""
    return mark_safe(html)  # noqa: S308 - escaped piecewise


def _copy_link(source, words):
    return f'<a href="{escape(source.archived_url)}" rel="noopener">{words}</a>'


def document_html(document):
    """A ResourceLabel as a line of a list that belongs to another record."""
    said = [
        document.get_kind_display(),
        *document.publishers,
        *([str(document.year)] if document.year else []),
    ]
    lacks = "" if document.url else " · no link is known"
    return mark_safe(  # noqa: S308 - escaped piecewise
        f'<li><a href="{document.get_absolute_url()}"'
        f"{language_attributes(document.title_language)}>{escape(document.title)}</a><br>"
        f'<span class="soft">{escape(", ".join(said))}{lacks}</span></li>\n'
    )


def taker_html(replication, sources):
    """Who took something up, learnt from it or wants it, below the name of the initiative."""
    taker, stage, source = replication.to_country, replication.stage, replication.source
    year = replication.year
    year = f' <span class="soft number">{year}</span>' if year else ""
    return mark_safe(  # noqa: S308 - escaped piecewise
        f'<li><a href="{taker.get_absolute_url()}">{_escaped(taker.short_name)}</a> '
        f"{stage_html(stage.slug, stage.name)}{year}"
        f"{cite_html(sources.index(source) + 1, source.title)}</li>"
    )


def journey_html(replication, sources):
    """What came to a country as a row of a table: initiative, giver, stage, year, note."""
    giver, stage, source = replication.from_country, replication.stage, replication.source
    note = escape(replication.note) or "The source mentions it but gives no details."
    return mark_safe(  # noqa: S308 - escaped piecewise
        f'<tr><th scope="row">{_initiative_html(replication.initiative)}</th>'
        f'<td data-label="From"><a href="{giver.get_absolute_url()}">'
        f"{_escaped(giver.short_name)}</a></td>"
        f"<td>{stage_html(stage.slug, stage.name)}</td>"
        f'<td class="number">{replication.year or ""}</td>'
        f"<td>{note}{cite_html(sources.index(source) + 1, source.title)}</td></tr>\n"
    )


def wanted_html(replication, sources):
    """What a country wants as a line: initiative, giver, year, note."""
    giver, source = replication.from_country, replication.source
    year = f", {replication.year}" if replication.year else ""
    note = f"<br>{escape(replication.note)}" if replication.note else ""
    return mark_safe(  # noqa: S308 - escaped piecewise
        f'<li>{_initiative_html(replication.initiative)} <span class="soft">from '
        f'<a href="{giver.get_absolute_url()}">{_escaped(giver.short_name)}</a>{year}</span>'
        f"{note}{cite_html(sources.index(source) + 1, source.title)}</li>\n"
    )


def _initiative_html(initiative):
    """The label of an initiative as a link."""
    return f'<a href="{initiative.get_absolute_url()}">{escape(initiative.title)}</a>'


def leading_theme(card, names):
    """The leading theme of a Card as a link, empty without one. names: of themes, by slug."""
    return next((theme_html(slug, names.get(slug, slug), hue) for slug, hue in card.themes), "")


def path_html(path):
    """The way of a solution by names: "Ecuador → Colombia · 2 countries learnt from it".

    The arrow stands for uptake alone.
    """
    others = [
        (path.learnt_from, "learnt from it", "learnt from it"),
        (path.wanted, "wants it", "want it"),
    ]
    if not (path.origins or path.taken_up or path.learnt_from or path.wanted):
        return ""
    html = [", ".join(f"<b>{_escaped(name)}</b>" for name in path.origins[:NAMED])]
    html.append(_more(path.origins))
    if path.taken_up:
        html.append(ARROW)
        html += [", ".join(map(_escaped, path.taken_up[:NAMED])), _more(path.taken_up)]
    for countries, one, several in others:
        if countries:
            who = _escaped(countries[0]) if len(countries) == 1 else f"{len(countries)} countries"
            did = one if len(countries) == 1 else several
            html.append(f' <span class="less">{who} {did}</span>')
    return mark_safe(f'<span class="path">{"".join(html)}</span>')  # noqa: S308 - escaped piecewise


def _more(names):
    return f" and {len(names) - NAMED} more" if len(names) > NAMED else ""


_escaped = lru_cache(1000)(escape)  # names of countries, which come again and again


def initiative_url(slug):
    """The address of an initiative's page."""
    return path_of("initiatives:detail", slug)
