"""Pages of people."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.paging import page_of
from core.search.listing import Listing
from core.web.addresses import permanent_address, public_or_404
from forum.models import Person
from forum.search.filters import PersonFilter
from initiatives.models import Initiative

NAMED_BY = 6  # initiatives shown for a person without appearances


@require_safe
def person_list(request):
    """People by letter, or by words and country."""
    people = Person.objects.published().with_appearance_counts()
    listing = Listing(PersonFilter(request.GET, queryset=people))
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
