"""What a country does not have yet, what is closest to it first, and why in words.

There is no hidden score: what has most reasons stands first, and each reason is shown.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter, itemgetter

from django.utils.safestring import SafeString

from core.alphabet import alphabetically, folded
from core.records.reading import read_labels
from core.revision import cached_per_revision
from core.search.worker import worker
from initiatives.models import CountryGroup, Region
from initiatives.pages.card_html import initiative_url, leading_theme
from initiatives.search.cards import Card
from initiatives.search.kept_ways import members_of
from initiatives.search.place_words import REGION_WORDS
from initiatives.short_names import acronym_of, parts_of, short_name

PEER_GROUP = 50  # members; to share a larger group says little
NAMED = 3  # countries that are named for a reason
SAME_LANGUAGE, SAME_REGION, SAME_GROUP, SAME_INCOME = (
    "Same language",
    "Same region",
    "Same group",
    "Similar income",
)
ORDER = (SAME_LANGUAGE, SAME_REGION, SAME_GROUP, SAME_INCOME)
SORTS = {CountryGroup.LANGUAGE: SAME_LANGUAGE, CountryGroup.INCOME: SAME_INCOME}  # by kind


@dataclass(frozen=True)
class Likeness:
    """Something that a country has in common with others. members: their codes."""

    sort: str
    name: str
    members: frozenset


@dataclass(frozen=True)
class Close:
    """An initiative that a country has no part in, and what speaks for it, in sentences."""

    card: Card
    theme: SafeString
    reasons: list

    @property
    def url(self):
        return initiative_url(self.card.slug)


class Closeness:
    """How close initiatives from elsewhere are to a country.

    country: a CountryRecord; wanted, here: slugs of the themes of what it wants, and of what runs
    there; both without themes that all of these initiatives have.
    """

    def __init__(self, country, wanted=(), here=()):
        self.country = country
        self.wanted, self.here = frozenset(wanted), frozenset(here)

    def closest(self, cards, names, most):
        """The `most` closest of some cards as Close; of equally close ones the first.

        names: of themes and countries, by value.
        """
        found = []
        for card in cards:
            running = {*card.origins, *card.participants, *card.path.taken_up}
            sorts = {like.sort for like in self._likenesses if running & like.members}
            themes = {slug for slug, _ in card.themes}
            count = len(sorts) + bool(themes & self.wanted) + bool(themes & self.here)
            if count:
                found.append((count, card))
        found.sort(key=itemgetter(0), reverse=True)  # stable: else as they came
        close = []
        for _, card in found:
            if len(close) == most:
                break
            if not self.is_excluded_by(card.title):
                theme = leading_theme(card, names["theme"])
                close.append(Close(card, theme, list(self._reasons(card, names))))
        return close

    def is_excluded_by(self, title):
        """Whether a title names a region or a group of countries without this one."""
        named = places().named_in(title)
        return bool(named) and not any(self.country.iso3 in members for members in named)

    @cached_property
    def _likenesses(self):
        """What it has in common with others, by sort; of a sort the smallest first."""
        here, known = self.country.iso3, places()
        region = self.country.region
        alike = [Likeness(SAME_REGION, region.name, known.members[region.slug])]
        for group in sorted(known.groups, key=attrgetter("size", "name")):
            members, sort = known.members[group.slug], SORTS.get(group.kind, SAME_GROUP)
            if here in members and (sort != SAME_GROUP or group.size <= PEER_GROUP):
                alike.append(Likeness(sort, acronym_of(group.name), members))
        alike.sort(key=lambda like: ORDER.index(like.sort))
        return [replace(like, members=like.members - {here}) for like in alike]

    def _reasons(self, card, names):
        """Sentences; of several groups in common the smallest is named."""
        themes = [slug for slug, _ in card.themes]
        for ones, said in (
            (self.wanted, "wants another initiative on:"),
            (self.here, "already works on:"),
        ):
            common = [names["theme"].get(slug, slug) for slug in themes if slug in ones]
            if common:
                yield f"{self.country.short_name} {said} {', '.join(common)}"
        running = {*card.origins, *card.participants, *card.path.taken_up}
        known = set()
        for like in self._likenesses:
            common = running & like.members
            if common and like.sort not in known:
                known.add(like.sort)
                named = (short_name(names["country"].get(code, code)) for code in common)
                countries = sorted(named, key=alphabetically)
                yield f"{like.sort} ({like.name}): {_some(countries)}"


class Places:
    """Regions and groups of countries. groups: their labels; members: codes, by slug."""

    def __init__(self, regions, groups, members):
        self.groups, self.members = groups, members
        self._names = {word: members[slug] for word, slug in REGION_WORDS.items()}
        self._names |= {_plain(region.name): members[region.slug] for region in regions}
        self._acronyms = {}
        for group in groups:
            name, acronym = parts_of(group.name)
            self._names[_plain(name)] = members[group.slug]
            if acronym:
                self._acronyms[acronym] = members[group.slug]
        self._name, self._acronym = _any_of(self._names), _any_of(self._acronyms)

    def named_in(self, title):
        """The codes of the members of each place that a title names; acronyms are in capitals."""
        names = (self._names[word] for word in self._name.findall(_plain(title)))
        acronyms = (self._acronyms[word] for word in self._acronym.findall(title))
        return [*names, *acronyms]


@worker.make_ahead
@cached_per_revision
def places():
    """The regions and groups of the catalogue as Places. Kept: titles are held against them."""
    members = defaultdict(frozenset, members_of("region") | members_of("group"))
    regions = read_labels(Region.objects.filter(parent__isnull=False))
    return Places(regions, read_labels(CountryGroup.objects.all()), members)


def _any_of(words):
    """A pattern that finds any of some words, the longest first."""
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def _plain(text):
    """A text in small letters without accents, with spaces for what joins words."""
    return re.sub(r"[-\u2010-\u2015\s/]+", " ", folded(text))


def _some(names):
    """Names as a phrase: "Chile, Peru and Uruguay", or "Chile, Peru, Uruguay and 2 more"."""
    more = len(names) - NAMED
    if more > 0:
        return f"{', '.join(names[:NAMED])} and {more} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
