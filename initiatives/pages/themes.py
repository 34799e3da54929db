"""Pages of themes."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.search.listing import Listing
from core.web.addresses import permanent_address, public_or_404
from initiatives.models import Initiative, Theme
from initiatives.pages.search_page import entries
from initiatives.records.themes import THEMES, with_counts
from initiatives.search.answer import answer
from initiatives.search.filters import ThemeFilter

SHOWN = 8  # initiatives on the page of a theme before the link to all


@require_safe
def theme_list(request):
    """All themes under their pillars, or those of one, or those known by some words."""
    listing = Listing(ThemeFilter(request.GET, queryset=Theme.objects.all()))
    themes = THEMES.over(listing.records.in_pillars(), with_counts)
    context = {"listing": listing, "themes": themes[:]}
    return render(request, "initiatives/theme_list.html", context)


@require_safe
@permanent_address(Theme)
def theme_detail(request, slug):
    """One theme: what is meant, what works, where it was spoken of."""
    (theme,) = with_counts([public_or_404(THEMES, Theme.objects.all(), slug=slug)])
    found = answer(Initiative.objects.published(), {"theme": [theme.slug]})  # most taken up first
    context = {
        "theme": theme,
        "synonyms": theme.synonyms_by_language(),
        "forums": theme.forums,
        "sessions": theme.sessions,
        "entries": entries(found.ids[:SHOWN], can_compare=True),
        "has_more": len(found.ids) > SHOWN,
    }
    return render(request, "initiatives/theme_detail.html", context)
