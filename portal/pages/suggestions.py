"""Names that begin like what is being typed: countries, themes, initiatives, organizations, people.

Names are kept in memory, sorted, at one revision of the catalogue; a thread reads them anew when
there is another one.
"""

from bisect import bisect_left
from dataclasses import dataclass

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from core import revision
from core.search.follower import Follower, follow_forks
from core.search.language import words_of
from forum.models import Forum, Person
from initiatives.models import Country, Initiative, Organization, Theme

MOST = 8  # suggestions at a time
MOST_OF_A_KIND = 4
LONGEST = 80  # characters that are looked at
STARTS = 6  # words of a name with which what is typed may begin
LOOKED_AT = 400  # names that begin alike, of which the best are taken


@dataclass(frozen=True)
class Suggestion:
    """A name and where it leads. rank: 0 comes first among names that begin alike."""

    name: str
    kind: str
    url: str
    rank: int


class Names:
    """All public names at one revision."""

    def __init__(self, present):
        self.revision = present
        entries = {}
        for suggestion, spellings in suggestions():
            for spelling in spellings:
                words = words_of(spelling)
                for start in range(min(len(words), STARTS)):
                    key = " ".join(words[start:])
                    entries.setdefault((key, suggestion.url), (key, start > 0, suggestion))
        self._entries = sorted(entries.values(), key=lambda entry: entry[0])
        self._keys = [entry[0] for entry in self._entries]

    def beginning_with(self, text):
        """The best suggestions for what has been typed so far."""
        typed = " ".join(words_of(text[:LONGEST]))
        if not typed:
            return []
        at = bisect_left(self._keys, typed)
        found = []
        for key, is_inside, suggestion in self._entries[at : at + LOOKED_AT]:
            if not key.startswith(typed):
                break
            found.append((is_inside, suggestion.rank, len(key), suggestion.name, suggestion))
        best, of_a_kind = {}, {}
        for *_, suggestion in sorted(found, key=lambda one: one[:4]):
            if suggestion.url not in best and of_a_kind.get(suggestion.kind, 0) < MOST_OF_A_KIND:
                best[suggestion.url] = suggestion
                of_a_kind[suggestion.kind] = of_a_kind.get(suggestion.kind, 0) + 1
        return list(best.values())[:MOST]


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


class NameKeeper(Follower):
    """The Names of this process."""

    name = "suggestions"

    def __init__(self):
        self.forget()
        super().__init__()

    def forget(self):
        """Drop the names."""
        self.held = None

    def names(self):
        """The names at the present revision; just for this request while none are kept."""
        return self.snapshot() or Names(revision.current())

    def _follow(self):
        """Bring the names to the present revision, or wait for the next one."""
        if self.held and self._is_present():
            return
        self.held = Names(revision.current(fresh=self.held is None))
        self._tell()


KEEPER = follow_forks(NameKeeper())


@require_safe
def suggest(request):
    """Suggestions for `q` as JSON: a list of name, kind and url."""
    found = KEEPER.names().beginning_with(request.GET.get("q", ""))
    return JsonResponse(
        {"suggestions": [{"name": s.name, "kind": s.kind, "url": s.url} for s in found]}
    )
