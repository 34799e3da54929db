"""Who learns from whom: sentence, map, pairs and list of all replications, and each of them."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.paging import page_of
from core.records.reading import read_labels
from core.search.listing import Listing
from core.web.addresses import moved, page_of_withdrawn
from core.worldmap import world_map
from initiatives.models import Replication, Stage
from initiatives.pages.busiest_pairs import busiest_pairs
from initiatives.pages.flows import arc, map_html, whole_map_html
from initiatives.pages.replication_files import MOST_ROWS
from initiatives.pages.ways_in_words import Within, answer_in_words
from initiatives.records import published_initiative
from initiatives.records.claims import REPLICATIONS
from initiatives.search.answer import names_of
from initiatives.search.facets import FACETS
from initiatives.search.filters import ReplicationFilter
from initiatives.uptake import uptake_of


@require_safe
def replication_list(request):
    """All replications, or those that are asked for."""
    filterset = ReplicationFilter(request.GET, queryset=Replication.objects.public())
    listing = Listing(filterset)
    page = page_of(request, listing.records, size=30)
    flows = filterset.ways.flows(listing.records.keys)
    names = names_of(FACETS["country"], {end for way in flows for end in way[:2]})
    context = {
        "listing": listing,
        "page": page,
        "total": page.paginator.count,
        "answer": answer_of(filterset, names),
        "map": map_html(flows, "#list") if listing.is_narrowed else whole_map_html(),
        "pairs": busiest_pairs(flows, names, filterset.query),
        "pair_count": len({way[:2] for way in flows}),
        "most_rows": MOST_ROWS,
        "stages": read_labels(Stage.objects.all()),
    }
    return render(request, "initiatives/replication_list.html", context)


def answer_of(filterset, names):
    """The answer to the question of a ReplicationFilter as a sentence; names: of countries."""
    question = filterset.question
    scope = {facet.name: list(filterset.chosen(facet).values()) for facet in filterset.FACETS}
    scope |= {"q": [filterset.words] if filterset.words else []}
    scope |= {name: question.get(name) for name in ("year_from", "year_to", "match")}
    uptakes = question.get("uptake") or [uptake_of(stage) for stage in question.get("stage") or []]
    within = None
    if len(scope["region"]) == 1:
        (slug,) = question["region"]
        (name,) = scope["region"]
        within = Within(name, filterset.ways.members["region"].get(slug, frozenset()))
    tallies = filterset.ways.tallies(filterset.qs.keys)
    return answer_in_words(tallies, scope, names, uptakes, within)


@require_safe
def replication_detail(request, public_id):
    """Who took up what from whom, how far it has come, and what source says so."""
    found = Replication.objects.public().filter(public_id=public_id)
    replication = REPLICATIONS.first(found)
    initiative = replication and published_initiative(replication.initiative.slug)
    if initiative is None:
        if answer := page_of_withdrawn(request, Replication, public_id=public_id):
            return answer
        raise Http404("There is no replication of this id.")
    context = {
        "replication": replication,
        "initiative": initiative,
        "others": [one for one in initiative.replications if one.public_id != public_id],
        "map": world_map([arc(replication, initiative)], title=f"{replication}", focus="fit"),
    }
    return render(request, "initiatives/replication_detail.html", context)


@require_safe
def replication_in_capitals(request, public_id):
    """Ids are in small letters; who writes capitals is led on."""
    return moved(request, reverse("replications:detail", args=[public_id.lower()]))
