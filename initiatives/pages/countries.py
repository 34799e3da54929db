"""Pages of countries."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.alphabet import Alphabetical, alphabetically
from core.records.reading import read_labels
from core.search.listing import Listing
from core.web.addresses import moved
from initiatives.models import Country, Theme
from initiatives.pages.country_profile import (
    CountryProfile,
    continents,
    known_countries,
    overview,
)
from initiatives.pages.country_theme import CountryTheme
from initiatives.records.places import COUNTRIES, with_numbers
from initiatives.search.filters import CountryFilter, CountryQuestion

MOST = 8  # countries named for what began there


@require_safe
def country_list(request):
    """Countries of which the catalogue tells, by region; a question finds every country."""
    listing = Listing(CountryFilter(request.GET, queryset=Country.objects.all()))
    if listing.is_narrowed:
        found = COUNTRIES.over(listing.records, with_numbers)
        context = {"listing": listing, "found": found[:]}
    else:
        known = known_countries()
        context = {
            "listing": listing,
            "continents": continents(known),
            "map": overview(known),
            "most": sorted(
                known, key=lambda country: (-country.begun, alphabetically(country.name))
            )[:MOST],
            "wanting": [country for country in known if country.wanted],
        }
    return render(request, "initiatives/country_list.html", context)


@require_safe
def country_detail(request, iso3):
    """One country: what began there, what came from whom, what it wants; or all that on a theme."""
    country = COUNTRIES.first(Country.objects.filter(iso3=iso3.upper()))
    if country is None:
        raise Http404("No country has this code.")
    if iso3 != country.iso3:
        return moved(request, country.get_absolute_url())
    question = CountryQuestion(request.GET)
    themes = read_labels(Theme.objects.order_by(Alphabetical("name"), "pk"))
    theme = next((one for one in themes if one.slug == question.chosen), None)
    profile = CountryTheme(country, theme) if theme else CountryProfile(country)
    context = {
        "country": country,
        "profile": profile,
        "theme": theme,
        "themes": themes,
        "faults": question.faults,
    }
    page = "country_theme" if theme else "country_detail"
    return render(request, f"initiatives/{page}.html", context)
