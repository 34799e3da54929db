"""The page of a comparison: what its address chooses, and what can be added to it."""

from dataclasses import dataclass

from django.http import QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.models import PublicRecord
from core.records.reading import read_labels
from core.search.fields import present_slugs
from initiatives.models import Initiative
from initiatives.pages.comparison import comparison_of
from initiatives.pages.search_page import all_html, lines_of
from initiatives.records import read_initiatives
from initiatives.search.answer import related
from initiatives.search.filters import InitiativeFilter

MOST = 4  # columns that a screen has room for
LOOKED_UP = 20  # of the names in an address: as many as a page of a list has
WITH_SWAPS = 4  # of those left out
OFFERED = 10
SIMILAR = 4


@dataclass(frozen=True)
class Chosen:
    """What an address asks to compare, as far as the catalogue has it.

    compared: labels of initiatives, at most MOST; left_out: those for which there is no room;
    remarks: what a reader should know of the others, as sentences; missing: those of them that
    tell of what the catalogue has not.
    """

    compared: list
    left_out: list
    remarks: list
    missing: list

    @property
    def faults(self):
        """Why this is not all that was asked for, as sentences."""
        extra = [f"There is room for {MOST}: leave out “{one.slug}”." for one in self.left_out]
        return self.missing + extra

    @property
    def titles(self):
        """What those compared are called."""
        return [one.title for one in self.compared]

    @property
    def has_room(self):
        return len(self.compared) < MOST

    @property
    def removals(self):
        """Pairs of each one compared and the question without it: one left out moves up."""
        return [(one, self._but(one)) for one in self.compared]

    @property
    def swaps(self):
        """Pairs of each one left out and, for the first few, those that it can replace.

        These are pairs, too: of one compared and the question with the other in its place.
        """
        return [
            (extra, [(one, self._but(one, extra)) for one in self.compared if place < WITH_SWAPS])
            for place, extra in enumerate(self.left_out)
        ]

    @property
    def query(self):
        """The question for those compared, with its mark."""
        return f"?{asking(self.compared)}"

    def _but(self, one, instead=None):
        compared = [instead if other == one else other for other in self.compared]
        rest = [other for other in self.left_out if other != instead]
        return asking(filter(None, [*compared, *rest]))


def asking(labels):
    """The query that names some initiatives."""
    query = QueryDict(mutable=True)
    query.setlist("initiative", [label.slug for label in labels])
    return query.urlencode()


@require_safe
def compare(request):
    """Up to four initiatives side by side, as the address names them, and a search for more."""
    chosen = choose(request.GET.getlist("initiative"))
    initiatives = records_of(chosen.compared)
    context = {"chosen": chosen, "comparison": comparison_of(initiatives)}
    if chosen.has_room:
        context |= offer(request.GET.get("q", ""), initiatives)
    return render(request, "initiatives/compare.html", context)


def choose(slugs):
    """What some slugs name, as Chosen: whichever of them came first, and former ones as well."""
    typed = [slug.lower() for slug in slugs if slug and slug.isprintable()]
    unreadable = any(slug and not slug.isprintable() for slug in slugs)
    slugs = list(dict.fromkeys(typed))
    looked_up, further = slugs[:LOOKED_UP], len(slugs[LOOKED_UP:])
    found = labels_of(looked_up)
    missing = [slug for slug in looked_up if slug not in found]
    present = present_slugs("initiative", missing) if missing else {}
    moved = labels_of(present.values())
    found |= {slug: moved[now] for slug, now in present.items() if now in moved}
    unknown = [slug for slug in missing if slug not in found]
    gone = withdrawn(unknown, present)
    initiatives = list(dict.fromkeys(found[slug] for slug in looked_up if slug in found))
    not_there = [
        f"“{slug}” was withdrawn from the catalogue."
        if slug in gone
        else f"“{slug}” is not in the catalogue."
        for slug in unknown
    ]
    cut_short = [
        *(["A name in the address cannot be read."] if unreadable else []),
        *([f"{further} more names in the address were not looked up."] if further else []),
    ]
    return Chosen(
        initiatives[:MOST],
        initiatives[MOST:],
        [
            *(f"“{slug}” is now “{found[slug].title}”." for slug in missing if slug in found),
            *not_there,
            *(
                f"“{one.title}” was chosen more than once. It is shown once."
                for one in initiatives
                if sum(found.get(slug) == one for slug in typed) > 1
            ),
            *cut_short,
        ],
        not_there + cut_short,
    )


def records_of(labels):
    """The InitiativeRecords of some labels, in their order."""
    if not labels:
        return []
    slugs = [label.slug for label in labels]
    public = Initiative.objects.published().filter(slug__in=slugs)
    records = {one.slug: one for one in read_initiatives(public)}
    return [records[slug] for slug in slugs if slug in records]


def labels_of(slugs):
    """The labels of public initiatives by slug."""
    if not slugs:
        return {}
    public = Initiative.objects.published().filter(slug__in=slugs)
    return {label.slug: label for label in read_labels(public)}


def withdrawn(slugs, present):
    """Those of some slugs that name a withdrawn initiative. present: what they are called now."""
    if not slugs:
        return set()
    names = {name: slug for slug in slugs for name in (slug, present.get(slug, slug))}
    known = PublicRecord.objects.of(Initiative).known().filter(slug__in=names)
    return {names[name] for name in known.values_list("slug", flat=True)}


def offer(words, initiatives):
    """What can be added: what some words find, or else what resembles the only one compared."""
    filterset = InitiativeFilter({"q": words}, queryset=Initiative.objects.published())
    form = filterset.form
    context = {"form": form, "words": filterset.words}
    compared = {one.pk for one in initiatives}
    if filterset.words:
        results = filterset.qs
        context["understood"] = results.matches and results.matches.understood
        context["count"] = len(results)
        best = results.ids[: OFFERED + len(compared)]
        found = [key for key in best if key not in compared][:OFFERED]
    else:
        found = related(initiatives[0], SIMILAR) if len(initiatives) == 1 else []
    return context | {"offered": all_html(lines_of(found, can_compare=True).values())}
