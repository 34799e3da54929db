"""Names that begin like what is being typed: of countries, themes, initiatives, people ..."""

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from core import revision
from core.search.names import SuggestedNames, Suggestion
from core.search.worker import worker
from forum.models import Forum, Person
from initiatives.models import Country, Initiative, Organization, Theme


def suggestions():
    """Every suggestion with the spellings under which it is found."""
    for country in Country.objects.involved():
        spellings = {country.name, *country.names.values(), *country.aliases}
        yield Suggestion(country.name, "Country", country.get_absolute_url(), 0), spellings
    for theme in Theme.objects.prefetch_related("synonyms"):
        spellings = {theme.name, *theme.names.values(), *(s.text for s in theme.synonyms.all())}
        yield Suggestion(theme.name, "Theme", theme.get_absolute_url(), 1), spellings
    named = [
        (Initiative.objects.published(), "Initiative", "title", ("acronym", "local_title")),
        (Organization.objects.published(), "Organization", "name", ("acronym",)),
        (Forum.objects.published(), "Forum", "title", ()),
        (Person.objects.published(), "Person", "name", ()),
    ]
    for rank, (records, kind, name, more) in enumerate(named, start=2):
        for record in records.only("slug", name, *more).iterator(chunk_size=2000):
            title = getattr(record, name)
            spellings = {title, *(getattr(record, other) for other in more)} - {""}
            yield Suggestion(title, kind, record.get_absolute_url(), rank), spellings


@require_safe
def suggest(request):
    """Suggestions for `q` as JSON: a list of name, kind and url."""
    names = worker.names() or SuggestedNames(revision.current(), suggestions())
    found = names.beginning_with(request.GET.get("q", ""))
    return JsonResponse(
        {"suggestions": [{"name": s.name, "kind": s.kind, "url": s.url} for s in found]}
    )
