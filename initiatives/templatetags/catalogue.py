"""What templates need in order to print catalogue values."""

from operator import attrgetter

from django import template

from initiatives.pages.card_html import (
    PILLAR_CLASSES,
    cite_html,
    copy_html,
    document_html,
    journey_html,
    route_html,
    source_html,
    stage_html,
    taker_html,
    theme_html,
    tick_html,
    wanted_html,
)
from initiatives.pages.comparison_html import answer_html
from initiatives.pages.evidence import evidence_in_words
from initiatives.pages.speaker_html import speaker_html
from initiatives.search.wording import within_sentence

register = template.Library()

register.filter("as_answer", answer_html)
register.filter("as_copy", copy_html)
register.filter("as_document", document_html)
register.filter("as_evidence", evidence_in_words)
register.filter("as_journey", journey_html)
register.filter("as_source", source_html)
register.filter("as_speaker", speaker_html)
register.filter("as_taker", taker_html)
register.filter("as_tick", tick_html)
register.filter("as_wanted", wanted_html)
register.filter(within_sentence)


@register.filter
def pillar_class(pillar):
    """The CSS class that gives a pillar its hue."""
    return PILLAR_CLASSES.get(pillar, "crosscut")


@register.filter
def as_theme(theme):
    """A Theme as a link in the hue of its pillar."""
    return theme_html(theme.slug, theme.name, theme.pillar)


@register.filter
def as_route(initiative):
    """Where an InitiativeRecord began and went, as a line with the stage that it has come to."""
    stage = initiative.furthest_stage
    path = initiative.path.named(attrgetter("short_name"))
    return route_html(path, stage_html(stage.slug, stage.name) if stage else "")


@register.filter
def as_stage(stage):
    """A Stage as its badge."""
    return stage_html(stage.slug, stage.name)


@register.filter
def as_cite(source, sources):
    """A Source as a link to its place in the page's list of sources, by its number there."""
    return cite_html(sources.index(source) + 1, source.title)
