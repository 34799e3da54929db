"""The briefs of a country, and of one theme in a country."""

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from core.briefs.model import Brief, Fact, Tile, Words, line
from initiatives.briefs.wording import (
    NO_DETAILS,
    Wording,
    facts,
    hint,
    initiative_line,
    points,
    section,
    stage,
    table,
    tiles,
    told_of,
)
from initiatives.pages.country_profile import CountryProfile
from initiatives.pages.country_theme import CountryTheme

SHORT_OF_UPTAKE = "Visits, training and expert missions. No source says that it took these up."
LARGE = 4  # numbers in a row
REASONS = 3  # why something is close, the strongest first


def brief_of_country(country, root):
    """The Brief of a CountryRecord: what began there, what came from whom, what it wants."""
    profile = CountryProfile(country)
    say = Wording(root, country.get_absolute_url(), profile.sources)
    parts = Parts(profile, say, {"country": country.iso3})
    numbers = numbers_of(
        profile.counts,
        {
            "begun": "began here",
            "taken_up": "taken up from others",
            "given": "taken up elsewhere",
            "learnt_from": "learnt from others",
            "wanted": "wanted",
            "joined": "others that it takes part in",
        },
    )
    groups = ", ".join(group.name for group in profile.groups)
    return parts.brief(
        kind="Country",
        title=country.name,
        summary=line(in_words(country, numbers)),
        facts=facts({"Region": line(country.region.name), "Groups": line(groups)}),
        sections=told_of(
            section("Initiatives in numbers", large(numbers), rank=0),
            parts.came("taken_up", "What it took up, and from whom", rank=1),
            parts.given(rank=1),
            parts.wanted(rank=1),
            parts.began("begun", "What began here", rank=3),
            parts.learnt(rank=5),
            parts.began("joined", "Others that it takes part in", rank=6),
            parts.not_here("Not here yet, but a close match", rank=4),
            parts.forums(rank=7),
        ),
    )


def brief_of_country_theme(country, theme, root):
    """The Brief of one theme, a ThemeLabel, in a country."""
    profile = CountryTheme(country, theme)
    page = f"{country.get_absolute_url()}?{urlencode({'theme': theme.slug})}"
    say = Wording(root, page, profile.sources)
    parts = Parts(profile, say, {"theme": theme.slug, "country": country.iso3})
    numbers = numbers_of(
        profile.counts,
        {
            "here": "here",
            "wanted": "wanted",
            "learnt_from": "learnt from",
            "elsewhere": "not here yet",
        },
    )
    return parts.brief(
        kind="Country and theme",
        title=f"{country.name}: {theme.name}",
        summary=line(profile.sentence),
        facts=facts({"Theme": say.themes([theme]), "Region": line(country.region.name)}),
        sections=told_of(
            section("In numbers", large(numbers), rank=0),
            parts.began("begun", "Began here", rank=1),
            parts.came("taken_up", "Taken up from others", rank=1),
            parts.began("joined", f"{country.short_name} takes part", rank=3),
            parts.wanted(rank=1),
            parts.learnt(rank=4),
            parts.not_here("Not here yet: the closest first", rank=2),
        ),
    )


def numbers_of(counts, words):
    """Pairs of a number above nought and what it counts. words: by the name of the count."""
    return [(counts[name], said) for name, said in words.items() if counts[name]]


def large(numbers):
    """The first few in large letters."""
    return tiles(Tile(f"{count:,}", "", line(said)) for count, said in numbers[:LARGE])


def in_words(country, numbers):
    """How much the catalogue has of a country, as a sentence."""
    if not numbers:
        return f"No initiative in the catalogue involves {country.name_in_text} yet."
    parts = [f"{count} {said}" for count, said in numbers]
    listed = " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))
    return f"Initiatives of {country.name_in_text} in the catalogue: {listed}."


class Parts:
    """The parts of such a brief.

    profile: a CountryProfile or CountryTheme; say: the Wording; question: that of the list of
    initiatives in which all stand.
    """

    def __init__(self, profile, say, question):
        self.profile, self.say, self.question = profile, say, question

    def brief(self, **told):
        """The Brief with what is told, and what all of them have."""
        return Brief(
            subtitle="",
            route=(),
            asked=self.asked(),
            notes=self.say.notes,
            address=self.say.address,
            date=self.profile.modified,
            publisher=settings.PUBLISHER_NAME,
            **told,
        )

    def asked(self):
        """Who can be asked, and in how many initiatives they do what."""
        return tuple(
            Fact(
                ", ".join(f"{role} in {counted(count)}" for role, count in one.does),
                self.say.body(one.organization),
            )
            for one in self.profile.to_ask
        )

    def came(self, name, heading, *, rank, first=None):
        """What came to the country, as a table. name: of the part; first: what stands before it."""
        some = getattr(self.profile, name)
        return section(
            heading,
            first if some.shown else None,
            table(
                ("Initiative", "From", "Stage", "Year", "What the source says"),
                (
                    (
                        line(self.say.named(one.initiative, one.initiative.title, is_strong=True)),
                        line(one.from_country.short_name),
                        line(stage(one.stage)),
                        line(str(one.year or "")),
                        line(one.note or NO_DETAILS, self.say.cite(one.source)),
                    )
                    for one in some.shown
                ),
                (31, 14, 17, 8, 30),
            ),
            rank=rank,
            **self.more(name, some),
        )

    def learnt(self, *, rank):
        """What it learnt from and has not taken up."""
        note = hint(SHORT_OF_UPTAKE)
        return self.came("learnt_from", "What it learnt from", rank=rank, first=note)

    def wanted(self, *, rank):
        """What it wants, as a list."""
        some = self.profile.wanted
        return section(
            "What it wants",
            points(
                line(
                    self.say.named(one.initiative, one.initiative.title, is_strong=True),
                    Words(f" from {one.from_country.short_name}", is_soft=True),
                    Words(f", {one.year}" if one.year else "", is_soft=True),
                    f". {one.note}" if one.note else "",
                    self.say.cite(one.source),
                )
                for one in some.shown
            ),
            rank=rank,
            **self.more("wanted", some),
        )

    def more(self, name, some):
        """How many there are of a part, and where, in case that some has not all."""
        total = self.profile.counts[name] if some.has_more else 0
        return {"total": total, "rest_url": self.say.root + some.url}

    def began(self, name, heading, *, rank):
        """Initiatives as a list, each with its way. name: of the part."""
        entries = getattr(self.profile, name)
        return section(
            heading,
            points(
                initiative_line(card, entries.names["country"], self.say) for card in entries.cards
            ),
            rank=rank,
            total=self.profile.counts[name] if entries.has_more else 0,
            rest_url=self.list_of("initiatives:list", **self.question),
        )

    def given(self, *, rank):
        """What went out from the country."""
        return section(
            "What others took up, learnt from or want",
            points(map(self._given, self.profile.given)),
            rank=rank,
            rest_url=self.list_of("replications:list", from_country=self.question["country"]),
        )

    def _given(self, one):
        """One initiative, and those to whom it went."""
        url, parts = self.say.root + one.url, []
        for replication in one.replications:
            parts += [
                "; " if parts else ": ",
                f"{replication.to_country.short_name} ",
                stage(replication.stage),
                Words(f" {replication.year}" if replication.year else "", is_soft=True),
                self.say.cite(replication.source),
            ]
        if one.more > 0:
            parts += [" and ", Words(f"{one.more} more on its page", url=url)]
        return line(Words(one.card.title, url=url, is_strong=True), *parts)

    def not_here(self, heading, *, rank):
        """What the country has no part in, with the reasons why it is close."""
        shown, all_of_them = len(self.profile.not_here), self.profile.counts.get("elsewhere", 0)
        note = f"These are the {shown} closest of {all_of_them}." if shown < all_of_them else ""
        return section(
            heading,
            hint(note) if note else None,
            points(
                line(
                    Words(one.card.title, url=self.say.root + one.url, is_strong=True),
                    ". ",
                    Words(". ".join(one.reasons[:REASONS]), is_soft=True),
                )
                for one in self.profile.not_here
            ),
            rank=rank,
        )

    def forums(self, *, rank):
        """Forums held there."""
        return section(
            "Forums held here",
            points(
                line(self.say.named(forum, forum.title), Words(f", {forum.dates}", is_soft=True))
                for forum in self.profile.forums
            ),
            rank=rank,
        )

    def list_of(self, name, **question):
        """The address of a list that is narrowed."""
        return f"{self.say.root}{reverse(name)}?{urlencode(question)}"


def counted(count):
    return f"{count} initiative{'' if count == 1 else 's'}"
