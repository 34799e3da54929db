"""The database refuses wrong data, whoever writes it, and says what is wrong."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from core.models.identity import FormerSlug
from initiatives.models import (
    Country,
    CountryGroup,
    Figure,
    GlossaryTerm,
    Initiative,
    Milestone,
    Organization,
    Partnership,
    Region,
    Replication,
    Resource,
    Sector,
    SectorSynonym,
    Source,
    SustainableDevelopmentGoal,
    Theme,
    ThemeSynonym,
)
from tests.factories import (
    CountryFactory,
    CountryGroupFactory,
    FigureFactory,
    GlossaryTermFactory,
    GoalFactory,
    InitiativeFactory,
    MilestoneFactory,
    OrganizationFactory,
    PartnershipFactory,
    RegionFactory,
    ReplicationFactory,
    ResourceFactory,
    SectorFactory,
    SourceFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

BREAKS = [
    # factory, model, wrong values, the constraint's name
    (InitiativeFactory, Initiative, {"slug": "Not A Slug"}, "initiative_slug_is_wellformed"),
    (
        InitiativeFactory,
        Initiative,
        {"start_year": 2016, "end_year": 2012},
        "initiative_years_are_in_order",
    ),
    (InitiativeFactory, Initiative, {"start_year": 1492}, "initiative_start_year_is_plausible"),
    (InitiativeFactory, Initiative, {"end_year": 2099}, "initiative_end_year_is_plausible"),
    (
        InitiativeFactory,
        Initiative,
        {"status_note": "Repealed."},
        "initiative_status_note_has_a_source",
    ),
    (FigureFactory, Figure, {"unit": "", "label": ""}, "figure_has_unit_or_label"),
    (FigureFactory, Figure, {"year": 1850}, "figure_year_is_plausible"),
    (MilestoneFactory, Milestone, {"date": "2014-13"}, "milestone_date_is_partial_date"),
    (MilestoneFactory, Milestone, {"date": ""}, "milestone_has_date_and_text"),
    (MilestoneFactory, Milestone, {"text": ""}, "milestone_has_date_and_text"),
    (ReplicationFactory, Replication, {"year": 3000}, "replication_year_is_plausible"),
    (OrganizationFactory, Organization, {"slug": "a--b"}, "organization_slug_is_wellformed"),
    (OrganizationFactory, Organization, {"url": "ftp://a.org"}, "organization_site_is_http"),
    (ResourceFactory, Resource, {"slug": "-a"}, "resource_slug_is_wellformed"),
    (ResourceFactory, Resource, {"year": 12}, "resource_year_is_plausible"),
    (ResourceFactory, Resource, {"year": 2014, "date": "14"}, "resource_date_is_partial_date"),
    (
        ResourceFactory,
        Resource,
        {"year": 2013, "date": "2014-11"},
        "resource_year_and_date_agree",
    ),
    (ResourceFactory, Resource, {"date": "2014-11"}, "resource_year_and_date_agree"),
    (ResourceFactory, Resource, {"url": "javascript:alert(1)"}, "resource_address_is_http"),
    (SourceFactory, Source, {"url": "file:///etc/passwd"}, "source_address_is_http"),
    (SourceFactory, Source, {"title": ""}, "source_has_title_and_publisher"),
    (SourceFactory, Source, {"year": 1066}, "source_year_is_plausible"),
    (CountryFactory, Country, {"iso3": "ec1"}, "country_codes_are_iso"),
    (CountryFactory, Country, {"lat": 91}, "country_lies_on_earth"),
    (CountryGroupFactory, CountryGroup, {"as_of": "soon"}, "country_group_date_is_partial_date"),
    (CountryGroupFactory, CountryGroup, {"source_url": "x"}, "country_group_source_is_http"),
    (RegionFactory, Region, {"code": "1"}, "region_code_is_m49"),
    (ThemeFactory, Theme, {"pillar": "hope"}, "theme_pillar_is_known"),
    (SectorFactory, Sector, {"slug": "a b"}, "sector_slug_is_wellformed"),
    (SectorFactory, Sector, {"isic": "cotton"}, "sector_code_is_isic"),
    (GlossaryTermFactory, GlossaryTerm, {"language": "de"}, "glossary_term_language_is_known"),
    (GlossaryTermFactory, GlossaryTerm, {"phrase": "a  b"}, "glossary_term_is_a_phrase"),
    (GlossaryTermFactory, GlossaryTerm, {"phrase": "to " * 8 + "be"}, "glossary_term_is_a_phrase"),
    (GlossaryTermFactory, GlossaryTerm, {"stands_for": []}, "glossary_term_stands_for_something"),
    (GoalFactory, SustainableDevelopmentGoal, {"number": 18}, "sdg_number_is_1_to_17"),
]


@pytest.mark.parametrize(
    ("factory", "model", "values", "constraint"),
    BREAKS,
    ids=[f"{constraint}-{'-'.join(values)}" for _, _, values, constraint in BREAKS],
)
def test_the_database_and_the_form_refuse_the_same_with_a_message(
    factory, model, values, constraint
):
    record = factory()
    for name, value in values.items():
        setattr(record, name, value)
    message = next(c for c in model._meta.constraints if c.name == constraint)
    with pytest.raises(ValidationError) as told:
        record.validate_constraints()
    assert message.violation_error_message in told.value.messages

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.filter(pk=record.pk).update(**values)


def test_a_country_cannot_replicate_its_own_solution():
    replication = ReplicationFactory()
    replication.to_country = replication.from_country
    with pytest.raises(ValidationError, match="cannot replicate its own solution"):
        replication.validate_constraints()
    with (
        pytest.raises(IntegrityError, match="replication_is_not_to_oneself"),
        transaction.atomic(),
    ):
        replication.save()


def copy_again(record, **changes):
    """Add the record once more, as raw code would."""
    record.pk = None
    if hasattr(record, "public_id"):
        record.public_id = ""
    for name, value in changes.items():
        setattr(record, name, value)
    record._state.adding = True
    return record


TWICE = [
    (
        ReplicationFactory,
        Replication,
        "replication_stands_once",
        "This replication stands there already.",
    ),
    (
        PartnershipFactory,
        Partnership,
        "partnership_stands_once",
        "This organization has this role already.",
    ),
]


@pytest.mark.parametrize(("factory", "model", "constraint", "message"), TWICE)
def test_a_claim_stands_once(factory, model, constraint, message):
    again = copy_again(factory())
    with pytest.raises(ValidationError, match=message):
        again.validate_constraints()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        again.save()


@pytest.mark.parametrize(
    ("factory", "constraint"),
    [
        (FigureFactory, "figure_place_is_taken_once"),
        (MilestoneFactory, "milestone_place_is_taken_once"),
    ],
)
def test_two_claims_of_an_initiative_cannot_have_one_place(factory, constraint):
    copy_again(factory()).save()
    with pytest.raises(IntegrityError, match=constraint):
        connection.check_constraints()


@pytest.mark.parametrize(
    ("factory", "key"),
    [
        (InitiativeFactory, "slug"),
        (OrganizationFactory, "slug"),
        (ResourceFactory, "slug"),
        (SourceFactory, "url"),
        (CountryFactory, "iso3"),
        (CountryFactory, "iso2"),
        (CountryFactory, "m49"),
        (RegionFactory, "slug"),
        (RegionFactory, "code"),
        (ThemeFactory, "slug"),
        (GoalFactory, "number"),
    ],
)
def test_what_identifies_a_record_identifies_one(factory, key):
    first, second = factory(), factory()
    with pytest.raises(IntegrityError, match=key), transaction.atomic():
        type(first).objects.filter(pk=second.pk).update(**{key: getattr(first, key)})


@pytest.mark.parametrize(
    ("manager", "values", "constraint"),
    [
        (
            lambda initiative: initiative.citations,
            lambda: {"source": SourceFactory()},
            "initiative_cites_a_source_once",
        ),
        (
            lambda initiative: initiative.theme_links,
            lambda: {"theme": ThemeFactory()},
            "initiative_has_a_theme_once",
        ),
    ],
)
def test_an_initiative_lists_a_thing_once(manager, values, constraint):
    initiative, values = InitiativeFactory(), values()
    manager(initiative).create(**values)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        manager(initiative).create(**values)


def test_an_organization_lists_a_channel_and_cites_a_source_once():
    organization, source = OrganizationFactory(), SourceFactory()
    organization.links.create(kind="youtube", url="https://youtube.com/a")
    organization.citations.create(source=source)
    with pytest.raises(IntegrityError, match="organization_link_stands_once"), transaction.atomic():
        organization.links.create(kind="x", url="https://youtube.com/a")
    with (
        pytest.raises(IntegrityError, match="organization_cites_a_source_once"),
        transaction.atomic(),
    ):
        organization.citations.create(source=source)
    with pytest.raises(IntegrityError, match="organization_link_is_http"), transaction.atomic():
        organization.links.create(kind="x", url="gopher://a")


def test_a_resource_cites_a_source_once():
    resource, source = ResourceFactory(), SourceFactory()
    resource.citations.create(source=source)
    with (
        pytest.raises(IntegrityError, match="resource_cites_a_source_once"),
        transaction.atomic(),
    ):
        resource.citations.create(source=source)


def test_a_theme_has_a_synonym_once_in_a_language():
    theme = ThemeFactory()
    theme.synonyms.create(language="en", text="SSE")
    theme.synonyms.create(language="fr", text="SSE")
    again = ThemeSynonym(theme=theme, language="en", text="SSE")
    with pytest.raises(ValidationError, match="This synonym stands there already"):
        again.validate_constraints()
    with pytest.raises(IntegrityError, match="theme_synonym_stands_once"), transaction.atomic():
        again.save()


def test_a_sector_has_a_synonym_once_in_a_language():
    sector = SectorFactory()
    sector.synonyms.create(language="en", text="lint")
    sector.synonyms.create(language="fr", text="lint")
    with pytest.raises(IntegrityError, match="sector_synonym_stands_once"), transaction.atomic():
        SectorSynonym.objects.create(sector=sector, language="en", text="lint")


def test_the_glossary_has_a_phrase_once_in_a_language_however_it_is_written():
    GlossaryTermFactory(phrase="chômeurs", language="fr", stands_for=["unemployed"])
    GlossaryTermFactory(phrase="chômeurs", language="es", stands_for=["unemployed"])
    again = {"phrase": "Chomeurs", "language": "fr", "stands_for": ["jobless"]}
    with pytest.raises(ValidationError, match="“chômeurs” stands there already in this language"):
        GlossaryTerm(**again).full_clean()
    with pytest.raises(IntegrityError, match="glossary_term_stands_once"), transaction.atomic():
        GlossaryTerm.objects.create(**again | {"phrase": "chômeurs"})


@pytest.mark.parametrize(
    ("meanings", "fault"),
    [
        (["unions"], "“unions” is “union” again"),
        (["employers", "employer"], "“employer” is “employers” again"),
        (["employers", "…"], "“…” has no word"),
        (["a b c d e f g h i"], "at most 8 words"),
        ([f"meaning{number}" for number in range(11)], "at most 10"),
    ],
)
def test_a_phrase_stands_for_other_words_each_of_them_once(meanings, fault):
    with pytest.raises(ValidationError, match=fault):
        GlossaryTerm(phrase="union", language="en", stands_for=meanings).full_clean()


def test_sectors_stand_on_two_levels():
    farming = SectorFactory(slug="farming")
    cotton = SectorFactory(slug="cotton", parent=farming)
    lint = SectorFactory(slug="lint")
    for sector, parent in ((lint, cotton), (farming, lint), (farming, farming)):
        sector.parent = parent
        with pytest.raises(ValidationError):
            sector.full_clean()
        with pytest.raises(IntegrityError, match="sector"), transaction.atomic():
            sector.save()


def test_what_settles_a_status_is_one_of_the_sources_of_the_initiative():
    settled = {"status_note": "Repealed.", "status_source": SourceFactory()}
    initiative = InitiativeFactory(**settled, publication="draft")
    with (
        pytest.raises(IntegrityError, match="initiative_cites_what_settles_its_status"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    initiative.cite_claims()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert initiative.numbered_sources() == [initiative.status_source]


@pytest.mark.parametrize("text", ["2014-02-30", "14", "2014-1", "19 November", "2014-11-19T00:00"])
def test_a_date_that_no_calendar_has_is_refused(text):
    milestone = MilestoneFactory()
    milestone.date = text
    with pytest.raises(ValidationError) as told:
        milestone.full_clean()
    assert "date" in told.value.message_dict


def test_a_renamed_record_leaves_its_address_behind():
    initiative = InitiativeFactory(slug="first")
    initiative.slug = "second"
    initiative.save()
    Initiative.objects.filter(slug="second").update(slug="third")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE initiatives_initiative SET slug = 'fourth' WHERE slug = 'third'")
    former = FormerSlug.objects.filter(kind="initiative")
    assert set(former.values_list("slug", "current")) == {
        ("first", "fourth"),
        ("second", "fourth"),
        ("third", "fourth"),
    }


def test_a_record_may_take_its_former_address_back():
    initiative = InitiativeFactory(slug="first")
    for slug in ("second", "first"):
        initiative.slug = slug
        initiative.full_clean()
        initiative.save()
    assert FormerSlug.objects.get().slug == "second"
    assert FormerSlug.objects.get().current == "first"


def test_an_address_leads_to_one_record_alone():
    renamed = InitiativeFactory(slug="first")
    renamed.slug = "second"
    renamed.save()
    other = Initiative(
        slug="first", title="Other", kind=renamed.kind, summary="What.", approach="How."
    )
    with pytest.raises(ValidationError, match="This address still leads to second"):
        other.full_clean()
    with (
        pytest.raises(IntegrityError, match="The address first still leads to second"),
        transaction.atomic(),
    ):
        other.save()
    OrganizationFactory(slug="first")


def test_one_address_has_one_row_and_never_leads_to_itself():
    FormerSlug.objects.create(kind="initiative", slug="a", current="b")
    with (
        pytest.raises(IntegrityError, match="former_slug_leads_to_one_record"),
        transaction.atomic(),
    ):
        FormerSlug.objects.create(kind="initiative", slug="a", current="c")
    with (
        pytest.raises(IntegrityError, match="former_slug_differs_from_current"),
        transaction.atomic(),
    ):
        FormerSlug.objects.create(kind="initiative", slug="d", current="d")


def test_the_addresses_of_a_deleted_record_stay_its_own():
    initiative = InitiativeFactory(slug="first")
    initiative.slug = "second"
    initiative.save()
    public_id = initiative.public_id
    initiative.delete()
    assert not FormerSlug.objects.exists()
    other = InitiativeFactory(slug="third")
    for taken in ("first", "second"):
        with pytest.raises(IntegrityError, match="a record that was deleted"), transaction.atomic():
            InitiativeFactory(slug=taken)
        other.slug = taken
        with pytest.raises(IntegrityError, match="a record that was deleted"), transaction.atomic():
            other.save()
        with pytest.raises(ValidationError) as refused:
            other.full_clean()
        assert "stays its own" in refused.value.message_dict["slug"][0]
    OrganizationFactory(slug="first")  # of another kind
    back = InitiativeFactory(slug="second", public_id=public_id)  # as a file has it, with its id
    assert FormerSlug.objects.current(Initiative, "first") == "second"
    key = back.pk
    back.delete()
    back = InitiativeFactory(slug="first", id=key)
    back.slug = "second"
    back.save()


def test_a_source_that_a_claim_rests_on_cannot_be_deleted():
    figure = FigureFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        figure.source.delete()
