"""A row of an import, as the page shows it."""

from dataclasses import dataclass

from django.contrib import admin

from core.admin.columns import page_url
from core.admin.difference import Change
from core.admin.draft_versions import url_of_draft
from core.history.tables import models_by_kind
from portal.imports.answering import MINE, NEW, SAME, THEIRS, key_of
from portal.imports.kinds import FILE_OF


@dataclass(frozen=True)
class Line:
    """A row, what it is about, where that is, and what can be said of it."""

    row: object
    kind: str
    url: str
    changes: list
    choices: list
    key: str


def line_of(row):
    """An ImportRow as a Line."""
    model = models_by_kind().get(row.kind)
    file = FILE_OF.get(row.file)
    kind = (file.shape.model if file else model)._meta.verbose_name if file or model else ""
    return Line(
        row=row,
        kind=kind,
        url=url_of(row, model),
        changes=[Change(*change) for change in row.changes],
        choices=list(choices(row)),
        key=key_of(row.file, row.record),
    )


def url_of(row, model):
    """Where the desk has what came of a row, or what is there already."""
    if model is None or not admin.site.is_registered(model):
        return ""
    if row.draft_id:
        return url_of_draft(DraftPlace(row.draft_id, row.kind), model._meta.app_label)
    return page_url(model(pk=row.row_id), "change") if row.row_id else ""


@dataclass(frozen=True)
class DraftPlace:
    """As much of a draft as its address needs."""

    pk: int
    kind: str


def choices(row):
    """Pairs of an answer and what it means."""
    if row.what == row.What.TWIN:
        yield from ((f"{SAME}{slug}", f"It is “{name}”") for slug, name in row.twins if slug)
        yield NEW, "It is another one: new all the same"
        yield THEIRS, "Leave it out"
    elif row.what == row.What.CONFLICT:
        yield MINE, "Take mine"
        yield THEIRS, "Keep what is there"
