"""The home page of the curators' desk: what waits, what happened, what is missing."""

from dataclasses import dataclass
from heapq import nlargest

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db.models import Count, Model
from django.urls import reverse
from unfold.dataclasses import SearchResult

from core.admin.columns import change_url, list_url
from core.admin.filters import Missing
from core.models.publication import PublicationState
from core.models.unsaved import Unsaved
from forum.models import Forum, ForumSeries, Person, Session
from initiatives.models import Country, Initiative, Organization, Resource, Source, Theme
from portal.proposals.models import Proposal

PUBLISHED = [Initiative, Organization, Resource, Forum, Person]  # what has a state
WRITTEN = [Initiative, Organization, Resource, Source, Forum, Session, Person, ForumSeries]
FOUND = [*WRITTEN, Theme, Country]
SHOWN = 8  # records in each list
FOUND_OF_EACH = 5


def dashboard(request, context):
    """Add to the context of the desk's home page what this user may see."""
    viewable = [model for model in PUBLISHED if may(request, "view", model)]
    return context | {
        "quick_links": [
            (model._meta.verbose_name, reverse(admin_name(model, "add")))
            for model in WRITTEN
            if may(request, "add", model)
        ],
        "unsaved": list(Unsaved.objects.of(request.user)),
        "proposals": proposals() if may(request, "view", Proposal) else None,
        "waiting": latest(viewable, PublicationState.IN_REVIEW),
        "drafts": latest(viewable, PublicationState.DRAFT),
        "states": [state.label for state in PublicationState],
        "counts": [counts(model) for model in viewable],
        "gaps": [gap for model in (*viewable, Session) for gap in gaps(request, model)],
        "log": log() if viewable else [],
    }


@dataclass(frozen=True)
class Line:
    """One record in a list: what it is, where the desk shows it."""

    record: Model
    kind: str
    url: str


def latest(models, state):
    """The records in this state, of all kinds, the last changed first."""
    records = (
        record
        for model in models
        for record in model.objects.filter(publication=state).order_by("-updated_at")[:SHOWN]
    )
    newest = nlargest(SHOWN, records, key=lambda record: record.updated_at)
    return [Line(record, record._meta.verbose_name, change_url(record)) for record in newest]


def proposals():
    """How many proposals of readers are new, and where they are; None where none is."""
    number = Proposal.objects.new().count()
    return number and (number, list_url(Proposal, f"state__exact={Proposal.State.NEW}"))


def counts(model):
    """A line of the table: the model's name, and the number of its records in each state."""
    rows = model.objects.order_by().values_list("publication").annotate(Count("pk"))
    numbers = dict(rows)
    return model._meta.verbose_name_plural, [
        (numbers.get(state, 0), list_url(model, f"publication__exact={state}"))
        for state in PublicationState
    ]


def gaps(request, model):
    """What published records of a model lack: the words of its filter, how many, and a link."""
    if not may(request, "view", model):
        return
    desk = admin.site.get_model_admin(model)
    lacks = next(one for one in desk.list_filter if issubclass_of(one, Missing))
    state = "publication" if model in PUBLISHED else "forum__publication"
    public = model.objects.filter(**{state: PublicationState.PUBLISHED})
    names = [f"gap_{number}" for number in range(len(lacks.texts))]
    numbers = public.aggregate(
        **{
            name: Count("pk", filter=condition)
            for name, condition in zip(names, lacks.conditions.values(), strict=True)
        }
    )
    for name, text, value in zip(names, lacks.texts, lacks.conditions, strict=True):
        if numbers[name]:
            query = f"missing={value}"
            if model in PUBLISHED:
                query += f"&publication__exact={PublicationState.PUBLISHED}"
            yield model._meta.verbose_name_plural, text, numbers[name], list_url(model, query)


def log():
    """What anybody changed last in the catalogue."""
    entries = LogEntry.objects.filter(content_type__app_label__in=["initiatives", "forum"])
    return entries.select_related("user", "content_type")[:SHOWN]


def find_records(request, text):
    """What the search box of the sidebar finds besides pages: a few records of each kind."""
    for model in FOUND:
        if may(request, "view", model):
            desk = admin.site.get_model_admin(model)
            records, _ = desk.get_search_results(request, desk.get_queryset(request), text)
            for record in records[:FOUND_OF_EACH]:
                yield SearchResult(
                    title=str(record),
                    description=str(model._meta.verbose_name),
                    link=change_url(record),
                    icon="edit_note",
                )


def may(request, action, model):
    """Whether the user may do this with records of a model."""
    return request.user.has_perm(f"{model._meta.app_label}.{action}_{model._meta.model_name}")


def admin_name(model, action):
    return f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}"


def issubclass_of(one, base):
    """Whether an entry of list_filter, which may be a tuple, is a filter of this kind."""
    return isinstance(one, type) and issubclass(one, base)
