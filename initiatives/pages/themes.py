"""Pages of themes."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.search.listing import Listing
from core.web.addresses import permanent_address, public_or_404
from initiatives.models import Initiative, Replication, Theme
from initiatives.pages.search_page import entries
from initiatives.search.answer import answer, counts_of
from initiatives.search.filters import ThemeFilter

SHOWN = 8  # initiatives on the page of a theme before the link to all


@require_safe
def theme_list(request):
    """All themes under their pillars, or those of one, or those known by some words."""
    listing = Listing(ThemeFilter(request.GET, queryset=Theme.objects.all()))
    themes, taken_up = with_counts(listing.records.in_pillars()), taken_up_by_theme()
    for theme in themes:
        theme.taken_up = taken_up.get(theme.pk, 0)
    context = {"listing": listing, "themes": themes}
    return render(request, "initiatives/theme_list.html", context)


def with_counts(themes):
    """Themes with `initiative_count`: how many published initiatives have each."""
    counts = counts_of("theme")
    for theme in themes:
        theme.initiative_count = counts.get(theme.slug, 0)
    return themes


def taken_up_by_theme():
    """How many replications beyond interest there are of initiatives with each theme, by key."""
    return Replication.objects.public().taken_up().by_theme()


@require_safe
@permanent_address(Theme)
def theme_detail(request, slug):
    """One theme: what is meant, what works, where it was spoken of."""
    theme = public_or_404(Theme.objects.for_page(), slug)
    found = answer(Initiative.objects.published(), {"theme": [theme.slug]})  # most taken up first
    context = {
        "theme": theme,
        "synonyms": theme.synonyms_by_language(),
        "entries": entries(found.ids[:SHOWN]),
        "has_more": len(found.ids) > SHOWN,
    }
    return render(request, "initiatives/theme_detail.html", context)
