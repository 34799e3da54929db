"""The style page: every component of the public pages, in every state, drawn by what draws them."""

from datetime import UTC, datetime

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from core.records.reading import read_labels
from core.search.matching import THERE
from initiatives.models import Initiative, Stage
from initiatives.models.initiatives import Path
from initiatives.pages.card_html import (
    card_entry,
    cite_html,
    partly_html,
    path_html,
    stage_html,
    theme_html,
)
from initiatives.pages.flows import givers_html
from initiatives.search.cards import Card

COLOURS = {
    "Paper and surfaces": ("paper", "card", "wash", "rule", "edge", "mark"),
    "Ink": ("ink", "soft", "link", "focus"),
    "Pillars of decent work": ("employment", "protection", "rights", "dialogue", "crosscut"),
}
THEMES = [  # one of each hue
    ("cooperatives", "Cooperatives", "employment"),
    ("social-protection", "Social protection", "social-protection"),
    ("child-labour", "Child labour", "rights-at-work"),
    ("tripartism", "Tripartism", "social-dialogue"),
    ("south-south-cooperation", "South-South cooperation", "cross-cutting"),
]
NOBODY = ()
PATHS = {
    "Not taken up yet": Path(("Kenya",), NOBODY, NOBODY, NOBODY),
    "Taken up": Path(("Ecuador",), ("Colombia", "Costa Rica"), NOBODY, NOBODY),
    "Taken up by many": Path(
        ("Brazil",), ("Mozambique", "Peru", "Paraguay", "Haiti", "Timor-Leste"), NOBODY, NOBODY
    ),
    "Learnt from": Path(("Ethiopia",), NOBODY, ("Djibouti", "Guinea"), NOBODY),
    "Wanted": Path(("India",), NOBODY, NOBODY, ("South Africa",)),
    "All three": Path(("Brazil", "Peru"), ("Mali",), ("Benin",), ("Togo", "Haiti")),
    "Begun in many": Path(("Bolivia", "Chile", "Cuba", "Peru"), NOBODY, NOBODY, NOBODY),
}
LABELS = {
    "theme": {slug: name for slug, name, _ in THEMES},
    "country": {"ECU": "Ecuador", "COL": "Colombia", "CRI": "Costa Rica"},
    "stage": {"replicated": "Replicated"},
}


@require_safe
def style(request):
    """Every component in every state, for those who change or extend the pages."""
    pages = Paginator(range(240), 20)
    context = {
        "colours": COLOURS,
        "stages": [
            (stage, stage_html(stage.slug, stage.name))
            for stage in read_labels(Stage.objects.order_by("-order"))
        ],
        "themes": [theme_html(*theme) for theme in THEMES],
        "paths": {name: path_html(path) for name, path in PATHS.items()},
        "entry": card_entry(_card(), LABELS),
        "found": card_entry(
            _card(),
            LABELS,
            can_compare=True,
            title=mark_safe("A network against <mark>child labour</mark>"),
            passage=mark_safe("… inspectors and farmers against <mark>child labour</mark> …"),
        ),
        "over": partly_html(THERE, "in Western Africa"),
        "bare": card_entry(_card(themes=(), path=Path(*[NOBODY] * 4), stage=""), LABELS),
        "ranking": givers_html(),
        "cite": cite_html(1, "A source"),
        "first": pages.page(1),
        "middle": pages.page(6),
    }
    return render(request, "portal/style.html", context)


def _card(**changes):
    """An initiative that is nobody's, as a Card."""
    values = {
        "pk": 0,
        "public_id": "",
        "slug": "an-initiative",
        "title": "A network against child labour",
        "acronym": "",
        "local_title": "",
        "summary": "Firms check their suppliers, and unions tell them what they find.",
        "kind": "network",
        "start_year": 2014,
        "end_year": None,
        "status": Initiative.Status.ACTIVE,
        "modified": datetime(2014, 11, 20, tzinfo=UTC),
        "themes": tuple((slug, pillar) for slug, _, pillar in THEMES[:2]),
        "sectors": (),
        "modalities": (),
        "sdgs": (),
        "origins": ("ECU",),
        "participants": (),
        "path": Path(("ECU",), ("COL", "CRI"), NOBODY, NOBODY),
        "stage": "replicated",
    }
    return Card(**values | changes)
