"""Pages of people."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum.facets import PERSON_FACETS, PERSON_ORDERS
from forum.models import Person
from initiatives.addresses import permanent_address, public_or_404
from initiatives.models import Initiative
from portal.listing import Listing
from portal.paging import page_of

NAMED_BY = 6  # initiatives shown for a person without appearances


@require_safe
def person_list(request):
    """People by letter, or by words and country."""
    people = Person.objects.published().with_appearance_counts()
    listing = Listing(request.GET, people, facets=PERSON_FACETS, orders=PERSON_ORDERS)
    page = page_of(request, listing.records.for_lists(), size=40)
    return render(request, "forum/person_list.html", {"listing": listing, "page": page})


@require_safe
@permanent_address(Person)
def person_detail(request, slug):
    """One person: every appearance, in the role and post of that day."""
    person = public_or_404(Person.objects.published().for_page(), slug)
    sources = person.numbered_sources()
    appearances = person.appearances.all()
    context = {
        "person": person,
        "appearances": appearances,
        "shown": person.initiatives_shown(),
        "sources": sources,
        "named_by": []
        if appearances
        else Initiative.objects.published().citing(sources)[:NAMED_BY],
    }
    return render(request, "forum/person_detail.html", context)
