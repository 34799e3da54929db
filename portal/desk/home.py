"""The home page of the curators' desk: what is yours, what waits, what happened, what is missing.

What it counts, and how, stands in `counting`; its short lists in `lines`; its news in `notices`.
"""

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db.models import Count, Q
from django.urls import reverse
from unfold.dataclasses import SearchResult

from core.admin.choices import state_of
from core.admin.columns import change_url, list_url
from core.admin.work import QUESTIONS
from core.models import Draft, PublicationState, SuspectedPair
from core.models.unsaved import Unsaved
from core.publishing.pairs import kinds
from forum.models import Forum, ForumSeries, Person, Session
from initiatives.admin.addresses import DEAD, AddressFilter, condition_of
from initiatives.models import Country, Initiative, Organization, Resource, Source, Theme
from portal.desk.counting import Counts, Tile, part
from portal.desk.lines import drafts, published, scheduled, waiting
from portal.desk.notices import new_notices
from portal.proposals import counting
from portal.proposals.models import Proposal

PUBLISHED = [Initiative, Organization, Resource, Forum, Person]  # what has a state
WRITTEN = [Initiative, Organization, Resource, Source, Forum, Session, Person, ForumSeries]
FOUND = [*WRITTEN, Theme, Country]
SHOWN = 8  # entries of the log
FOUND_OF_EACH = 5
WAITING = "Waiting for an editor"


def dashboard(request, context):
    """Add to the context of the desk's home page what this user may see."""
    viewable = [model for model in PUBLISHED if may(request, "view", model)]
    counts = [Counts.of(request.user, model) for model in viewable]
    gaps = [gap for count in counts for gap in count.gaps]
    if may(request, "view", Session):
        gaps += Counts.of(request.user, Session, "forum__publication").gaps
    return context | {
        "quick_links": [
            (model._meta.verbose_name, reverse(admin_name(model, "add")))
            for model in WRITTEN
            if may(request, "add", model)
        ],
        "notices": new_notices(request),
        "unsaved": list(Unsaved.objects.of(request.user)),
        "work": work(request, counts) if counts else [],
        "lists": [
            ("Waiting for an editor", waiting(viewable), "Nothing waits."),
            ("Your drafts", drafts(viewable, request.user), "You have no drafts."),
            ("To be published", scheduled(viewable), "No time is set."),
            ("Published lately", published(viewable), "Nothing in the last 7 days."),
        ]
        if viewable
        else [],
        "states": [state.label for state in PublicationState],
        "counts": counts,
        "gaps": gaps,
        "log": log() if viewable else [],
    }


def work(request, counts):
    """Groups of tiles: what is to be done, how much there is of it, and where."""
    waits = [count.in_state(PublicationState.IN_REVIEW) for count in counts]
    on_its_way = [Tile(WAITING, waits), asked("scheduled", counts), asked("published", counts)]
    yours = [
        asked("sent-back", counts, "warning"),
        asked("taken-on", counts),
        asked("drafts", counts),
    ]
    if may(request, "view", Draft):
        begun, waits = drafts_of_changes(request.user)
        yours.append(Tile("Changes that you are writing", [begun]))
        on_its_way.insert(1, Tile("Changes waiting for an editor", [waits]))
    upkeep = [asked("year", counts, "warning"), asked("two-years", counts, "danger")]
    if may(request, "view", Proposal):
        new, suspected, mine = counting.parts(request.user)
        upkeep.insert(0, Tile("New proposals from readers", new))
        upkeep.insert(1, Tile("Proposals that look like spam", [suspected]))
        yours.append(Tile("Proposals that you work on", [mine]))
    if may(request, "view", Source):
        upkeep += addresses(counts)
    if may(request, "view", SuspectedPair):
        viewable = [model for model in kinds() if may(request, "view", model)]
        upkeep.append(Tile("Possible twins", list(pairs(viewable))))
    return [
        ("Yours", yours),
        ("On its way", on_its_way),
        ("Upkeep", upkeep),
    ]


def asked(name, counts, tone=""):
    """The tile of one question of `core.admin.work`."""
    return Tile(QUESTIONS[name][0], [count.of_work(name) for count in counts], tone)


def drafts_of_changes(user):
    """The drafts of changes that somebody has saved last, and those that wait for an editor."""
    own = {"state": Draft.State.WRITING, "changed_by": user}
    numbers = Draft.objects.order_by().aggregate(
        begun=Count("pk", filter=Q(**own)), waits=Count("pk", filter=Q(state=Draft.State.WAITING))
    )
    begun = f"state__exact={Draft.State.WRITING}&changed_by__id__exact={user.pk}"
    waits = f"state__exact={Draft.State.WAITING}"
    return (
        part(numbers["begun"], Draft, list_url(Draft, begun)),
        part(numbers["waits"], Draft, list_url(Draft, waits)),
    )


def pairs(viewable):
    """How many pairs of records of each of these models may be one, in words, and where."""
    found = SuspectedPair.objects.open(viewable).order_by().values("kind")
    numbers = dict(found.annotate(number=Count("pk")).values_list("kind", "number"))
    for model in viewable:
        number = numbers.get(model._meta.model_name, 0)
        words = f"{'pair' if number == 1 else 'pairs'} of {model._meta.verbose_name_plural}"
        yield number, words, list_url(SuspectedPair, f"kind={model._meta.model_name}")


def addresses(counts):
    """The tiles of what `check_links` has found: what nobody can open, and what has moved."""
    conditions = {state: condition_of(Source, state) for state in (DEAD, "moved")}
    numbers = Source.objects.order_by().aggregate(
        **{state: Count("pk", filter=condition) for state, condition in conditions.items()}
    )
    dead, moved = (
        part(number, Source, list_url(Source, f"{AddressFilter.parameter_name}={state}"))
        for state, number in numbers.items()
    )
    return [
        Tile("Sources that nobody can open", [dead], "danger"),
        Tile("Other addresses that nobody can open", [one.that_nobody_opens for one in counts]),
        Tile("Sources that have moved", [moved], "warning"),
    ]


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
                    description=kind_and_state(record),
                    link=change_url(record),
                    icon="edit_note",
                )


def kind_and_state(record):
    """What a record is, and where it stands if readers do not see it."""
    kind, state = str(record._meta.verbose_name), state_of(record)
    return f"{kind}, {state.lower()}" if state and not record.is_published else kind


def may(request, action, model):
    """Whether the user may do this with records of a model."""
    return request.user.has_perm(f"{model._meta.app_label}.{action}_{model._meta.model_name}")


def admin_name(model, action):
    return f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}"
