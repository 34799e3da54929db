"""Records for tests. A factory fills in what the database demands; the test says what matters.

Related records may be named by what identifies them: `InitiativeFactory(themes=["cooperatives"],
origins=["BRA"], countries=["HTI"])`. They are found, or made. What people publish is published
unless the test says otherwise: `InitiativeFactory(publication="draft")`.
"""

import string
from itertools import product

import factory
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from factory.django import DjangoModelFactory

from core.models.publication import PublicationState
from forum import models as forum
from initiatives import models as initiatives

LETTERS = ["".join(pair) for pair in product(string.ascii_uppercase, repeat=2)]
A_SOURCE, A_THEME = "https://example.org/a-report", "a-theme"


def found(one_factory, name, values):
    """The records for these values: a text is looked up, or made, by the field of this name."""
    return [
        one_factory(**{name: value}) if isinstance(value, str) else value for value in values or ()
    ]


class CatalogueFactory(DjangoModelFactory):
    """Makes a record and all that comes with it before the database looks."""

    class Meta:
        abstract = True

    @classmethod
    def _generate(cls, strategy, params):
        with transaction.atomic(savepoint=False):
            return super()._generate(strategy, params)


class SourceFactory(CatalogueFactory):
    class Meta:
        model = initiatives.Source
        django_get_or_create = ["url"]

    title = factory.Sequence("Report {}".format)
    publisher = "International Labour Organization"
    url = factory.Sequence("https://example.org/report-{}".format)


class RegionFactory(CatalogueFactory):
    class Meta:
        model = initiatives.Region
        django_get_or_create = ["slug"]

    slug = factory.Sequence("region-{}".format)
    name = factory.LazyAttribute(lambda region: region.slug.replace("-", " ").capitalize())
    # from above: tests name real regions, whose codes are low
    code = factory.Sequence(lambda number: f"{999 - number % 800:03}")


class CountryFactory(CatalogueFactory):
    class Meta:
        model = initiatives.Country
        django_get_or_create = ["iso3"]

    iso3 = factory.Sequence(lambda number: f"X{LETTERS[number % len(LETTERS)]}")
    iso2 = factory.Sequence(lambda number: LETTERS[number % len(LETTERS)])
    m49 = factory.Sequence(lambda number: f"{number % 1000:03}")
    name = factory.LazyAttribute(lambda country: f"Country {country.iso3}")
    region = factory.SubFactory(RegionFactory, slug="world", code="001")
    lat = 0
    lon = 0


class CountryGroupFactory(CatalogueFactory):
    class Meta:
        model = initiatives.CountryGroup
        django_get_or_create = ["slug"]
        skip_postgeneration_save = True

    slug = factory.Sequence("group-{}".format)
    name = factory.LazyAttribute(lambda group: group.slug.upper())
    kind = "group"
    as_of = "2026"
    source_title = "List of members"
    source_url = "https://example.org/members"

    @factory.post_generation
    def members(group, create, countries):
        group.members.add(*found(CountryFactory, "iso3", countries))


class GoalFactory(CatalogueFactory):
    class Meta:
        model = initiatives.SustainableDevelopmentGoal
        django_get_or_create = ["number"]

    number = factory.Sequence(lambda number: number % 17 + 1)
    name = factory.LazyAttribute(lambda goal: f"Goal {goal.number}")
    color = "#A21942"


class ThemeFactory(CatalogueFactory):
    class Meta:
        model = initiatives.Theme
        django_get_or_create = ["slug"]

    slug = factory.Sequence("theme-{}".format)
    name = factory.LazyAttribute(lambda theme: theme.slug.replace("-", " ").capitalize())
    pillar = initiatives.Theme.Pillar.EMPLOYMENT
    description = "What is meant."


class SectorFactory(CatalogueFactory):
    class Meta:
        model = initiatives.Sector
        django_get_or_create = ["slug"]

    slug = factory.Sequence("sector-{}".format)
    name = factory.LazyAttribute(lambda sector: sector.slug.replace("-", " ").capitalize())
    order = 1


class GlossaryTermFactory(CatalogueFactory):
    class Meta:
        model = initiatives.GlossaryTerm

    phrase = factory.Sequence("bosses {}".format)
    language = "en"
    stands_for = ["employers"]


class TermFactory(CatalogueFactory):
    class Meta:
        abstract = True
        django_get_or_create = ["slug"]

    slug = factory.Sequence("term-{}".format)
    name = factory.LazyAttribute(lambda term: term.slug.replace("-", " ").capitalize())
    definition = "What is meant."


class InitiativeKindFactory(TermFactory):
    class Meta:
        model = initiatives.InitiativeKind


class ModalityFactory(TermFactory):
    class Meta:
        model = initiatives.Modality


class StageFactory(TermFactory):
    class Meta:
        model = initiatives.Stage

    order = factory.Sequence(int)


class PartnerRoleFactory(TermFactory):
    class Meta:
        model = initiatives.PartnerRole


class OrganizationKindFactory(TermFactory):
    class Meta:
        model = initiatives.OrganizationKind


class PublishedFactory(CatalogueFactory):
    """Records that people publish. `sources` are cited, in this order."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    publication = PublicationState.PUBLISHED

    @factory.post_generation
    def sources(record, create, sources):
        if sources is None and record.is_published and not record.citations.exists():
            sources = [A_SOURCE]  # as the database demands
        for position, source in enumerate(found(SourceFactory, "url", sources)):
            record.citations.create(source=source, position=position)


def ready(one_factory, **values):
    """A draft that lacks nothing that the database demands of what is public."""
    record = one_factory(**{"publication": PublicationState.DRAFT, "sources": [A_SOURCE]} | values)
    if hasattr(record, "theme_links") and not record.theme_links.exists():
        record.theme_links.create(theme=ThemeFactory(slug=A_THEME), position=0)
    return record


class OrganizationFactory(PublishedFactory):
    class Meta:
        model = initiatives.Organization
        django_get_or_create = ["slug"]

    slug = factory.Sequence("organization-{}".format)
    name = factory.LazyAttribute(lambda organization: organization.slug.capitalize())
    kind = factory.SubFactory(OrganizationKindFactory, slug="network")


class ResourceFactory(PublishedFactory):
    class Meta:
        model = initiatives.Resource
        django_get_or_create = ["slug"]

    slug = factory.Sequence("document-{}".format)
    title = factory.LazyAttribute(lambda resource: resource.slug.capitalize())
    kind = initiatives.Resource.Kind.REPORT
    summary = "What it says."


class InitiativeFactory(PublishedFactory):
    class Meta:
        model = initiatives.Initiative

    slug = factory.Sequence("initiative-{}".format)
    title = factory.LazyAttribute(lambda initiative: initiative.slug.capitalize())
    kind = factory.SubFactory(InitiativeKindFactory, slug="project")
    summary = "What it is."
    approach = "How it works."

    @factory.post_generation
    def themes(initiative, create, themes):
        if themes is None and initiative.is_published:  # as the database demands
            themes = [A_THEME]
        for position, theme in enumerate(found(ThemeFactory, "slug", themes)):
            initiative.theme_links.create(theme=theme, position=position)

    @factory.post_generation
    def sectors(initiative, create, sectors):
        for position, sector in enumerate(found(SectorFactory, "slug", sectors)):
            initiative.sector_links.create(sector=sector, position=position)

    @factory.post_generation
    def origins(initiative, create, countries):
        countries = found(CountryFactory, "iso3", countries)
        initiative.origin_countries.add(*countries)
        initiative.participating_countries.add(*countries)

    @factory.post_generation
    def countries(initiative, create, countries):
        initiative.participating_countries.add(*found(CountryFactory, "iso3", countries))

    @factory.post_generation
    def modalities(initiative, create, modalities):
        initiative.modalities.add(*found(ModalityFactory, "slug", modalities))

    @factory.post_generation
    def resources(initiative, create, resources):
        initiative.resources.add(*found(ResourceFactory, "slug", resources))


class PartnershipFactory(CatalogueFactory):
    class Meta:
        model = initiatives.Partnership

    initiative = factory.SubFactory(InitiativeFactory)
    organization = factory.SubFactory(OrganizationFactory)
    role = factory.SubFactory(PartnerRoleFactory, slug="partner")


class FigureFactory(CatalogueFactory):
    class Meta:
        model = initiatives.Figure

    initiative = factory.SubFactory(InitiativeFactory)
    value = 1200
    unit = "people"
    source = factory.SubFactory(SourceFactory)
    position = factory.Sequence(int)


class MilestoneFactory(CatalogueFactory):
    class Meta:
        model = initiatives.Milestone

    initiative = factory.SubFactory(InitiativeFactory)
    date = "2014-11"
    text = "Something happened."
    source = factory.SubFactory(SourceFactory)
    position = factory.Sequence(int)


class ReplyFactory(CatalogueFactory):
    class Meta:
        model = initiatives.Reply

    initiative = factory.SubFactory(InitiativeFactory)
    author = "Ministry of Labour"
    date = "2024-05"
    text = "We see it otherwise."
    position = factory.Sequence(int)


class ReplicationFactory(CatalogueFactory):
    class Meta:
        model = initiatives.Replication

    initiative = factory.SubFactory(InitiativeFactory)
    from_country = factory.SubFactory(CountryFactory)
    to_country = factory.SubFactory(CountryFactory)
    stage = factory.SubFactory(StageFactory, slug="replicated")
    source = factory.SubFactory(SourceFactory)


class ForumSeriesFactory(CatalogueFactory):
    class Meta:
        model = forum.ForumSeries
        django_get_or_create = ["slug"]

    slug = factory.Sequence("series-{}".format)
    name = factory.LazyAttribute(lambda series: series.slug.capitalize())


class ForumFactory(PublishedFactory):
    class Meta:
        model = forum.Forum

    slug = factory.Sequence("forum-{}".format)
    title = factory.LazyAttribute(lambda forum: forum.slug.capitalize())
    start_date = "2014-11-17"
    end_date = "2014-11-21"
    summary = "Who met, and what for."


class SessionFactory(CatalogueFactory):
    class Meta:
        model = forum.Session
        skip_postgeneration_save = True

    forum = factory.SubFactory(ForumFactory)
    order = factory.Sequence(lambda number: number + 1)
    slug = factory.Sequence("session-{}".format)
    title = factory.LazyAttribute(lambda session: session.slug.capitalize())
    summary = "What it was about."

    @factory.post_generation
    def initiatives(session, create, initiatives):
        session.initiatives.add(*(initiatives or ()))

    @factory.post_generation
    def themes(session, create, themes):
        session.themes.add(*found(ThemeFactory, "slug", themes))


class SessionFigureFactory(CatalogueFactory):
    class Meta:
        model = forum.SessionFigure

    session = factory.SubFactory(SessionFactory)
    value = 40
    unit = "countries"
    source = factory.SubFactory(SourceFactory)
    position = factory.Sequence(int)


class PersonFactory(PublishedFactory):
    class Meta:
        model = forum.Person
        django_get_or_create = ["slug"]

    slug = factory.Sequence("person-{}".format)
    name = factory.LazyAttribute(lambda person: person.slug.replace("-", " ").title())


class AppearanceFactory(CatalogueFactory):
    class Meta:
        model = forum.Appearance

    session = factory.SubFactory(SessionFactory)
    person = factory.SubFactory(PersonFactory)
    role = forum.Appearance.Role.SPEAKER


class UserFactory(CatalogueFactory):
    """Someone who may enter the curators' desk, with the rights of the groups named."""

    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence("user-{}".format)
    is_staff = True

    @factory.post_generation
    def groups(user, create, names):
        user.groups.add(*(Group.objects.get_or_create(name=name)[0] for name in names or ()))
