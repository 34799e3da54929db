"""What a first view of each page of a site costs its reader: requests, and bytes on the wire.

    python -m benchmarks.weight 8000

Asks the server on this machine at this port for every page of its site map, in brotli as browsers
do, and for what each page links. Prints a line for each kind of page, and what is over the budget.
"""

import argparse
import re
import sys
from collections import defaultdict
from html.parser import HTMLParser
from statistics import mean
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit
from urllib.request import Request, urlopen

REQUESTS, BYTES = 5, 60_000  # at most, of a first view
PATIENCE = 60  # seconds
ROW = "{:15}{:>7}{:>10}{:>10}{:>10}  {}"


class Weight(NamedTuple):
    """What a first view of a page takes."""

    requests: int
    bytes: int

    @property
    def is_too_much(self):
        return self.requests > REQUESTS or self.bytes > BYTES


class Linked(HTMLParser):
    """Collects what a browser fetches by itself with a page, as the page writes the addresses."""

    RELATIONS = {"stylesheet", "icon", "preload", "manifest"}

    def __init__(self, html):
        super().__init__()
        self.addresses = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "link" and self.RELATIONS & set(attrs.get("rel", "").split()):
            self.addresses.append(attrs["href"])
        if tag in ("script", "img", "iframe") and attrs.get("src"):
            self.addresses.append(attrs["src"])


def weight(address, html, compressed, size_of):
    """The Weight of a page. compressed: its own bytes; size_of: tells those of what it links."""
    linked = {urljoin(address, one) for one in Linked(html).addresses}
    return Weight(1 + len(linked), compressed + sum(map(size_of, linked)))


class Site:
    """A server on this machine."""

    def __init__(self, port):
        self.root = f"http://127.0.0.1:{port}"
        self.sizes = {}  # of what pages link, by address

    def get(self, address, accepted="br"):
        """The body of an answer as it comes over the wire."""
        request = Request(address, headers={"Accept-Encoding": accepted})  # noqa: S310
        with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - of this machine
            return answer.read()

    def size_of(self, address):
        if address not in self.sizes:
            self.sizes[address] = len(self.get(address))
        return self.sizes[address]

    def mapped(self, address):
        """Addresses of a site map or of its index, on this machine."""
        found = re.findall("<loc>(.*?)</loc>", self.get(address, "identity").decode())
        return [self.root + urlsplit(one).path for one in found]

    def pages(self):
        """Yield every page of the site map."""
        for part in self.mapped(f"{self.root}/sitemap.xml"):
            yield from self.mapped(part)

    def weigh(self, address):
        html = self.get(address, "identity").decode()
        return weight(address, html, len(self.get(address)), self.size_of)


def kind_of(address):
    """The kind of a page: the first part of its path, or that it is a list."""
    parts = urlsplit(address).path.strip("/").split("/")
    if len(parts) == 1:
        return "lists"
    return "sessions" if len(parts) == 3 else parts[0]


def main():
    """Weigh every page, and print what comes out; ends with 1 where one is over the budget."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.weight", description=__doc__)
    parser.add_argument("port", type=int, help="of a server on this machine")
    site = Site(parser.parse_args().port)
    weights = {address: site.weigh(address) for address in site.pages()}
    kinds = defaultdict(list)
    for address, found in weights.items():
        kinds[kind_of(address)].append((found.bytes, address))
    print(ROW.format("", "pages", "requests", "mean kB", "most kB", "the heaviest"))
    for kind, found in sorted(kinds.items()):
        most, heaviest = max(found)
        requests = max(weights[address].requests for _, address in found)
        average = mean(size for size, _ in found)
        sizes = (f"{size / 1000:.1f}" for size in (average, most))
        print(ROW.format(kind, len(found), requests, *sizes, urlsplit(heaviest).path))
    over = [address for address, found in weights.items() if found.is_too_much]
    print(*(f"over the budget: {address}" for address in over), sep="\n")
    sys.exit(1 if over else 0)


if __name__ == "__main__":
    main()
