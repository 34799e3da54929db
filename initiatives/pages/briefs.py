"""Two pages on paper of an initiative, a country, a theme in a country, and a comparison."""

from functools import partial

from django.http import Http404
from django.views.decorators.http import require_safe

from core.briefs.answers import brief_file
from core.records.reading import read_labels
from core.web.addresses import moved, permanent_address
from initiatives.briefs.comparison import brief_of_comparison
from initiatives.briefs.countries import brief_of_country, brief_of_country_theme
from initiatives.briefs.initiative import brief_of_initiative
from initiatives.models import Country, Initiative, Theme
from initiatives.pages.compare import choose, records_of
from initiatives.records import kept_initiative, published_initiative
from initiatives.records.places import COUNTRIES


@require_safe
@permanent_address(Initiative)
def initiative_brief(request, slug, form):
    """One initiative, archived ones as their page is."""
    initiative = published_initiative(slug) or kept_initiative(slug)
    if initiative is None:
        raise Http404("The catalogue has no initiative at this address.")
    return brief_file(request, form, slug, partial(brief_of_initiative, initiative))


@require_safe
def country_brief(request, iso3, form):
    """One country, or one theme in it."""
    country = COUNTRIES.first(Country.objects.filter(iso3=iso3.upper()))
    if country is None:
        raise Http404("No country has this code.")
    if iso3 != country.iso3:
        return moved(request, country.get_absolute_url())
    slug = request.GET.get("theme")
    if slug is None:
        return brief_file(request, form, iso3, partial(brief_of_country, country))
    themes = read_labels(Theme.objects.filter(slug=slug)) if slug.isprintable() else []
    if not themes:
        raise Http404("The catalogue has no theme at this address.")
    build = partial(brief_of_country_theme, country, themes[0])
    return brief_file(request, form, f"{iso3}-{slug}", build, known=["theme"])


@require_safe
def comparison_brief(request, form):
    """The initiatives that the address names, as many as the page has columns."""
    initiatives = records_of(choose(request.GET.getlist("initiative")).compared)
    if not initiatives:
        raise Http404("The address names no initiative of the catalogue.")
    build = partial(brief_of_comparison, initiatives)
    return brief_file(request, form, "comparison", build, known=["initiative"])
