"""Whatever is typed into a form of the desk, it is saved or answered beside the field."""

import datetime
import re

import pytest
from django.db import connection

from core.models import Unsaved
from core.models.identity import FormerSlug
from initiatives.models import Country, Initiative, Organization, Replication, Source, Stage, Theme
from portal.desk.roles import CURATORS, EDITORS
from tests.desk import Page, said, url_of
from tests.factories import (
    CountryFactory,
    FigureFactory,
    InitiativeFactory,
    InitiativeKindFactory,
    MilestoneFactory,
    OrganizationFactory,
    PartnerRoleFactory,
    RegionFactory,
    ReplicationFactory,
    ResourceFactory,
    SourceFactory,
    StageFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(groups=[EDITORS]))
    return client


def page_of(client, record):
    return Page(client, url_of(type(record), "change", record.pk))


def draft(**values):
    return InitiativeFactory(publication="draft", **values)


def test_a_new_initiative_needs_little_and_is_a_draft(editor):
    kind = InitiativeKindFactory()
    page = Page(editor, url_of(Initiative, "add"))
    page.fill(title="Seeds", slug="seeds", kind=kind.pk, summary="What.", approach="How.").send()
    initiative = Initiative.objects.get(slug="seeds")
    assert initiative.publication == "draft"
    assert "was added successfully" in said(page.response)[0]


IMPOSSIBLE = [  # values that cannot be, and a part of what is said beside each
    {
        "title": ("", "This field is required."),
        "summary": ("x" * 301, "at most 300 characters"),
        "approach": ("\u200b\u2060", "It holds nothing that can be seen."),
        "slug": ("Not A Slug", "Use lower-case letters and digits"),
        "kind": ("0", "Select a valid choice."),
        "start_year": ("1", "greater than or equal to 1900"),
        "end_year": ("2036", "less than or equal to 2035"),
        "status": ("dormant", "Select a valid choice."),
        "publication": ("secret", "Select a valid choice."),
        "featured": ("0", "greater than or equal to 1"),
        "sdgs": (["0"], "Select a valid choice."),
        "origin_countries": (["x"], "is not a valid value"),
    },
    {
        "title": ("x" * 251, "at most 250 characters"),
        "slug": ("trailing-", "Use lower-case letters and digits"),
        "kind": ("one", "Select a valid choice."),
        "start_year": ("-1", "greater than or equal to"),
        "end_year": ("soon", "Enter a whole number."),
        "featured": ("70000", "less than or equal to 32767"),
        "sdgs": (["9" * 30], "Select a valid choice."),
        "origin_countries": ([""], "is not a valid value"),
    },
    {
        "title": ("\u200b", "It holds nothing that can be seen."),
        "slug": ("x" * 71, "at most 70 characters"),
        "kind": ("9" * 40, "Select a valid choice."),
        "start_year": ("9" * 5000, "Enter a whole number."),
        "end_year": ("2014.5", "Enter a whole number."),
        "origin_countries": (["\x00"], "Null characters are not allowed."),
    },
    {"slug": ("\x00", "This field is required."), "kind": ("\x00", "Null characters")},
    {"slug": ("é", "Use lower-case letters and digits")},
]


def test_a_name_that_another_has_is_answered_at_the_name_with_the_other(editor):
    taken = OrganizationFactory(name="Union of Seed Banks", slug="union-of-seed-banks")
    page = Page(editor, url_of(Organization, "add"))
    page.fill(name="Union of seed banks", slug="").send()
    assert list(page.errors) == ["name"]
    (text,) = page.errors["name"]
    assert text.startswith("Another organization has this name already: <a href=")
    assert url_of(Organization, "change", taken.pk) in text


@pytest.mark.parametrize("values", IMPOSSIBLE)
def test_a_value_that_cannot_be_is_answered_beside_its_field(editor, values):
    page = page_of(editor, draft())
    page.fill(**{field: value for field, (value, _) in values.items()}).send()
    assert set(page.errors) == set(values)
    for field, (_, text) in values.items():
        assert text in page.errors[field][0]


def test_years_in_the_wrong_order_are_answered_beside_the_second(editor):
    page = page_of(editor, draft()).fill(start_year="2014", end_year="2010")
    page.send()
    assert page.errors == {"end_year": ["It ends before it starts."]}


def test_a_slug_that_another_has_or_had_is_refused(editor):
    taken = InitiativeFactory(slug="taken")
    renamed = InitiativeFactory(slug="former")
    renamed.slug = "current"
    renamed.save()
    page = page_of(editor, draft())
    page.fill(slug="taken").send()
    (text,) = page.errors["slug"]
    assert text.startswith("Another initiative has this already: <a href=")
    assert url_of(Initiative, "change", taken.pk) in text
    page.fill(slug="former").send()
    assert page.errors == {"slug": ["This address still leads to current."]}


def test_renaming_keeps_the_former_address_and_renaming_back_is_possible(editor):
    initiative = draft(slug="first")
    page_of(editor, initiative).fill(slug="second").send()
    assert FormerSlug.objects.current(Initiative, "first") == "second"
    page_of(editor, initiative).fill(slug="first").send()
    assert FormerSlug.objects.current(Initiative, "second") == "first"
    assert FormerSlug.objects.current(Initiative, "first") is None


def test_origin_countries_take_part(editor):
    initiative = draft(countries=["HTI"])
    brazil = CountryFactory(iso3="BRA")
    page_of(editor, initiative).fill(origin_countries=[brazil.pk]).send()
    codes = initiative.participating_countries.values_list("iso3", flat=True)
    assert set(codes) == {"BRA", "HTI"}


def test_each_claim_brings_its_source_to_the_record(editor):
    initiative = draft(sources=["https://example.org/first"])
    sources = SourceFactory.create_batch(3)
    page = page_of(editor, initiative)
    page.add_row("figures", value="3.50", unit="people", source=sources[0].pk)
    page.add_row("milestones", date="2014-11", text="Begun.", source=sources[1].pk)
    page.add_row(
        "replications",
        from_country=CountryFactory().pk,
        to_country=CountryFactory().pk,
        stage=StageFactory().pk,
        source=sources[2].pk,
    )
    page.send()
    cited = [citation.source for citation in initiative.citations.all()]
    assert cited == [Source.objects.get(url="https://example.org/first"), *sources]


def test_a_source_claimed_anew_comes_after_those_cited_however_they_are_numbered(editor):
    initiative = draft()
    for position in (0, 7):
        initiative.citations.create(source=SourceFactory(), position=position)
    claimed = SourceFactory()
    page_of(editor, initiative).add_row(
        "figures", value="1", unit="people", source=claimed.pk
    ).send()
    assert [citation.source for citation in initiative.citations.all()][-1] == claimed


def test_signs_that_nobody_can_read_are_left_out_and_told(editor):
    initiative = draft(approach="Seeds.\n\nSoil.")
    page = page_of(editor, initiative)
    page.fill(
        title="Seed\x0bbanks\u202e", approach="Seeds.\r\n\r\nSoil.\x0c\x00", acronym="س\u200cب"
    )
    page.add_row("milestones", date="2014", text="Be\ufffegun.", source=SourceFactory().pk)
    response = page.send()
    assert response.status_code == 302
    initiative.refresh_from_db()
    assert (initiative.title, initiative.acronym) == ("Seed banks", "س\u200cب")
    assert initiative.approach == "Seeds.\n\nSoil."
    assert initiative.milestones.get().text == "Begun."
    assert said(response)[:3] == [
        "Title held the control character U+000B and the sign of direction U+202E, "
        "which nobody can read: left out.",
        "Approach held the control character U+0000 and the control character U+000C, "
        "which nobody can read: left out.",
        "Text held the non-character U+FFFE, which nobody can read: left out.",
    ]


class TestInline:
    def test_figures_that_cannot_be(self, editor):
        good = {"value": "3", "unit": "people", "source": SourceFactory().pk}
        wrong = [
            ("value", "", "This field is required."),
            ("value", "NaN", "Enter a number."),
            ("value", "1e400", "Enter a number."),
            ("value", "0.125", "no more than 2 decimal places"),
            ("value", "1.234", "can be read in two ways. Write 1234, or 1.23 with one or two"),
            ("value", "9" * 17, "no more than 16 digits before the decimal point"),
            ("year", "0", "greater than or equal to 1900"),
            ("source", "0", "Select a valid choice."),
            ("source", "x", "Select a valid choice."),
            ("unit", "\u2800", "It holds nothing that can be seen."),
            ("label", "x" * 201, "at most 200 characters"),
        ]
        page = page_of(editor, draft()).add_row("figures", **good | {"unit": ""})
        for field, value, _ in wrong:
            page.add_row("figures", **good | {field: value})
        page.send()
        errors = page.errors
        assert errors.pop("figures-0-label") == ["A figure needs a unit or a label."]
        names = [f"figures-{number}-{field}" for number, (field, *_) in enumerate(wrong, 1)]
        assert list(errors) == names
        for name, (*_, text) in zip(names, wrong, strict=True):
            assert text in errors[name][0]

    def test_milestones_without_a_date(self, editor):
        page = page_of(editor, draft())
        dates = ["", "2014-13", "2014-02-30", "14", "2014-1", "yesterday"]
        for date in dates:
            page.add_row("milestones", date=date, text="Begun.", source=SourceFactory().pk)
        page.send()
        assert list(page.errors) == [f"milestones-{row}-date" for row in range(len(dates))]

    def test_a_country_that_replicates_itself(self, editor):
        country = CountryFactory()
        page = page_of(editor, draft())
        page.add_row(
            "replications",
            from_country=country.pk,
            to_country=country.pk,
            stage=StageFactory().pk,
            source=SourceFactory().pk,
        ).send()
        assert page.errors == {
            "replications-0-to_country": ["A country cannot replicate its own solution."]
        }

    def test_a_replication_that_stands_there_twice(self, editor):
        replication = ReplicationFactory(initiative=draft())
        page = page_of(editor, replication.initiative)
        page.add_row(
            "replications",
            from_country=replication.from_country_id,
            to_country=replication.to_country_id,
            stage=replication.stage_id,
            source=replication.source_id,
        ).send()
        assert page.errors["replications"] == ["This replication stands there already."]
        assert Replication.objects.count() == 1

    def test_a_partner_a_theme_and_a_source_that_stand_there_twice(self, editor):
        organization, role = OrganizationFactory(), PartnerRoleFactory()
        theme, source = ThemeFactory(), SourceFactory()
        page = page_of(editor, draft())
        for _ in range(2):
            page.add_row("partnerships", organization=organization.pk, role=role.pk)
            page.add_row("theme_links", theme=theme.pk)
            page.add_row("citations", source=source.pk)
        page.send()
        assert page.errors["partnerships"] == ["This organization has this role already."]
        assert page.errors["theme_links"] == ["This theme stands there already."]
        assert page.errors["citations"] == ["This source stands there already."]

    def test_new_rows_come_last_and_dragged_rows_where_they_were_dropped(self, editor):
        initiative = draft(themes=["a", "b", "c"])
        page = page_of(editor, initiative).add_row("theme_links", theme=ThemeFactory(slug="d").pk)
        page.fill(**{f"theme_links-{row}-position": place for row, place in enumerate([2, 0, 1])})
        page.send()
        assert [row.theme.slug for row in initiative.theme_links.all()] == ["b", "c", "a", "d"]

    def test_rows_that_ask_for_one_place_get_one_after_the_other(self, editor):
        initiative = draft()
        for value in (1, 2, 3):
            FigureFactory(initiative=initiative, value=value, position=value)
        page = page_of(editor, initiative)
        page.add_row("figures", value="4", unit="people", source=SourceFactory().pk, position="1")
        page.fill(**{"figures-2-position": "1", "figures-1-position": ""}).send()
        connection.check_constraints()
        values = [int(figure.value) for figure in initiative.figures.all()]
        assert sorted(values) == [1, 2, 3, 4]
        assert values[:2] == [1, 3]

    @pytest.mark.parametrize("place", ["-1", "x", "99999999999", "32767", "\x00"])
    def test_a_place_that_cannot_be_breaks_nothing(self, editor, place):
        figure = FigureFactory(initiative=draft())
        page = page_of(editor, figure.initiative)
        page.fill(**{"figures-0-position": place})
        page.add_row("figures", value="4", unit="people", source=figure.source_id)
        assert page.send().status_code in (200, 302)
        connection.check_constraints()

    def test_an_empty_row_whose_place_was_numbered_is_no_row(self, editor):
        initiative = draft()
        page = page_of(editor, initiative).add_row("figures", position="3", value="", source="")
        assert page.send().status_code == 302
        assert not initiative.figures.exists()

    def test_a_row_of_another_record_cannot_be_taken(self, editor):
        foreign = MilestoneFactory(initiative=draft(), text="Elsewhere.")
        page = page_of(editor, draft())
        page.add_row(
            "milestones", id=foreign.pk, date="2014", text="Stolen.", source=foreign.source_id
        )
        page.data["milestones-INITIAL_FORMS"] = "1"
        page.send()
        foreign.refresh_from_db()
        assert foreign.text == "Elsewhere."

    @pytest.mark.parametrize(
        ("total", "statuses"),
        [("", [200]), ("x", [200]), ("-1", [200, 302]), ("400", [200, 302]), ("999999", [400])],
    )
    def test_a_count_of_rows_that_was_tampered_with(self, editor, total, statuses):
        page = page_of(editor, draft()).fill(**{"figures-TOTAL_FORMS": total})
        assert page.send().status_code in statuses


class TestOtherRecords:
    def test_year_and_date_of_a_document_agree(self, editor):
        page = page_of(editor, ResourceFactory(publication="draft"))
        page.fill(year="2014", date="2015-03").send()
        assert page.errors == {"date": ["The year and the date do not agree."]}
        page.fill(year="", date="2015-03").send()
        assert page.errors == {"date": ["The year and the date do not agree."]}
        assert page.fill(year="2015", date="2015-03").send().status_code == 302

    @pytest.mark.parametrize("factory", [OrganizationFactory, ResourceFactory, SourceFactory])
    def test_an_address_is_http(self, editor, factory):
        page = page_of(editor, factory())
        for url in ("javascript:alert(1)", "ftp://example.org", "http://[::1", "//x", "x" * 501):
            page.fill(url=url).send()
            assert set(page.errors) == {"url"}

    def test_an_address_stands_once_among_the_sources(self, editor):
        page = Page(editor, url_of(Source, "add"))
        other = SourceFactory(title="Report")
        page.fill(title="Again", publisher="ILO", url=other.url).send()
        url = url_of(Source, "change", other.pk)
        link = f'<a href="{url}" class="text-link">{other}</a>'
        assert page.errors == {"url": [f"Another source has this already: {link}"]}
        assert link in page.response.content.decode()

    def test_what_records_rest_on_cannot_be_deleted(self, editor):
        figure = FigureFactory()
        for record in (figure.source, figure.initiative.kind):
            url = url_of(type(record), "delete", record.pk)
            assert editor.get(url).url == url_of(type(record), "uses", record.pk)
            editor.post(url, {"post": "yes"})
            assert type(record).objects.filter(pk=record.pk).exists()

    def test_names_in_use_are_one_on_each_line(self, editor):
        country = CountryFactory(name="Eswatini")
        page = page_of(editor, country).fill(aliases="Swaziland, Kingdom of\n\n  eSwatini  \r\n")
        assert page.send().status_code == 302
        country.refresh_from_db()
        assert country.aliases == ["Swaziland, Kingdom of", "eSwatini"]
        page = page_of(editor, country)
        assert page.data["aliases"] == "Swaziland, Kingdom of\neSwatini"
        page.fill(aliases="ok\n" + "x" * 101).send()
        assert "Line 2:" in page.errors["aliases"][0]
        page.fill(aliases="\u200b").send()
        assert page.errors["aliases"] == ["It holds nothing that can be seen."]

    @pytest.mark.parametrize(
        ("field", "value"),
        [("lat", "91"), ("lat", "inf"), ("lon", "nan"), ("iso3", "bra"), ("m49", "١٢٣"),
         ("region", "0"), ("name", "\x00")],
    )  # fmt: skip
    def test_a_country_that_cannot_be(self, editor, field, value):
        page = page_of(editor, CountryFactory()).fill(**{field: value})
        assert page.send().status_code == 200
        assert page.errors

    def test_a_stage_has_its_place_alone(self, editor):
        first, second = StageFactory(order=100), StageFactory(order=101)
        page = page_of(editor, second).fill(order="100")
        page.send()
        assert set(page.errors) == {"order"}
        assert Stage.objects.get(pk=first.pk).order == 100

    def test_a_term_keeps_its_slug(self, editor):
        kind = InitiativeKindFactory(slug="project")
        page_of(editor, kind).fill(slug="renamed", name="Project work").send()
        kind.refresh_from_db()
        assert (kind.slug, kind.name) == ("project", "Project work")

    def test_synonyms_of_a_theme_stand_once_and_in_order(self, editor):
        theme = ThemeFactory()
        page = page_of(editor, theme)
        for text in ("co-op", "mutual"):
            page.add_row("synonyms", language="en", text=text)
        page.send()
        assert [synonym.text for synonym in theme.synonyms.all()] == ["co-op", "mutual"]
        page = page_of(editor, theme).add_row("synonyms", language="en", text="co-op")
        page.send()
        assert page.errors["synonyms"] == ["This synonym stands there already."]

    def test_a_region_may_not_be_above_itself(self, editor):
        world = CountryFactory().region
        within = RegionFactory(parent=world)
        for parent in (world, within):
            page = page_of(editor, world).fill(parent=parent.pk)
            page.send()
            assert page.errors == {"parent": ["A region does not lie within itself."]}


def test_a_slug_taken_at_the_same_moment_is_answered_in_the_form(editor, monkeypatch):
    """Two forms pass their checks at once; the database stops the second."""
    page = Page(editor, url_of(Initiative, "add"))
    kind = InitiativeKindFactory()
    page.fill(title="Seeds", slug="seeds", kind=kind.pk, summary="What.", approach="How.")
    check = Initiative.full_clean

    def check_then_lose_the_race(initiative, *args, **kwargs):
        check(initiative, *args, **kwargs)
        if not Initiative.objects.exists():
            InitiativeFactory(slug="seeds")

    monkeypatch.setattr(Initiative, "full_clean", check_then_lose_the_race)
    monkeypatch.setattr(Initiative, "validate_unique", lambda *args, **kwargs: None)
    response = page.send()
    assert response.status_code == 200
    assert "Somebody else saved something at the same moment" in page.errors["__all__"][0]


@pytest.mark.parametrize("selected", ["", "x", "0", "9" * 30, "\x00"])
def test_an_action_on_what_is_not_there_breaks_nothing(editor, selected):
    url = url_of(Initiative, "changelist")
    for action in ("archive", "delete_selected", "nonsense", "\x00"):
        response = editor.post(url, {"action": action, "_selected_action": selected})
        assert response.status_code in (200, 302, 400)


@pytest.mark.parametrize("pk", ["0", "x", "9" * 40, "1_5F", "%00", "_00"])
def test_a_record_that_is_not_there_breaks_nothing(editor, pk):
    for page in ("change", "delete", "history"):
        response = editor.get(url_of(Initiative, page, pk))
        assert response.status_code in (302, 404)


class TestTyping:
    """Nothing that is typed or pasted changes by itself."""

    def test_no_input_is_one_that_a_wheel_turns_or_that_cuts_what_is_pasted(self, editor):
        initiative = draft()
        FigureFactory(initiative=initiative)
        ReplicationFactory(initiative=initiative)
        for record in (initiative, CountryFactory(), StageFactory(), ResourceFactory()):
            html = page_of(editor, record).response.content.decode()
            assert 'type="number"' not in html
            assert "maxlength" not in html
            assert 'inputmode="numeric"' in html or 'inputmode="decimal"' in html

    def test_a_text_that_is_too_long_stays_whole_and_the_form_says_how_long_it_is(self, editor):
        page = page_of(editor, draft()).fill(summary="x" * 320)
        page.send()
        assert page.errors == {
            "summary": ["Ensure this value has at most 300 characters (it has 320)."]
        }
        assert "x" * 320 in page.response.content.decode()

    def test_a_number_is_shown_without_needless_decimals_and_read_back_the_same(self, editor):
        initiative = draft()
        for position, value in enumerate(["350000000", "12.50", "0.05", "1250"]):
            FigureFactory(initiative=initiative, value=value, position=position)
        page = page_of(editor, initiative)
        shown = [page.data[f"figures-{row}-value"] for row in range(4)]
        assert shown == ["350,000,000", "12.5", "0.05", "1,250"]
        page.fill(title="Another").send()
        again = page_of(editor, initiative)
        assert [again.data[f"figures-{row}-value"] for row in range(4)] == shown
        assert [int(figure.value) for figure in initiative.figures.all()][3] == 1250

    def test_a_comma_is_told_how_it_was_read(self, editor):
        initiative = draft()
        page = page_of(editor, initiative)
        page.add_row("figures", value="12,5", unit="per cent", source=SourceFactory().pk)
        page.add_row("figures", value="1 250 000", unit="people", source=SourceFactory().pk)
        page.add_row("figures", value="1,100,000", unit="people", source=SourceFactory().pk)
        page.add_row("figures", value="1.100.000,5", unit="people", source=SourceFactory().pk)
        page.send()
        told = [text for text in said(page.response) if "was read as" in text]
        assert told == [
            "Value: “12,5” was read as 12.5.",
            "Value: “1.100.000,5” was read as 1,100,000.5.",
        ]
        assert [str(figure.value) for figure in initiative.figures.all()] == [
            "12.50",
            "1250000.00",
            "1100000.00",
            "1100000.50",
        ]

    def test_who_may_only_look_sees_amounts_as_readers_write_them(self, client):
        client.force_login(UserFactory(groups=[CURATORS]))
        figure = FigureFactory(initiative=InitiativeFactory(), value=12500000)
        html = page_of(client, figure.initiative).response.content.decode()
        assert "12,500,000" in html
        assert "12500000" not in html


def test_a_source_may_be_read_on_any_day(editor):
    source = SourceFactory()
    page_of(editor, source).fill(accessed_on="2026-02-30").send()
    page = page_of(editor, source).fill(accessed_on="24/11/2026")
    page.send()
    source.refresh_from_db()
    assert source.accessed_on in (None, datetime.date(2026, 11, 24))


@pytest.mark.parametrize("model", [Initiative, Organization, Theme, Country, Source])
def test_an_empty_post_asks_for_what_is_needed(editor, model):
    response = editor.post(url_of(model, "add"), {})
    assert response.status_code == 200


class TestSource:
    """No page stands in the catalogue twice."""

    def test_a_page_that_is_a_source_already_is_named(self, editor):
        known = SourceFactory(
            title="Report of the clubs", url="https://www.example.org/clubs/report"
        )
        page = Page(editor, url_of(Source, "add"))
        page.fill(
            title="Again", publisher="ILO", url="HTTP://example.org/clubs/report/?utm_source=x"
        )
        page.send()
        (told,) = page.errors["url"]
        assert f'href="{url_of(Source, "change", known.pk)}"' in told
        assert "Report of the clubs" in told
        page.fill(url="HTTPS://www.Example.org/clubs/Report-2").send()
        assert Source.objects.get(title="Again").url == "https://www.example.org/clubs/Report-2"

    def test_twins_of_before_can_be_mended_otherwise(self, editor):
        SourceFactory(url="https://example.org/a")
        twin = SourceFactory(url="https://example.org/a/")
        page = Page(editor, url_of(Source, "change", twin.pk))
        assert page.fill(publisher="Another").send().status_code == 302


def test_a_small_window_that_is_saved_leaves_nothing_unsaved(editor):
    url = f"{url_of(Source, 'add')}?_popup=1"
    page = Page(editor, url)
    opened = page.data["opened"]
    page.fill(title="", publisher="ILO", url="https://example.org/popup").send()
    assert Unsaved.objects.count() == 1
    page = Page(editor, url)
    page.fill(opened=opened, title="Report", publisher="ILO", url="https://example.org/popup")
    assert page.send().status_code == 200  # and the window closes
    assert Source.objects.get().title == "Report"
    assert not Unsaved.objects.exists()


def test_a_new_replication_comes_from_where_the_initiative_began(editor):
    initiative = InitiativeFactory(publication="draft", origins=["BRA"])
    html = Page(editor, url_of(Initiative, "change", initiative.pk)).response.content.decode()
    (template,) = re.findall(
        r'<select name="replications-__prefix__-from_country".*?</select>', html, re.DOTALL
    )
    assert f'value="{initiative.origin_countries.get().pk}" selected' in template
    initiative.origin_countries.add(CountryFactory(iso3="IND"))
    html = Page(editor, url_of(Initiative, "change", initiative.pk)).response.content.decode()
    (template,) = re.findall(
        r'<select name="replications-__prefix__-from_country".*?</select>', html, re.DOTALL
    )
    assert "selected" not in template.replace('value="" selected', "")
