"""The map of the site for search engines: every public page once.

Of each kind of records it has several parts, so that none takes long to make however many there
are, and an index of the parts. A part has the records whose keys lie in one span: what is added or
withdrawn moves nothing from one part to another.
"""

from dataclasses import dataclass
from html import escape

from django.db.models import F, Max, QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.models import PublicRecord
from core.web.paths import path_of
from forum.models import Forum, Person, Session
from initiatives.models import Country, Initiative, Organization, Replication, Resource, Theme
from portal.guidelines.models import Guideline

SPAN = 2_000  # keys of a part; the protocol allows 50,000 pages
XML = '<?xml version="1.0" encoding="UTF-8"?>\n<{tag} xmlns="{names}">\n{entries}</{tag}>\n'
NAMES = "http://www.sitemaps.org/schemas/sitemap/0.9"
NOT_FOUND_ITSELF = {"X-Robots-Tag": "noindex, noodp, noarchive"}

LISTS = [
    "home",
    "initiatives:list",
    "replications:list",
    "countries:list",
    "themes:list",
    "forums:list",
    "people:list",
    "organizations:list",
    "resources:list",
    "about",
    "privacy",
    "guidelines:list",
    "data",
    "data-dictionary",
]


@dataclass(frozen=True)
class Pages:
    """The pages of one kind of records.

    records: those that have one; view: the name of its address; keys: fields that stand in it.
    """

    records: QuerySet
    view: str
    keys: tuple = ("slug",)

    def entries(self, part):
        """Pairs of the path of each page of a part and of when its record last changed."""
        here = {"pk__gte": part * SPAN, "pk__lt": (part + 1) * SPAN}
        rows = self.records.filter(**here).dated().order_by("pk")
        return [
            (path_of(self.view, *keys), modified)
            for *keys, modified in rows.values_list(*self.keys, "modified")
        ]


KINDS = {
    "initiatives": Pages(Initiative.objects.published(), "initiatives:detail"),
    "organizations": Pages(Organization.objects.published(), "organizations:detail"),
    "resources": Pages(Resource.objects.published(), "resources:detail"),
    "forums": Pages(Forum.objects.published(), "forums:detail"),
    "sessions": Pages(Session.objects.public(), "forums:session", ("forum__slug", "slug")),
    "replications": Pages(Replication.objects.public(), "replications:detail", ("public_id",)),
    "people": Pages(Person.objects.published(), "people:detail"),
    "countries": Pages(Country.objects.involved(), "countries:detail", ("iso3",)),
    "themes": Pages(Theme.objects.all(), "themes:detail"),
}


@require_safe
def sitemap(request):
    """The parts, each with when a record of it last changed; the lists are a part of their own."""
    names = {pages.records.model._meta.model_name: name for name, pages in KINDS.items()}
    parts = (
        PublicRecord.objects.public()
        .filter(kind__in=names)
        .annotate(part=F("row_id") / SPAN)
        .order_by("kind", "part")
        .values_list("kind", "part")
        .annotate(Max("modified"))
    )
    paths = [(reverse("sitemap-lists"), None)]
    paths += [
        (reverse("sitemap-part", args=[names[kind], part]), modified)
        for kind, part, modified in parts
    ]
    return answer(request, "sitemapindex", "sitemap", paths)


@require_safe
def lists(request):
    """The pages that list records, and those about the portal."""
    paths = [reverse(name) for name in LISTS]
    paths += [guideline.get_absolute_url() for guideline in Guideline.objects.all()]
    return answer(request, "urlset", "url", [(path, None) for path in paths])


@require_safe
def records(request, kind, part):
    """The pages of the records of one part."""
    entries = KINDS[kind].entries(int(part)) if kind in KINDS else []
    if not entries:
        raise Http404("The site map has no such part.")
    return answer(request, "urlset", "url", entries)


def answer(request, tag, entry_tag, entries):
    """A file of the protocol. entries: paths, and when what is there last changed, or None."""
    begin, end = f"<{entry_tag}><loc>{escape(request.build_absolute_uri('/')[:-1])}", "</loc>"
    close = f"</{entry_tag}>\n"
    lines = [
        f"{begin}{path}{end}{changed(modified)}{close}"  # what stands in a path needs no escape
        for path, modified in entries
    ]
    content = XML.format(tag=tag, names=NAMES, entries="".join(lines))
    return HttpResponse(content, content_type="application/xml", headers=NOT_FOUND_ITSELF)


def changed(modified):
    """When a page last changed, to the second, as the protocol writes it; empty if unknown."""
    return f"<lastmod>{modified.isoformat(timespec='seconds')}</lastmod>" if modified else ""
