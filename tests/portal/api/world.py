"""A small catalogue in which everything is related to everything, for tests of the API."""

from tests.factories import (
    AppearanceFactory,
    CountryFactory,
    CountryGroupFactory,
    FigureFactory,
    ForumFactory,
    ForumSeriesFactory,
    GoalFactory,
    InitiativeFactory,
    MilestoneFactory,
    ModalityFactory,
    OrganizationFactory,
    PartnershipFactory,
    PersonFactory,
    RegionFactory,
    ReplicationFactory,
    ResourceFactory,
    SectorFactory,
    SessionFactory,
    SessionFigureFactory,
    SourceFactory,
    ThemeFactory,
)

# Every list, and one public record of each kind in a world named "open".
COLLECTIONS = [
    "initiatives",
    "replications",
    "forums",
    "sessions",
    "people",
    "organizations",
    "resources",
    "countries",
    "regions",
    "country-groups",
    "themes",
    "sectors",
    "sdgs",
    "sources",
    "kinds",
    "modalities",
    "stages",
    "partner-roles",
    "organization-kinds",
]
RECORDS = [
    "initiatives/seeds-open",
    "forums/expo-open",
    "sessions/panel-open",
    "people/ana-open",
    "organizations/union-open",
    "resources/manual-open",
    "countries/ECU",
    "countries/HTI",
    "regions/americas",
    "country-groups/ldc",
    "themes/cooperatives",
    "sectors/cotton",
    "sdgs/8",
    "kinds/project",
    "modalities/south-south",
    "stages/replicated",
    "partner-roles/partner",
    "organization-kinds/network",
]


def related_records(name, publication="published"):
    """One record of each kind, each related to all others that it can know, by this name.

    Slugs, titles and sources all contain the name: `panel-<name>`, "Panel-<name>" ...
    """
    source = SourceFactory(url=f"https://example.org/{name}", title=f"Source {name}")
    theme = ThemeFactory(slug="cooperatives")
    sector = SectorFactory(slug="cotton", parent=SectorFactory(slug="agriculture"))
    goal = GoalFactory(number=8)
    region = RegionFactory(slug="americas", parent=RegionFactory(slug="world"))
    origin = CountryFactory(iso3="ECU", region=region)
    taker = CountryFactory(iso3="HTI", region=region)
    CountryGroupFactory(slug="ldc", members=["HTI"])
    cited = {"publication": publication, "sources": [source]}
    organization = OrganizationFactory(slug=f"union-{name}", country=origin, **cited)
    resource = ResourceFactory(slug=f"manual-{name}", year=2014, language="es", **cited)
    resource.publishers.add(organization)
    initiative = InitiativeFactory(
        slug=f"seeds-{name}",
        themes=[theme],
        sectors=[sector],
        origins=[origin],
        countries=[taker],
        modalities=[ModalityFactory(slug="south-south")],
        resources=[resource],
        **cited,
    )
    initiative.sdgs.add(goal)
    PartnershipFactory(initiative=initiative, organization=organization)
    FigureFactory(initiative=initiative, source=source)
    MilestoneFactory(initiative=initiative, source=source)
    ReplicationFactory(initiative=initiative, from_country=origin, to_country=taker, source=source)
    forum = ForumFactory(
        slug=f"expo-{name}", series=ForumSeriesFactory(slug="expo"), country=origin, **cited
    )
    forum.themes.add(theme)
    forum.organizers.add(organization)
    forum.resources.add(resource)
    session = SessionFactory(
        slug=f"panel-{name}", forum=forum, themes=[theme], initiatives=[initiative]
    )
    session.resources.add(resource)
    SessionFigureFactory(session=session, source=source)
    person = PersonFactory(slug=f"ana-{name}", **cited)
    AppearanceFactory(session=session, person=person, organization=organization)
    return {
        "initiative": initiative,
        "organization": organization,
        "resource": resource,
        "forum": forum,
        "session": session,
        "person": person,
        "source": source,
    }


def relate(some, others):
    """Relate the records of two such worlds to each other, wherever they can know each other."""
    for here, there in ((some, others), (others, some)):
        here["initiative"].resources.add(there["resource"])
        here["session"].initiatives.add(there["initiative"])
        here["session"].resources.add(there["resource"])
        here["resource"].publishers.add(there["organization"])
        here["forum"].organizers.add(there["organization"])
        here["forum"].resources.add(there["resource"])
        PartnershipFactory(initiative=here["initiative"], organization=there["organization"])
        AppearanceFactory(
            session=here["session"], person=there["person"], organization=there["organization"]
        )


def slugs(answer, key="slug"):
    """What the records of a list are known by, in its order."""
    return [record[key] for record in answer["results"]]


def mixed(state):
    """A public world and one in this state, each record of one related to each of the other."""
    public, secret = related_records("open"), related_records("secret", state)
    relate(public, secret)
    AppearanceFactory(
        session=public["session"],
        person=public["person"],
        organization=secret["organization"],
        role="moderator",
    )


def related_worlds(*names):
    """Of everything one for each name, and each related to each other."""
    worlds = [related_records(name) for name in names]
    for position, here in enumerate(worlds):
        for there in worlds[position + 1 :]:
            relate(here, there)
