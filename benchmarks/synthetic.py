"""Initiatives that never were: each a real one with other places, years, partners and words.

Because a real initiative is the template, what goes together in the catalogue goes together here,
and what is rare stays rare. The n-th record depends on nothing but the real ones, the size, the
seed and n: it is the same on every machine.
"""

import datetime
import random
from collections import defaultdict
from decimal import Decimal

from django.utils.text import slugify

from benchmarks.chains import Chain, shortened
from core.dates import FIRST_YEAR
from core.models.publication import PublicationState
from initiatives.models import (
    Figure,
    Initiative,
    InitiativeCitation,
    InitiativeSector,
    InitiativeTheme,
    Milestone,
    Organization,
    Partnership,
    Replication,
    Resource,
)

SEED = 2015
LAST_YEAR = 2026
TEXTS = ("summary", *Initiative.PROSE)
LINKS = {
    name: Initiative._meta.get_field(name).remote_field.through
    for name in ("modalities", "sdgs", "origin_countries", "participating_countries", "resources")
}
PUBLISHERS = Resource._meta.get_field("publishers").remote_field.through
BORN = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
INITIATIVES_PER_ORGANIZATION = 100
INITIATIVES_PER_RESOURCE = 10


class Template:
    """A real initiative, as numbers and texts."""

    def __init__(self, initiative):
        self.initiative = initiative
        self.themes = [place.theme_id for place in initiative.theme_links.all()]
        self.sectors = [place.sector_id for place in initiative.sector_links.all()]
        self.links = {name: [row.pk for row in getattr(initiative, name).all()] for name in LINKS}
        self.partnerships = [(p.organization_id, p.role_id) for p in initiative.partnerships.all()]
        self.figures = list(initiative.figures.all())
        self.milestones = list(initiative.milestones.all())
        self.replications = list(initiative.replications.all())
        self.sources = sources_of(initiative)


class Maker:
    """Makes records from the initiatives of the database.

    Arguments: `size`, of the whole catalogue that the records are for, so that organizations and
    documents grow with it; `seed`, another one gives other records.
    """

    def __init__(self, size, seed=SEED):
        self.seed = seed
        rows = Initiative.objects.published().order_by("slug")
        rows = rows.prefetch_related(
            *("theme_links", "sector_links", "partnerships", "figures", "milestones"),
            *("replications", "citations", *LINKS),
        )
        self.templates = [Template(row) for row in rows]
        self.real_organizations, self.real_resources = (
            list(model.objects.published().order_by("slug").prefetch_related("citations"))
            for model in (Organization, Resource)
        )
        self.first = {
            model: model.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1
            for model in (Initiative, Organization, Resource)
        }
        self.counts = {
            Organization: size // INITIATIVES_PER_ORGANIZATION,
            Resource: size // INITIATIVES_PER_RESOURCE,
        }
        self.titles = Chain(row.initiative.title for row in self.templates)
        self.names = Chain(row.name for row in self.real_organizations)
        self.texts = {
            name: Chain(getattr(row.initiative, name) for row in self.templates) for name in TEXTS
        }
        # Drawing from these lists draws each value as often as the catalogue has it.
        self.drawn = {
            name: [pk for row in self.templates for pk in row.links[name]] for name in LINKS
        }
        self.partners = [pk for row in self.templates for pk, _ in row.partnerships]
        self.themes = [pk for row in self.templates for pk in row.themes]
        self.sectors = [pk for row in self.templates for pk in row.sectors]
        self.takers = [r.to_country_id for row in self.templates for r in row.replications]
        self.statuses = [row.initiative.status for row in self.templates]

    def organizations(self):
        """Yield pairs of a row of an organization, as `writing.copy_rows` takes it, and sources.

        Those are keys.
        """
        for number in range(self.counts[Organization]):
            rng = self._rng("organization", number)
            like = rng.choice(self.real_organizations)
            name = shortened(self.names.sentence(rng), 180)
            row = {
                "id": self.first[Organization] + number,
                "slug": slug(name, number),
                "name": name,
                "kind_id": like.kind_id,
                "country_id": like.country_id,
                "summary": like.summary,
                **published(number),
            }
            yield row, sources_of(like)

    def resources(self):
        """Yield a row of a document, the keys of its sources, and those of its publishers."""
        for number in range(self.counts[Resource]):
            rng = self._rng("resource", number)
            like = rng.choice(self.real_resources)
            title = shortened(self.titles.sentence(rng), 250)
            row = {
                "id": self.first[Resource] + number,
                "slug": slug(title, number),
                "title": title,
                "kind": like.kind,
                "year": like.year,
                "url": f"https://example.org/documents/{number}",
                "language": like.language,
                "summary": self.texts["summary"].text(rng, 100),
                **published(number),
            }
            yield row, sources_of(like), [rng.choice(self.partners)]

    def initiative(self, number):
        """The rows of one initiative, by model."""
        rng = self._rng("initiative", number)
        template = rng.choice(self.templates)
        pk = self.first[Initiative] + number
        rows = defaultdict(list)
        shift = rng.randint(-8, 8)
        rows[Initiative] = [{"id": pk, **self._initiative(rng, template, number, shift)}]
        links = self._links(rng, template)
        pairs = self._replications(rng, template, links)
        for name, keys in links.items():
            column = LINKS[name]._meta.get_field(
                Initiative._meta.get_field(name).m2m_reverse_field_name()
            )
            rows[LINKS[name]] = [{"initiative_id": pk, column.attname: key} for key in keys]
        themes = self._varied(rng, template.themes, self.themes, 0.15)
        rows[InitiativeTheme] = positioned(pk, ({"theme_id": key} for key in themes))
        sectors = self._varied(rng, template.sectors, self.sectors, 0.15)
        rows[InitiativeSector] = positioned(pk, ({"sector_id": key} for key in sectors))
        rows[Partnership] = positioned(pk, self._partnerships(rng, template))
        rows[Figure] = positioned(pk, self._figures(rng, template, shift))
        rows[Milestone] = positioned(pk, self._milestones(rng, template, shift))
        rows[Replication] = [{"initiative_id": pk, **row} for row in pairs]
        sources = dict.fromkeys(
            [*template.sources, *(row["source_id"] for row in [*rows[Figure], *rows[Milestone]])]
        )
        rows[InitiativeCitation] = positioned(pk, ({"source_id": key} for key in sources))
        return rows

    def _rng(self, kind, number):
        return random.Random(f"{self.seed} {kind} {number}")  # noqa: S311 no secret

    def _initiative(self, rng, template, number, shift):
        real = template.initiative
        title = shortened(self.titles.sentence(rng), 200)
        start, end = year(real.start_year, shift), year(real.end_year, shift)
        texts = {
            name: self.texts[name].text(rng, len(getattr(real, name)) * rng.uniform(0.6, 1.6), like)
            for name in TEXTS
            if (like := getattr(real, name))
        }
        return {
            **texts,
            "slug": slug(title, number),
            "title": title,
            "summary": shortened(texts["summary"], 300),
            "kind_id": (
                template if rng.random() < 0.85 else rng.choice(self.templates)
            ).initiative.kind_id,
            "start_year": start,
            "end_year": max(start or FIRST_YEAR, end) if end else None,
            "status": real.status if rng.random() < 0.9 else rng.choice(self.statuses),
            **published(number),
        }

    def _links(self, rng, template):
        links = {
            name: self._varied(rng, template.links[name], self.drawn[name], chance)
            for name, chance in {
                "modalities": 0.1,
                "sdgs": 0.2,
                "origin_countries": 0.6,
                "participating_countries": 0.5,
            }.items()
        }
        links["participating_countries"] = list(
            dict.fromkeys([*links["origin_countries"], *links["participating_countries"]])
        )
        first, count = self.first[Resource], self.counts[Resource]
        links["resources"] = list(
            dict.fromkeys(
                first + rng.randrange(count) if count and rng.random() < 0.9 else key
                for key in template.links["resources"]
            )
        )
        return links

    @staticmethod
    def _varied(rng, keys, drawn, chance):
        """The keys, each exchanged for one drawn with this chance, and now and then one more."""
        varied = [rng.choice(drawn) if rng.random() < chance else key for key in keys]
        if keys and rng.random() < chance / 2:
            varied.append(rng.choice(drawn))
        return list(dict.fromkeys(varied))

    def _partnerships(self, rng, template):
        first, count = self.first[Organization], self.counts[Organization]
        seen = set()
        for organization, role in template.partnerships:
            partner = organization
            if rng.random() < 0.5:
                # Few organizations take part in much, many in little.
                partner = (
                    first + int(count * rng.random() ** 3)
                    if count and rng.random() < 0.5
                    else rng.choice(self.partners)
                )
            if (partner, role) not in seen:
                seen.add((partner, role))
                yield {"organization_id": partner, "role_id": role}

    def _replications(self, rng, template, links):
        """Rows of replications; they start from a country of the initiative."""
        rows = {}
        homes = links["origin_countries"] or links["participating_countries"]
        for real in template.replications:
            home = rng.choice(homes) if homes else real.from_country_id
            taker = rng.choice(self.takers) if rng.random() < 0.6 else real.to_country_id
            if home != taker:
                key = (home, taker, real.stage_id)
                rows[key] = {
                    "from_country_id": home,
                    "to_country_id": taker,
                    "stage_id": real.stage_id,
                    "year": year(real.year, rng.randint(-3, 3)),
                    "note": real.note,
                    "source_id": real.source_id,
                }
        return rows.values()

    @staticmethod
    def _figures(rng, template, shift):
        for real in template.figures:
            digits = Decimal(1) if real.value == real.value.to_integral_value() else Decimal("0.01")
            value = (real.value * rng.randint(40, 220) / 100).quantize(digits)
            yield {
                "value": value,
                "unit": real.unit,
                "label": real.label,
                "year": year(real.year, shift),
                "source_id": real.source_id,
            }

    def _milestones(self, rng, template, shift):
        for real in template.milestones:
            moved = str(year(int(real.date[:4]), shift))
            yield {
                "date": moved if real.date.endswith("02-29") else moved + real.date[4:],
                "text": self.texts["results"].sentence(rng),
                "source_id": real.source_id,
            }


def sources_of(real):
    """The keys of the sources that a real record cites."""
    return [citation.source_id for citation in real.citations.all()]


def year(real, shift):
    """A year moved, but not into the future; None stays None."""
    return real and min(max(real + shift, FIRST_YEAR), LAST_YEAR)


def positioned(initiative, rows):
    """The rows of an initiative, each with its place."""
    return [
        {"initiative_id": initiative, "position": position, **row}
        for position, row in enumerate(rows)
    ]


def slug(title, number):
    """An address that no other record has."""
    return f"{slugify(title)[:50].strip('-') or 'record'}-s{number}"


def published(number):
    """What every public record has in common; no clock, so that records stay the same."""
    born = BORN + datetime.timedelta(minutes=number % 500_000)
    return {"publication": PublicationState.PUBLISHED, "created_at": born, "updated_at": born}
