"""A first view of any page takes at most 5 requests and 60 kB, of the heaviest of each kind, too.

`python -m benchmarks.weight` weighs every page of a server, over the wire. Here the lists of the
site map and the records with the most to show stand for all.
"""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db.models import Count
from django.urls import reverse

from benchmarks.sweep import LARGEST, WITH_PAGES
from benchmarks.weight import weight
from core.http_cache.encodings import COMPRESS
from core.web.staticfiles import QuickCompressor
from portal.pages.sitemaps import LISTS

HEAVIEST = 2  # of each kind
OTHERS = [
    "/search/?q=labour",
    "/initiatives/?q=labour&theme=child-labour",
    "/compare/",
    "/api/",
    "/api/v1/docs/",
    "/countries/BRA/?theme=child-labour",
]
compressed = COMPRESS["br"]


def heaviest():
    """Yield the pages of the records with the most of what a page of their kind shows."""
    for name in WITH_PAGES:
        records, relation = LARGEST[name]
        by_number = records.annotate(having=Count(relation)).order_by("-having", "pk")
        yield from (record.get_absolute_url() for record in by_number[:HEAVIEST])


@cache
def size_of_file(path):
    """The bytes of a static file as it is served."""
    found = finders.find(path.removeprefix(settings.STATIC_URL))
    return len(QuickCompressor.compress_brotli(Path(found).read_bytes()))


def test_a_first_view_is_light(client, catalogue):
    def size_of(address):
        if address.startswith(settings.STATIC_URL):
            return size_of_file(address)
        return len(compressed(client.get(address).content))

    addresses = [*map(reverse, LISTS), *heaviest(), *OTHERS]
    weights = {}
    for address in addresses:
        html = client.get(address, headers={"accept": "text/html"}).content
        weights[address] = weight(address, html.decode(), len(compressed(html)), size_of)
    assert weights["/"].requests > 3  # the style sheet, the script and the icon were found
    assert {address: found for address, found in weights.items() if found.is_too_much} == {}
