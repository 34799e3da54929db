"""The launch data as Django fixtures: which files there are, and how they are written.

Fixtures are public: they hold published records alone, and no link to any other.
"""

import json
from datetime import date
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.core.serializers.python import Serializer
from django.db.models import ForeignKey, Prefetch, Q

from core.models.identity import FormerSlug
from core.models.publication import PublicationState, Publishable
from initiatives.models import Source
from portal.exchange.exporting import one_moment

FOLDER = settings.BASE_DIR / "fixtures"
CHECKED_ON = date(2026, 11, 29)  # the day of this edition: until then records were held to sources

# Every fixture with its models, in the order in which `loaddata` can take them one by one.
FIXTURES = {
    "regions": ["initiatives.Region"],
    "countries": ["initiatives.Country"],
    "country_groups": ["initiatives.CountryGroup"],
    "sdgs": ["initiatives.SustainableDevelopmentGoal", "initiatives.Target"],
    "conventions": ["initiatives.Convention"],
    "themes": ["initiatives.Theme", "initiatives.ThemeSynonym"],
    "sectors": ["initiatives.Sector", "initiatives.SectorSynonym"],
    "glossary": ["initiatives.GlossaryTerm"],
    "vocabularies": [
        "initiatives.InitiativeKind",
        "initiatives.Modality",
        "initiatives.Stage",
        "initiatives.PartnerRole",
        "initiatives.OrganizationKind",
    ],
    "sources": ["initiatives.Source"],
    "organizations": [
        "initiatives.Organization",
        "initiatives.OrganizationLink",
        "initiatives.OrganizationCitation",
    ],
    "people": ["forum.Person", "forum.PersonCitation"],
    "resources": ["initiatives.Resource", "initiatives.ResourceCitation"],
    "initiatives": [
        "initiatives.Initiative",
        "initiatives.InitiativeTheme",
        "initiatives.InitiativeSector",
        "initiatives.InitiativeCitation",
        "initiatives.Reply",
    ],
    "partnerships": ["initiatives.Partnership"],
    "figures": ["initiatives.Figure"],
    "milestones": ["initiatives.Milestone"],
    "replications": ["initiatives.Replication"],
    "forums": ["forum.ForumSeries", "forum.Forum", "forum.ForumCitation"],
    "sessions": ["forum.Session", "forum.SessionFigure"],
    "appearances": ["forum.Appearance"],
    "guidelines": ["roof.Guideline"],
}
# What describes initiatives, and what no catalogue can do without.
REFERENCE = list(FIXTURES)[: list(FIXTURES).index("sources")]
# When a row came into one database, and to its readers.
LEFT_OUT = {"created_at", "updated_at", "first_published_at"}
PUBLISHED = {"publication": PublicationState.PUBLISHED}


class FixtureSerializer(Serializer):
    """Django's rows as a person would write them: no defaults, lists as lists."""

    def handle_field(self, obj, field):
        value = getattr(obj, field.attname)
        if field.generated or field.name in LEFT_OUT or value == field.get_default():
            return
        if isinstance(field, ArrayField):
            self._current[field.name] = value
        else:
            super().handle_field(obj, field)

    def handle_fk_field(self, obj, field):
        target = getattr(obj, field.name)
        if target is not None and is_public(target):
            super().handle_fk_field(obj, field)

    def handle_m2m_field(self, obj, field):
        super().handle_m2m_field(obj, field)
        keys = sorted(self._current.pop(field.name, []))
        if keys:
            self._current[field.name] = keys


def is_public(row):
    """Whether a row is one that fixtures may name."""
    return getattr(row, "publication", PublicationState.PUBLISHED) == PublicationState.PUBLISHED


def write_fixtures(folder):
    """Write every fixture into a folder, made if need be; returns how many rows each holds."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    counts = {}
    with one_moment():
        for name in FIXTURES:
            rows = fixture(name)
            text = json.dumps(rows, cls=DjangoJSONEncoder, indent=1, ensure_ascii=False)
            path = Path(folder) / f"{name}.json"
            path.write_text(text + "\n", encoding="utf-8", newline="\n")
            counts[name] = len(rows)
    return counts


def fixture(name):
    """The rows of one fixture, as loaddata reads them."""
    rows = []
    for label in FIXTURES[name]:
        model = apps.get_model(label)
        rows += sorted(public_rows(model), key=lambda row: row.natural_key())
        if any(field.name == "slug" for field in model._meta.fields):
            rows += former_slugs(model)
    return FixtureSerializer().serialize(
        rows, use_natural_foreign_keys=True, use_natural_primary_keys=True
    )


def public_rows(model):
    """The rows that fixtures hold, with all that their natural keys need."""
    rows = model._default_manager.filter(public(model))
    if model is Source:
        rows = rows.filter(pk__in=cited_sources())
    paths = [path for path in foreign_keys(model) if path]
    rows = rows.select_related(*paths) if paths else rows
    for field in model._meta.many_to_many:
        if field.remote_field.through._meta.auto_created:
            targets = field.related_model._default_manager.filter(public(field.related_model))
            rows = rows.prefetch_related(Prefetch(field.name, targets))
    return rows


def public(model):
    """The condition under which a row of a model is public: what it cannot do without is."""
    condition = Q(**PUBLISHED) if issubclass(model, Publishable) else Q()
    for field in model._meta.fields:
        if isinstance(field, ForeignKey) and not field.null:
            for name, value in public(field.related_model).children:
                condition &= Q(**{f"{field.name}__{name}": value})
    return condition


def foreign_keys(model, depth=2):
    """The paths of a model's foreign keys, and of theirs."""
    for field in model._meta.fields:
        if isinstance(field, ForeignKey):
            yield field.name
            if depth > 1:
                yield from (
                    f"{field.name}__{path}" for path in foreign_keys(field.related_model, depth - 1)
                )


def cited_sources():
    """The primary keys of sources that public records cite."""
    keys = set()
    for labels in FIXTURES.values():
        for label in labels:
            model = apps.get_model(label)
            if model is not Source and any(f.name == "source" for f in model._meta.fields):
                rows = model._default_manager.filter(public(model))
                keys.update(rows.order_by().values_list("source_id", flat=True))
    return keys


def former_slugs(model):
    """The former addresses of a model's public records."""
    current = model._default_manager.filter(public(model)).order_by().values("slug")
    return FormerSlug.objects.filter(kind=model._meta.model_name, current__in=current)
