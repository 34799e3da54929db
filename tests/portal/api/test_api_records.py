"""What records look like, and what can be asked of lists."""

from tests.factories import (
    AppearanceFactory,
    CountryFactory,
    CountryGroupFactory,
    FigureFactory,
    ForumFactory,
    ForumSeriesFactory,
    InitiativeFactory,
    MilestoneFactory,
    OrganizationFactory,
    PartnershipFactory,
    PersonFactory,
    RegionFactory,
    ReplicationFactory,
    ReplyFactory,
    ResourceFactory,
    SectorFactory,
    SessionFactory,
    SourceFactory,
    StageFactory,
    ThemeFactory,
)
from tests.portal.api.world import relate, related_records, slugs

SITE = "http://testserver"
ROOT = f"{SITE}/api/v1"


def test_an_initiative_tells_all_and_each_claim_its_source(get):
    source = SourceFactory(
        url="https://example.org/report",
        title="Report",
        publisher="ILO",
        year=2015,
        type="agency-report",
        accessed_on="2026-11-03",
    )
    initiative = InitiativeFactory(
        slug="seeds",
        title="Seeds",
        acronym="SD",
        start_year=2010,
        status="active",
        status_note="It met again.",
        status_source=source,
        results="Many *seeds*.",
        law_and_mandate="A *decree*.",
        themes=["rural-employment", "cooperatives"],
        sectors=["cotton", "agriculture"],
        origins=["ECU"],
        countries=["HTI"],
        modalities=["south-south"],
        sources=[source],
    )
    PartnershipFactory(initiative=initiative, organization=OrganizationFactory(slug="union"))
    FigureFactory(
        initiative=initiative, kind="scale", value="1200.50", unit="people", source=source
    )
    MilestoneFactory(initiative=initiative, date="2014-11", text="It began.", source=source)
    ReplyFactory(initiative=initiative, author="Ministry", date="2024-05", text="We see more.")
    ReplicationFactory(
        initiative=initiative,
        from_country=CountryFactory(iso3="ECU"),
        to_country=CountryFactory(iso3="HTI"),
        year=2016,
        note="By memorandum.",
        source=source,
    )
    forum = ForumFactory(slug="expo", title="Expo")
    SessionFactory(slug="panel", title="Panel", forum=forum, initiatives=[initiative])
    answer = get("initiatives/seeds/")
    assert answer.pop("modified").startswith("20")
    ids = {
        name: getattr(initiative, name).get().public_id
        for name in ("replications", "figures", "milestones")
    }
    source = initiative.figures.get().source.public_id
    cited = {
        "id": source,
        "title": "Report",
        "title_language": "",
        "publisher": "ILO",
        "year": 2015,
        "url": "https://example.org/report",
        "type": "agency-report",
        "copy": False,
        "accessed_on": "2026-11-03",
        "archived_url": "",
        "dead_since": None,
        "api_url": f"{ROOT}/sources/{source}/",
    }
    ecuador = {"iso3": "ECU", "name": "Country ECU", "api_url": f"{ROOT}/countries/ECU/"}
    haiti = {"iso3": "HTI", "name": "Country HTI", "api_url": f"{ROOT}/countries/HTI/"}
    panel, organization = initiative.sessions.get(), initiative.partnerships.get().organization
    assert answer == {
        "id": initiative.public_id,
        "slug": "seeds",
        "title": "Seeds",
        "acronym": "SD",
        "local_title": "",
        "local_title_language": "",
        "kind": {"slug": "project", "name": "Project", "api_url": f"{ROOT}/kinds/project/"},
        "summary": "What it is.",
        "start_year": 2010,
        "end_year": None,
        "status": "active",
        "modalities": [
            {
                "slug": "south-south",
                "name": "South south",
                "api_url": f"{ROOT}/modalities/south-south/",
            }
        ],
        "themes": [
            {
                "slug": "rural-employment",
                "name": "Rural employment",
                "api_url": f"{ROOT}/themes/rural-employment/",
            },
            {
                "slug": "cooperatives",
                "name": "Cooperatives",
                "api_url": f"{ROOT}/themes/cooperatives/",
            },
        ],
        "sectors": [
            {"slug": "cotton", "name": "Cotton", "api_url": f"{ROOT}/sectors/cotton/"},
            {
                "slug": "agriculture",
                "name": "Agriculture",
                "api_url": f"{ROOT}/sectors/agriculture/",
            },
        ],
        "sdgs": [],
        "origin_countries": [ecuador],
        "participating_countries": [ecuador, haiti],
        "taken_up": 1,
        "learnt_from": 0,
        "wanted": 0,
        "api_url": f"{ROOT}/initiatives/seeds/",
        "page_url": f"{SITE}/initiatives/seeds/",
        "challenge": "",
        "approach": "How it works.",
        "results": "Many *seeds*.",
        "lessons": "",
        "replicability": "",
        "law_and_mandate": "A *decree*.",
        "body_in_charge": "",
        "partners_needed": "",
        "money_needed": "",
        "time_needed": "",
        "people_and_skills": "",
        "failed_elsewhere": "",
        "status_note": "It met again.",
        "status_source": cited,
        "partners": [
            {
                "organization": {
                    "id": organization.public_id,
                    "slug": "union",
                    "name": "Union",
                    "acronym": "",
                    "api_url": f"{ROOT}/organizations/union/",
                },
                "role": {
                    "slug": "partner",
                    "name": "Partner",
                    "api_url": f"{ROOT}/partner-roles/partner/",
                },
            }
        ],
        "replications": [
            {
                "id": ids["replications"],
                "from_country": ecuador,
                "to_country": haiti,
                "uptake": "taken-up",
                "stage": {
                    "slug": "replicated",
                    "name": "Replicated",
                    "api_url": f"{ROOT}/stages/replicated/",
                },
                "year": 2016,
                "note": "By memorandum.",
                "source": cited,
                "api_url": f"{ROOT}/replications/{ids['replications']}/",
                "page_url": f"{SITE}/replications/{ids['replications']}/",
            }
        ],
        "figures": [
            {
                "id": ids["figures"],
                "kind": "scale",
                "value": 1200.5,
                "unit": "people",
                "label": "",
                "year": None,
                "source": cited,
            }
        ],
        "milestones": [
            {
                "id": ids["milestones"],
                "date": "2014-11",
                "text": "It began.",
                "source": cited,
            }
        ],
        "replies": [
            {"author": "Ministry", "date": "2024-05", "text": "We see more.", "url": ""},
        ],
        "resources": [],
        "sessions": [
            {
                "id": panel.public_id,
                "slug": "panel",
                "title": "Panel",
                "forum": {
                    "id": panel.forum.public_id,
                    "slug": "expo",
                    "title": "Expo",
                    "api_url": f"{ROOT}/forums/expo/",
                },
                "api_url": f"{ROOT}/sessions/panel/",
            }
        ],
        "sources": [cited],
    }


def test_every_address_in_an_answer_leads_to_a_record(client, db):
    related_records("open")
    for path in ("initiatives/seeds-open/", "sessions/panel-open/", "countries/ECU/", "sources/"):
        answer = client.get(f"/api/v1/{path}").json()
        addresses = set(api_urls(answer)) | set(answer.get("lists", {}).values())
        assert addresses
        for address in addresses:
            assert client.get(address).status_code == 200, address


def api_urls(data):
    """The API's addresses in an answer, at any depth."""
    if isinstance(data, dict) and "api_url" in data:
        yield data["api_url"]
    for inner in data.values() if isinstance(data, dict) else data:
        if isinstance(inner, dict | list):
            yield from api_urls(inner)


def test_the_lists_of_a_record_find_what_it_counts(get, client):
    relate(related_records("one"), related_records("two"))
    for path in (
        "countries/HTI",
        "regions/americas",
        "country-groups/ldc",
        "themes/cooperatives",
        "sectors/agriculture",
        "sectors/cotton",
        "sdgs/8",
    ):
        record = get(f"{path}/")
        found = client.get(record["lists"]["initiatives"]).json()
        assert found["count"] == record["initiative_count"] == 2, path


def test_replications_by_country_stage_theme_and_initiative(get):
    ecuador, haiti = CountryFactory(iso3="ECU"), CountryFactory(iso3="HTI")
    seeds = InitiativeFactory(slug="seeds", themes=["cooperatives"])
    tools = InitiativeFactory(slug="tools", themes=["child-labour"])
    ReplicationFactory(initiative=seeds, from_country=ecuador, to_country=haiti)
    ReplicationFactory(
        initiative=tools,
        from_country=haiti,
        to_country=ecuador,
        stage=StageFactory(slug="interested"),
    )

    def found(**query):
        return {
            replication["initiative"]["slug"]
            for replication in get("replications/", **query)["results"]
        }

    assert found() == {"seeds", "tools"}
    assert found(from_country="ECU") == {"seeds"}
    assert found(to_country="ECU") == {"tools"}
    assert found(to_country=["ECU", "HTI"]) == {"seeds", "tools"}
    assert found(stage="interested") == {"tools"}
    assert found(theme="cooperatives") == {"seeds"}
    assert found(initiative="tools", theme="cooperatives") == set()


def test_organizations_by_kind_country_and_words(get):
    OrganizationFactory(slug="union", name="Union of weavers", country=CountryFactory(iso3="ECU"))
    OrganizationFactory(slug="bank", name="Bank", kind__slug="private")
    assert slugs(get("organizations/", kind="private")) == ["bank"]
    assert slugs(get("organizations/", country="ECU")) == ["union"]
    assert slugs(get("organizations/", q="weavers")) == ["union"]
    assert slugs(get("organizations/", q="weavers", kind="private")) == []


def test_resources_by_kind_language_year_and_words(get):
    ResourceFactory(slug="film", title="Looms", kind="video", language="es", year=2014)
    ResourceFactory(slug="book", title="Seeds", kind="publication", language="en", year=2015)
    assert slugs(get("resources/", kind="video")) == ["film"]
    assert slugs(get("resources/", kind=["video", "publication"])) == ["book", "film"]
    assert slugs(get("resources/", sort="oldest")) == ["film", "book"]
    assert slugs(get("resources/", year=[2014, 2015], sort="title")) == ["film", "book"]
    assert slugs(get("resources/", language="en")) == ["book"]
    assert slugs(get("resources/", year=2014)) == ["film"]
    assert slugs(get("resources/", q="looms")) == ["film"]


def test_forums_by_year_country_series_theme_and_words(get):
    expo = ForumFactory(
        slug="expo",
        start_date="2014-11-17",
        series=ForumSeriesFactory(slug="gssd"),
        country=CountryFactory(iso3="ECU"),
    )
    expo.themes.add(ThemeFactory(slug="cooperatives"))
    ForumFactory(slug="academy", title="Academy of looms", start_date="2015", end_date="")
    assert slugs(get("forums/")) == ["academy", "expo"]
    assert slugs(get("forums/", year=2014)) == ["expo"]
    assert slugs(get("forums/", country="ECU")) == ["expo"]
    assert slugs(get("forums/", series="gssd")) == ["expo"]
    assert slugs(get("forums/", theme="cooperatives")) == ["expo"]
    assert slugs(get("forums/", q="looms")) == ["academy"]


def test_sessions_by_forum_theme_and_words(get):
    expo = ForumFactory(slug="expo")
    SessionFactory(slug="opening", forum=expo, themes=["cooperatives"])
    SessionFactory(slug="looms", title="Looms")
    assert slugs(get("sessions/", forum="expo")) == ["opening"]
    assert slugs(get("sessions/", theme="cooperatives")) == ["opening"]
    assert slugs(get("sessions/", q="looms")) == ["looms"]


def test_a_session_tells_who_said_what_and_when(get):
    session = SessionFactory(slug="panel", start_time="09:30", key_messages=["Share seeds."])
    AppearanceFactory(
        session=session,
        person=PersonFactory(slug="ana", name="Ana"),
        title="Weaver",
        points=["Looms travel."],
    )
    answer = get("sessions/panel/")
    assert answer["start_time"] == "09:30"
    assert answer["end_time"] is None
    assert answer["key_messages"] == ["Share seeds."]
    assert answer["appearances"] == [
        {
            "person": {
                "id": session.appearances.get().person.public_id,
                "slug": "ana",
                "name": "Ana",
                "api_url": f"{ROOT}/people/ana/",
            },
            "role": "speaker",
            "title": "Weaver",
            "organization": None,
            "topic": "",
            "points": ["Looms travel."],
        }
    ]


def test_people_by_words(get):
    PersonFactory(slug="ana", name="Ana Weaver")
    PersonFactory(slug="bo", name="Bo Smith")
    assert slugs(get("people/", q="weaver")) == ["ana"]


def test_countries_by_region_group_and_words(get):
    americas = RegionFactory(slug="americas", parent=RegionFactory(slug="world"))
    andes = RegionFactory(slug="andes", parent=americas)
    CountryFactory(iso3="ECU", name="Ecuador", region=andes)
    CountryFactory(iso3="HTI", name="Haiti", region=americas)
    CountryFactory(iso3="BEN", name="Benin", aliases=["Dahomey"])
    CountryGroupFactory(slug="ldc", members=["BEN", "HTI"])
    assert slugs(get("countries/"), "iso3") == ["BEN", "ECU", "HTI"]
    assert slugs(get("countries/", region="americas"), "iso3") == ["ECU", "HTI"]
    assert slugs(get("countries/", region="andes"), "iso3") == ["ECU"]
    assert slugs(get("countries/", group="ldc"), "iso3") == ["BEN", "HTI"]
    assert slugs(get("countries/", q="dahomey"), "iso3") == ["BEN"]
    assert slugs(get("country-groups/", country="BEN")) == ["ldc"]
    assert slugs(get("country-groups/", country="ECU")) == []


def test_a_region_knows_the_regions_around_and_in_it(get):
    americas = RegionFactory(slug="americas", parent=RegionFactory(slug="world"))
    RegionFactory(slug="andes", parent=americas)
    andes, whole = get("regions/andes/"), get("regions/americas/")
    assert andes["parent"]["slug"] == "americas"
    assert whole["parent"] is None
    assert [region["slug"] for region in whole["children"]] == ["andes"]


def test_themes_by_pillar_and_words(get):
    ThemeFactory(slug="cooperatives", pillar="employment")
    ThemeFactory(slug="child-labour", pillar="rights-at-work")
    assert slugs(get("themes/", pillar="rights-at-work")) == ["child-labour"]
    assert slugs(get("themes/", q="cooperatives")) == ["cooperatives"]


def test_a_sector_names_what_holds_it_and_what_it_holds(get):
    mining = SectorFactory(slug="mining", order=2, isic="B")
    farming = SectorFactory(slug="farming", order=1)
    cotton = SectorFactory(slug="cotton", parent=farming, order=2, name_fr="Coton")
    SectorFactory(slug="bananas", parent=farming, order=1)
    cotton.synonyms.create(language="en", text="lint")
    assert slugs(get("sectors/")) == ["farming", "bananas", "cotton", "mining"]
    assert get(f"sectors/{mining.slug}/")["isic"] == "B"
    assert [child["slug"] for child in get("sectors/farming/")["children"]] == ["bananas", "cotton"]
    answer = get("sectors/cotton/")
    assert answer["parent"]["slug"] == "farming"
    assert answer["names"] == {"fr": "Coton"}
    assert answer["synonyms"] == [{"language": "en", "text": "lint"}]


def test_a_source_is_found_by_its_address_and_names_who_rests_on_it(get):
    address = "https://example.org/a?b=1&c=ü"
    source = SourceFactory(url=address, title="Looms")
    InitiativeFactory(slug="seeds", sources=[source])
    ReplicationFactory(initiative__slug="tools", source=source)
    ResourceFactory(slug="film", sources=[SourceFactory(title="Seeds")])
    [found] = get("sources/", url=address)["results"]
    assert found["title"] == "Looms"
    assert [i["slug"] for i in found["cited_by"]["initiatives"]] == ["seeds", "tools"]
    assert slugs(get("sources/", q="looms"), "url") == [address]
    assert get("sources/", url="https://example.org/none")["count"] == 0


def test_names_are_given_in_the_other_languages(get):
    CountryFactory(iso3="ECU", name="Ecuador", name_fr="Équateur")
    assert get("countries/ECU/")["names"] == {"fr": "Équateur"}


def test_a_term_is_defined_and_its_definition_sourced(get):
    StageFactory(slug="interested", definition="Wants it.", order=1)
    answer = get("stages/interested/")
    assert (answer["definition"], answer["order"], answer["source"]) == ("Wants it.", 1, None)


def test_a_claim_and_a_source_are_known_by_ids_of_their_own(get, client):
    related_records("open")
    (line,) = get("replications/")["results"]
    one = get(f"replications/{line['id']}/")
    assert one == line
    assert client.get(one["page_url"]).status_code == 200
    initiative = get(f"initiatives/{one['initiative']['slug']}/")
    assert [replication["id"] for replication in initiative["replications"]] == [one["id"]]
    (source,) = initiative["sources"]
    assert get(f"sources/{source['id']}/")["url"] == source["url"]
    capitals = client.get(f"/api/v1/sources/{source['id'].upper()}/")
    assert (capitals.status_code, capitals["Location"]) == (301, source["api_url"][17:])
    for path in ("replications", "sources"):
        assert client.get(f"/api/v1/{path}/000000000000/").status_code == 404
