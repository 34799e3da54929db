"""What is asked: pages as readers come to them, searches that nobody has asked, harvests, feeds."""

import itertools
import random
import secrets
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

import msgspec
from django.urls import reverse

from benchmarks import sweep
from benchmarks.harvest import PAGES
from benchmarks.load import request_for
from benchmarks.workload import SEED, Questions
from initiatives.models import Initiative

PAGE, SEARCH, SUGGESTION, API, HARVEST, FEED = KINDS = (
    *("page", "search", "suggestion", "API", "harvest", "feed"),
)
# Of a hundred requests. A curator comes besides.
WEIGHTS = {PAGE: 50, SEARCH: 20, SUGGESTION: 8, API: 13, HARVEST: 4, FEED: 5}
FIRST = ("/", "/initiatives/", "/countries/", "/replications/", "/themes/", "/organizations/")
FEEDS = ("/initiatives/feed.atom", "/sitemap.xml", "/initiatives/feed.atom?theme={}")
HARVESTERS = 3  # who carry all initiatives away, page by page, and then begin again
AS_BROWSERS = {"Accept": "text/html,*/*;q=0.8", "Accept-Encoding": "gzip, deflate, br"}
AS_PROGRAMS = {"Accept": "application/json", "Accept-Encoding": "gzip"}
AS_HARVESTERS = {"Accept": "application/json"}
NEXT_PAGE = msgspec.json.Decoder(msgspec.defstruct("NextPage", [("next", str | None, None)]))


@dataclass
class Asked:
    """One request: of which kind, its bytes, and for a harvest by which harvester."""

    kind: str
    request: bytes
    harvester: int | None = None


class Mix:
    """An endless supply of requests; made on the database that they are about.

    Pages are asked for by Zipf's law: the tenth page a tenth as often as the first. Each reader has
    an address of its own, as a proxy would tell it.
    """

    def __init__(self, seed=SEED):
        self.rng = random.Random(seed)  # noqa: S311 no secret
        self.pages = [*FIRST, *self.shuffled(addresses_of_records())]
        self.weights = list(itertools.accumulate(1 / n for n in range(1, len(self.pages) + 1)))
        self.slugs = [path.split("/")[2] for path in self.pages if path.startswith("/initiatives/")]
        self.slugs = [slug for slug in self.slugs if slug]
        self.questions = Questions(seed=secrets.randbits(32))  # others in each run
        self.words = sorted({word for words in self.questions.words.values() for word in words})
        self.feeds = list(feeds())
        self.free = dict.fromkeys(range(HARVESTERS), PAGES)

    def shuffled(self, addresses):
        return self.rng.sample(addresses, len(addresses))

    def __iter__(self):
        return self

    def __next__(self):
        kind = self.rng.choices(KINDS, [WEIGHTS[kind] for kind in KINDS])[0]
        if kind == HARVEST and not self.free:  # all of them wait for an answer
            kind = API
        if kind == HARVEST:
            harvester, path = self.free.popitem()
            return Asked(kind, self.request(path, AS_HARVESTERS), harvester)
        headers = AS_PROGRAMS if kind == API else AS_BROWSERS
        return Asked(kind, self.request(self.path(kind), headers))

    def path(self, kind):
        """An address of a kind."""
        return {
            PAGE: self.page,
            SEARCH: self.search,
            SUGGESTION: self.suggestion,
            API: self.question_of_a_program,
            FEED: self.feed,
        }[kind]()

    def page(self):
        return self.rng.choices(self.pages, cum_weights=self.weights)[0]

    def search(self):
        if self.rng.random() < 0.2:
            return f"/search/?{urlencode({'q': ' '.join(self.rng.sample(self.words, 2))})}"
        return f"/initiatives/?{next(self.questions).portal()}"

    def suggestion(self):
        word = self.rng.choice(self.words)
        return f"/suggest/?{urlencode({'q': word[: self.rng.randint(2, len(word))]})}"

    def question_of_a_program(self):
        if self.rng.random() < 0.5:
            return f"/api/v1/initiatives/{self.rng.choice(self.slugs)}/"
        return f"/api/v1/initiatives/?{next(self.questions).portal()}"

    def feed(self):
        return self.rng.choice(self.feeds)

    def request(self, path, headers):
        reader = ".".join(str(self.rng.randint(1, 254)) for _ in range(3))
        proxied = {"X-Forwarded-Proto": "https", "X-Forwarded-For": f"198.{reader}"}
        return request_for(path, headers | proxied)

    def hear(self, asked, answer):
        """Take note of an answer, None where there was none: a harvester goes on from there."""
        if asked.harvester is None:
            return
        path = PAGES
        if answer and answer.status == HTTPStatus.OK:
            address = urlsplit(NEXT_PAGE.decode(answer.body).next or "")
            path = f"{address.path}?{address.query}" if address.path else PAGES
        elif answer:
            path = asked.request.split(b" ", 2)[1].decode()  # once more
        self.free[asked.harvester] = path


def addresses_of_records():
    """The addresses of all records that have pages."""
    return [
        record.get_absolute_url()
        for kind in sweep.WITH_PAGES
        for record in sweep.LARGEST[kind][0].order_by("pk").iterator(1000)
    ]


def feeds():
    """Yield addresses of feeds, and of the parts of the map of the site."""
    theme = sweep.most(*sweep.LARGEST["themes"]).slug
    yield from (path.format(theme) for path in FEEDS)
    last = Initiative.objects.published().latest("pk").pk // sweep.SPAN
    for number in range(last + 1):
        yield reverse("sitemap-part", args=["initiatives", number])
