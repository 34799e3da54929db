"""Reports at the desk: each number of a small catalogue, the period, rights, CSV and paper."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from core import revision
from core.models import Check, Draft, Edit, PublicRecord, Remark, ReviewStep
from initiatives.models import Initiative
from portal.desk.roles import CURATORS
from portal.proposals.models import Proposal
from portal.reads.models import ReadCount
from tests.desk import signed_in, words_of_programmers
from tests.factories import (
    CountryFactory,
    FigureFactory,
    ForumFactory,
    InitiativeFactory,
    RegionFactory,
    ReplicationFactory,
    SectorFactory,
    SourceFactory,
    ThemeFactory,
)
from tests.pages import visible_text

pytestmark = pytest.mark.django_db

PAGES = ["/admin/reports/", "/admin/reports/print/", "/admin/reports/growth/standing/csv/"]


@pytest.fixture
def amina():
    return signed_in("amina", CURATORS)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def dated(record, first, withdrawn=None):
    """Say when a record became public, and when it was withdrawn."""
    revision.current(fresh=True)  # has the triggers of this transaction's changes fire
    told = PublicRecord.objects.filter(kind=record._meta.model_name, public_id=record.public_id)
    told.update(first_published=at(first), withdrawn=withdrawn and at(withdrawn))
    return record


def table(client, address, **query):
    """A table as its CSV has it: rows by their first cell, in dicts by the heading."""
    revision.current(fresh=True)  # has the triggers of this transaction's changes fire
    response = client.get(f"/admin/reports/{address}/csv/", query)
    assert response.status_code == 200
    rows = csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))
    return {next(iter(row.values())): row for row in rows}


class TestGrowth:
    YEAR = {"from": "2025-01-15", "to": "2025-03-31"}

    @pytest.fixture(autouse=True)
    def _catalogue(self):
        for day in ("2024-05-01", "2025-01-14T23:59", "2025-01-15", "2025-03-31T23:59"):
            dated(InitiativeFactory(), day)
        dated(InitiativeFactory(), "2024-06-01", withdrawn="2025-03-02")
        dated(InitiativeFactory(), "2025-04-01")
        dated(ForumFactory(), "2025-02-02")
        InitiativeFactory(publication="draft")

    def test_what_became_public_counts_in_its_month(self, amina):
        rows = table(amina, "growth/made-public", **self.YEAR)
        assert list(rows) == ["January 2025", "February 2025", "March 2025", "Together"]
        assert [row["Initiatives"] for row in rows.values()] == ["1", "0", "1", "2"]
        assert rows["February 2025"]["Forums"] == rows["February 2025"]["Together"] == "1"

    def test_what_was_withdrawn_counts_in_its_month(self, amina):
        rows = table(amina, "growth/withdrawn", **self.YEAR)
        assert {name: row["Initiatives"] for name, row in rows.items()} == {
            "March 2025": "1",
            "Together": "1",
        }

    def test_what_stands_is_what_stood_before_and_came_since(self, amina):
        rows = table(amina, "growth/standing", **self.YEAR)
        assert [row["Initiatives"] for row in rows.values()] == ["4", "4", "4"]
        assert [row["Forums"] for row in rows.values()] == ["0", "1", "1"]

    def test_many_years_are_told_year_by_year(self, amina):
        rows = table(amina, "growth/made-public", **{"from": "2020-01-01", "to": "2025-12-31"})
        assert {name: row["Initiatives"] for name, row in rows.items()} == {
            "2024": "2",
            "2025": "4",
            "Together": "6",
        }


class TestCoverage:
    def test_every_country_stands_there_with_what_it_has(self, amina):
        CountryFactory(iso3="KEN", name="Kenya")
        initiative = InitiativeFactory(origins=["BRA"])
        for country, stage in (("HTI", "replicated"), ("GHA", "exchange"), ("PER", "interested")):
            ReplicationFactory(
                initiative=initiative,
                from_country=CountryFactory(iso3="BRA"),
                to_country=CountryFactory(iso3=country),
                stage__slug=stage,
            )
        InitiativeFactory(origins=["KEN"], publication="draft")
        rows = table(amina, "coverage/countries")
        numbers = {row["Code"]: [int(n) for n in list(row.values())[2:]] for row in rows.values()}
        assert numbers == {
            "BRA": [1, 1, 1, 0, 0, 0, 1],
            "HTI": [0, 0, 0, 1, 0, 0, 0],
            "GHA": [0, 0, 0, 0, 1, 0, 0],
            "PER": [0, 0, 0, 0, 0, 1, 0],
            "KEN": [0, 0, 0, 0, 0, 0, 0],
        }

    def test_a_region_has_an_initiative_once(self, amina):
        world = RegionFactory(slug="world", name="World", code="001")
        africa = RegionFactory(slug="africa", name="Africa", parent=world)
        east = RegionFactory(slug="east", name="Eastern Africa", parent=africa)
        for iso3 in ("KEN", "UGA", "TZA"):
            CountryFactory(iso3=iso3, region=east)
        initiative = InitiativeFactory(origins=["KEN", "UGA"])
        ReplicationFactory(
            initiative=initiative,
            from_country=CountryFactory(iso3="KEN"),
            to_country=CountryFactory(iso3="TZA"),
            stage__slug="adapting",
        )
        rows = table(amina, "coverage/regions")
        assert [list(row.values()) for row in rows.values()] == [
            ["Africa", "World", "3", "3", "1", "1", "0"],
            ["Eastern Africa", "Africa", "3", "3", "1", "1", "0"],
        ]

    def test_themes_sectors_and_stages_count_what_is_public(self, amina):
        farming = SectorFactory(slug="farming")
        SectorFactory(slug="fishing", parent=farming)
        ThemeFactory(slug="wages")
        old = InitiativeFactory(themes=["youth", "skills"], sectors=["fishing"])
        Initiative.objects.filter(pk=old.pk).update(first_published_at=at("2020-01-01"))
        new = InitiativeFactory(themes=["youth"], sectors=["farming", "fishing"])
        InitiativeFactory(themes=["wages"], sectors=["fishing"], publication="draft")
        ReplicationFactory.create_batch(2, initiative=new, stage__slug="replicated")
        themes = table(amina, "coverage/themes")
        assert list(themes["Youth"].values())[2:4] == ["2", "2"]
        assert list(themes["Skills"].values())[2:4] == ["1", "0"]
        assert list(themes["Wages"].values())[2:] == ["0", "0", "0"]
        sectors = table(amina, "coverage/sectors")
        assert list(sectors["Farming"].values()) == ["Farming", "", "2", "2"]
        assert list(sectors["Fishing"].values()) == ["Fishing", "Farming", "2", "2"]
        assert list(table(amina, "coverage/stages")["Replicated"].values())[1:] == ["2", "1", "2"]

    def test_new_is_what_became_public_in_the_period(self, amina):
        InitiativeFactory(themes=["youth"], origins=["KEN"])
        now = timezone.localdate()
        later = {"from": now + timedelta(days=1), "to": now + timedelta(days=2)}
        assert table(amina, "coverage/themes")["Youth"]["New in the period"] == "1"
        assert table(amina, "coverage/themes", **later)["Youth"]["New in the period"] == "0"


class TestEvidence:
    def test_sources_by_state_kind_publisher_language_and_age(self, amina):
        year = timezone.localdate().year
        sources = [
            SourceFactory(type="evaluation", publisher="ILO", year=year),
            SourceFactory(publisher="ILO", title_language="es", year=year - 4, copy=True),
            SourceFactory(
                type="press",
                publisher="Daily",
                dead_since=date(2026, 1, 1),
                archived_url="https://web.archive.org/web/20260101/https://example.org/",
            ),
            SourceFactory(
                type="press", publisher="Daily", dead_since=date(2026, 1, 1), year=year - 30
            ),
        ]
        initiative = InitiativeFactory(sources=[one.url for one in sources])
        FigureFactory(initiative=initiative, source=sources[0])
        InitiativeFactory(publication="draft", sources=["https://example.org/unseen"])
        state = [list(row.values())[1:] for row in table(amina, "evidence/sources").values()]
        assert state == [
            ["4", "100%"],
            ["1", "25%"],
            ["1", "25%"],
            ["1", "25%"],
            ["0", "0%"],
            ["2", "50%"],
            ["1", "25%"],
        ]
        kinds = table(amina, "evidence/evidence")
        assert [kinds[kind]["Sources"] for kind in ("Evaluation", "Press", "Other", "Law")] == [
            *("1", "2", "1", "0")
        ]
        assert kinds["Evaluation"]["Figures"] == "1"
        publishers = table(amina, "evidence/publishers")
        assert {name: list(row.values())[1:] for name, row in publishers.items()} == {
            "Daily": ["2", "0", "2"],
            "ILO": ["2", "1", "0"],
        }
        languages = table(amina, "evidence/languages")
        assert {name: row["Sources"] for name, row in languages.items()} == {
            "English": "3",
            "Spanish": "1",
        }
        ages = [row["Sources"] for row in table(amina, "evidence/age-of-sources").values()]
        assert ages == ["1", "1", "0", "1", "1"]

    def test_how_many_sources_records_and_claims_rest_on(self, amina):
        one, two, four = (
            InitiativeFactory(sources=[f"https://example.org/{n}" for n in range(number)])
            for number in (1, 2, 4)
        )
        FigureFactory.create_batch(2, initiative=two)
        ReplicationFactory(initiative=four)
        rows = table(amina, "evidence/numbers-of-sources")
        assert list(rows["Initiatives"].values())[1:] == ["1", "1", "1"]
        assert list(rows["Figures"].values())[1:] == ["0", "2", "0"]
        assert list(rows["Replications"].values())[1:] == ["0", "0", "1"]
        assert one.is_published


def test_ageing_tells_when_records_were_last_checked(amina):
    for days in (10, 300, 500, 900):
        initiative = InitiativeFactory()
        Check.objects.create(
            kind="initiative",
            row_id=initiative.pk,
            checked_on=timezone.localdate() - timedelta(days=days),
        )
    InitiativeFactory(publication="draft")
    row = table(amina, "ageing/last-checked")["Initiatives"]
    assert list(row.values())[1:] == ["1", "1", "1", "1"]


def test_work_is_counted_and_nobody_named(amina):
    initiative = InitiativeFactory(publication="draft")
    now = timezone.now()
    about = {"kind": "initiative", "row_id": initiative.pk, "user": amina.user}
    step = ReviewStep.objects.create(action="sent-back", **about)
    ReviewStep.objects.create(action="sent-back", at=now - timedelta(days=800), **about)
    Remark.objects.create(
        step=step, place="title", label="Title", text="Shorter", dealt_with_at=now
    )
    Edit.objects.bulk_create(
        Edit(at=now, user=amina.user, name="amina", way="desk") for _ in range(2)
    )
    for state, reason in (
        ("new", ""),
        ("done", "corrected"),
        ("refused", "not-so"),
        ("refused", "spam"),
        ("suspected", ""),
    ):
        proposal = Proposal(
            kind="wrong", record_kind="initiative", record_id=initiative.public_id, text="No."
        )
        proposal.state, proposal.reason = state, reason
        proposal.save()
    for state in ("writing", "dropped", "published"):
        Draft.objects.create(kind="initiative", row_id=initiative.pk, state=state)
    assert table(amina, "work/states")["Initiatives"]["Draft"] == "1"
    steps = {name: row["Number"] for name, row in table(amina, "work/steps").items()}
    assert steps == {
        "Submitted for review": "0",
        "Sent back with a word": "1",
        "Published": "0",
        "Taken back to draft": "0",
        "Archived": "0",
        "Changes saved": "2",
        "People who changed something": "1",
        "Records checked against their sources": "0",
        "Remarks of editors": "1",
        "Remarks dealt with": "1",
        "Notes from readers that came": "3",
        "Notes from readers that were answered": "1",
        "of these, taken into the catalogue": "1",
        "Notes from readers that were refused": "1",
        "Drafts of changes begun and not yet in the record": "1",
    }
    assert "amina" not in visible_text(amina.get("/admin/reports/print/"))


@pytest.mark.parametrize("page", PAGES)
def test_reports_are_for_who_may_enter_the_desk(client, page):
    assert client.get(page).status_code == 302
    client.force_login(User.objects.create(username="reader"))
    assert client.get(page).status_code == 302
    assert signed_in("bo").get(page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_reports_are_read_and_nothing_else(amina, page):
    assert amina.post(page).status_code == 405
    assert "no-store" in amina.get(page)["Cache-Control"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({}, "The last twelve months"),
        ({"period": "2026"}, "1 January 2026 to 31 December 2026"),
        ({"period": "2026-Q2"}, "1 April 2026 to 30 June 2026"),
        ({"period": "2025-Q4"}, "1 October 2025 to 31 December 2025"),
        ({"from": "2026-02-03", "to": "2026-02-03"}, "3 February 2026 to 3 February 2026"),
        ({"from": "2026-02-30"}, "Write a day as 2026-03-01."),
        ({"from": "2026-03-01", "to": "2026-02-01"}, "It ends before it begins."),
        ({"from": "0001-01-01", "to": "9999-12-31"}, "Give a day between 2000-01-01"),
        ({"period": "x' OR 1"}, "The last twelve months"),
        ({"period": "2026-Q9", "to": "٣"}, "Write a day as 2026-03-01."),
    ],
)
def test_a_period_is_chosen_and_what_is_none_is_said(amina, monkeypatch, query, told):
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 11, 29))
    page = amina.get("/admin/reports/", query)
    assert page.status_code == 200
    assert told in visible_text(page)
    assert amina.get("/admin/reports/print/", query).status_code == 200


def test_where_the_days_are_none_no_other_period_is_told(amina):
    query = {"from": "2026-03-01", "to": "2026-02-01"}
    for page in ("/admin/reports/", "/admin/reports/print/"):
        text = visible_text(amina.get(page, query))
        assert "It ends before it begins." in text
        assert "Work at the desk" not in text
    assert amina.get("/admin/reports/growth/standing/csv/", query).status_code == 404


@pytest.mark.parametrize("name", ["growth/nothing", "nothing/standing", "pages/countries"])
def test_a_table_that_is_none_is_not_found(amina, name):
    assert amina.get(f"/admin/reports/{name}/csv/").status_code == 404


def test_a_spreadsheet_runs_nothing_of_a_table(amina):
    SourceFactory(url="https://example.org/odd", publisher='=HYPERLINK("https://example.org")')
    InitiativeFactory(sources=["https://example.org/odd"])
    revision.current(fresh=True)
    response = amina.get("/admin/reports/evidence/publishers/csv/")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    assert """"'=HYPERLINK(""https://example.org"")",1,0,0""" in response.content.decode()


def test_what_records_say_is_no_markup(amina):
    SourceFactory(url="https://example.org/odd", publisher="<script>alert(1)</script>")
    ThemeFactory(slug="odd", name='"><b>Odd</b>')
    InitiativeFactory(sources=["https://example.org/odd"], themes=["odd"])
    html = amina.get("/admin/reports/").content.decode()
    assert "<script>alert" not in html
    assert "<b>Odd" not in html


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_page_asks_no_more_of_a_larger_catalogue(how_many, django_assert_max_num_queries):
    client = signed_in("amina", CURATORS)
    for _ in range(how_many):
        initiative = InitiativeFactory(origins=["KEN"], sectors=["farming"])
        ReplicationFactory(initiative=initiative)
        ReadCount.objects.create(
            day=timezone.localdate(),
            kind="initiative",
            public_id=initiative.public_id,
            what="page",
            number=1,
        )
    client.get("/admin/reports/")
    with django_assert_max_num_queries(25):
        assert client.get("/admin/reports/").status_code == 200


def test_every_table_can_be_had_and_every_chart_has_its_words(amina):
    InitiativeFactory(origins=["KEN"])
    revision.current(fresh=True)
    page = amina.get("/admin/reports/")
    assert not words_of_programmers(page)
    for section, tables in page.context["sections"]:
        for one, chart in tables:
            assert len(table(amina, f"{section.name}/{one.name}")) == len(one.rows)
            assert not chart or 'role="img" aria-label="Chart of' in chart


def test_the_paper_says_what_it_is(amina, settings):
    settings.PUBLISHER_NAME = "Institute of Labour"
    text = visible_text(amina.get("/admin/reports/print/", {"period": "2026"}))
    for told in ("Institute of Labour", "Report on the catalogue", "1 January 2026", "Made on"):
        assert told in text
    assert Client().get("/about/").status_code == 200
