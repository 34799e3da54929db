"""Every kind of public address right after an edit, when nothing is kept: which take long.

Of records, those with the most relations are asked for: the busiest country, the largest forum.
"""

import time
from collections import defaultdict
from statistics import median
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from benchmarks.catalogue import pointed_at
from benchmarks.freshness import REST, seconds_until
from benchmarks.load import ask
from forum.models import Forum, Person, Session
from initiatives.models import (
    Country,
    CountryGroup,
    Initiative,
    Organization,
    Region,
    Replication,
    Resource,
    Source,
    SustainableDevelopmentGoal,
    Theme,
)
from portal.api.urls import COLLECTIONS
from portal.pages.everything import KINDS
from portal.pages.sitemaps import LISTS, SPAN

ROUNDS = 5
LIMIT = 60  # milliseconds that an address may take
AS_BROWSERS = {"Accept-Encoding": "gzip, deflate, br"}
AS_READERS = AS_BROWSERS | {"Accept": "text/html"}

# By collection of the API: its public records, and of what the largest of them has most.
LARGEST = {
    "initiatives": (Initiative.objects.published(), "replications"),
    "replications": (Replication.objects.public(), "initiative__replications"),
    "forums": (Forum.objects.published(), "sessions"),
    "sessions": (Session.objects.public(), "appearances"),
    "people": (Person.objects.published(), "appearances"),
    "organizations": (Organization.objects.published(), "partnerships"),
    "resources": (Resource.objects.published(), "initiatives"),
    "countries": (Country.objects.all(), "replications_given"),
    "regions": (Region.objects.filter(parent__isnull=False), "countries"),
    "country-groups": (CountryGroup.objects.all(), "members"),
    "themes": (Theme.objects.all(), "initiatives"),
    "sdgs": (SustainableDevelopmentGoal.objects.all(), "initiatives"),
    "sources": (Source.objects.public(), "replications"),
}
WITH_PAGES = (
    *("initiatives", "replications", "forums", "sessions", "people", "organizations"),
    *("resources", "countries", "themes"),
)
WORDS = ("cooperatives", "brazil", "child labour", "protecion social")
BEGINNINGS = ("c", "child", "braz")
OTHERS = ("/robots.txt", "/initiatives/feed.atom", "/api/", "/api/v1/")
MAPPED = ("initiatives", "replications", "sessions")
SCHEMA = ("/api/v1/schema/", "/api/v1/docs/")


def addresses():
    """The addresses, of the catalogue that the connection leads to."""
    largest = {name: most(*of) for name, of in LARGEST.items()}
    return list(
        dict.fromkeys(
            [*map(reverse, LISTS), *filtered(largest), *comparisons(), *searches(), *OTHERS]
            + [*sitemaps(largest)]
            + [largest[name].get_absolute_url() for name in WITH_PAGES]
            + [*SCHEMA, *of_the_api(largest)]
        )
    )


def most(records, relation):
    """The record with the most of something; the first of several."""
    return records.annotate(having=Count(relation)).order_by("-having", "pk")[0]


def filtered(largest):
    """Yield addresses of lists, narrowed down to much and sorted, and a page far behind."""
    country, theme = largest["countries"].iso3, largest["themes"].slug
    region, group = largest["regions"].slug, largest["country-groups"].slug
    for name, query in (
        *(("initiatives", {"region": region}), ("initiatives", {"theme": theme, "sort": "title"})),
        *(("initiatives", {"group": group}), ("initiatives", {"page": 20})),
        *(("replications", {"from_country": country}), ("replications", {"theme": theme})),
        *(("replications", {"stage": "replicated"}), ("replications", {"page": 20})),
        *(("countries", {"region": region}), ("countries", {"q": "congo"})),
        *(("themes", {"q": "labour"}), ("forums", {"theme": theme})),
        *(("people", {"q": "minister"}), ("people", {"page": 2})),
        *(("organizations", {"country": country}), ("organizations", {"sort": "initiatives"})),
        *(("organizations", {"q": "ministry"}), ("resources", {"theme": theme})),
        *(("resources", {"language": "en"}), ("resources", {"q": "social"})),
    ):
        yield f"{reverse(f'{name}:list')}?{urlencode(query)}"
    yield f"{reverse('initiatives:feed')}?{urlencode({'region': region})}"


def comparisons():
    """Yield the address of the four initiatives that went furthest, side by side."""
    furthest = Initiative.objects.published().annotate(number=Count("replications"))
    slugs = furthest.order_by("-number", "pk").values_list("slug", flat=True)[:4]
    yield f"{reverse('compare')}?{urlencode([('initiative', slug) for slug in slugs])}"


def searches():
    """Yield addresses of the search over everything, and of suggestions."""
    for words in WORDS:
        yield f"{reverse('search')}?{urlencode({'q': words})}"
    for kind in KINDS:
        yield f"{reverse('search')}?{urlencode({'q': 'labour', 'in': kind})}"
    for beginning in BEGINNINGS:
        yield f"{reverse('suggest')}?{urlencode({'q': beginning})}"


def sitemaps(largest):
    """Yield addresses of the map of the site, and of the parts in which some of the largest are."""
    yield reverse("sitemap")
    yield reverse("sitemap-lists")
    for kind in MAPPED:
        yield reverse("sitemap-part", args=[kind, largest[kind].pk // SPAN])


def of_the_api(largest):
    """Yield addresses of the API: each list, as long as it can be, too, and a record of each."""
    for query in ("fields=*&page_size=100&cursor=", "group_by=country,theme", "facets=yes&page=2"):
        yield f"{reverse('api:initiatives-list')}?{query}"
    for name, viewset in COLLECTIONS.items():
        record = largest.get(name) or viewset.queryset.all()[0]
        address = reverse(f"api:{name}-list")
        yield address
        yield f"{address}?page_size=100"
        yield reverse(f"api:{name}-detail", args=[getattr(record, viewset.lookup_field)])


def measure(running, database, asked):
    """What the sweep finds: by address the median in milliseconds, and the wrong statuses."""
    seconds, wrong = defaultdict(list), {}
    with pointed_at(database):
        edited = Initiative.objects.published().order_by("pk")[0]
        row = Initiative.objects.filter(pk=edited.pk)
        try:
            for number in range(ROUNDS):
                word = f"xylograph{'abcde'[number]}"
                row.update(title=word)
                seconds_until([running], word, 1)
                time.sleep(REST)  # what the edit has set going is done, and nothing is kept
                for address in asked:
                    headers = AS_BROWSERS if address.startswith("/api/v1/") else AS_READERS
                    begun = time.perf_counter()
                    answer = ask(running.port, address, headers)
                    seconds[address].append(time.perf_counter() - begun)
                    if answer.status != 200:
                        wrong[address] = answer.status
        finally:
            row.update(title=edited.title)
    return {
        "rounds": ROUNDS,
        "medians": {address: median(each) * 1000 for address, each in seconds.items()},
        "wrong": wrong,
    }
