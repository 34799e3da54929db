"""Pages of people."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.paging import page_of
from core.search.listing import Listing
from core.web.addresses import permanent_address, public_or_404
from forum.models import Person, Session
from forum.pages.aftermath import Aftermath
from forum.records.people import PEOPLE, with_appearances
from forum.records.sessions import SESSIONS
from forum.search.filters import PersonFilter
from initiatives.models import Initiative
from initiatives.pages.search_page import entries

NAMED_BY = 6  # initiatives shown for a person without appearances


@require_safe
def person_list(request):
    """People by letter, or by words and country."""
    people = Person.objects.published().with_appearance_counts()
    listing = Listing(PersonFilter(request.GET, queryset=people))
    page = page_of(request, PEOPLE.over(listing.records, with_appearances), size=40)
    return render(request, "forum/person_list.html", {"listing": listing, "page": page})


@require_safe
@permanent_address(Person)
def person_detail(request, slug):
    """One person: every appearance, in the role and post of that day."""
    person = public_or_404(PEOPLE, Person.objects.published(), slug=slug)
    (person,) = with_appearances([person])
    sessions = sessions_of(person)
    aftermath = Aftermath.of_sessions(sessions)
    context = {
        "person": person,
        "shown": entries(dict.fromkeys(one.pk for each in sessions for one in each.initiatives)),
        "aftermath": aftermath,
        "sources": list(dict.fromkeys([*person.sources, *aftermath.sources])),
        "named_by": "" if person.appearances else entries(keys_resting(person)[:NAMED_BY]),
    }
    return render(request, "forum/person_detail.html", context)


def sessions_of(person):
    """The SessionRecords of a PersonRecord's appearances, each once, in the same order."""
    of_person = Session.objects.public().filter(appearances__person=person.pk)
    sessions = {one.slug: one for one in SESSIONS.read(of_person.order_by("pk").distinct())}
    slugs = dict.fromkeys(appearance.session.slug for appearance in person.appearances)
    return [sessions[slug] for slug in slugs if slug in sessions]


def keys_resting(person):
    """Keys of the initiatives that rest on the sources that name a PersonRecord."""
    citing = Initiative.objects.published().filter(
        citations__source__personcitations__person=person.pk
    )
    return citing.distinct().values_list("pk", flat=True)
